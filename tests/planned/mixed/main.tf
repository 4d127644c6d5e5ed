# A root that giban did not write: modules, count, for_each, dynamic blocks, locals, an alias,
# sensitive and write-only values, types that the catalogue does not know.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

variable "region" {
  type    = string
  default = "ap-northeast-2"
}

variable "password" {
  type      = string
  sensitive = true
  default   = "correct-horse-battery"
}

locals {
  open  = [22, 8080]
  zones = { a = "ap-northeast-2a", c = "ap-northeast-2c" }
  group = aws_security_group.web.id
}

provider "aws" {
  region                      = var.region
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true

  default_tags {
    tags = { Project = "mixed" }
  }
}

provider "aws" {
  alias                       = "virginia"
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "net" {
  source = "./net"
  cidr   = "10.0.0.0/16"
  zones  = local.zones
}

module "branch" {
  source   = "./net"
  for_each = { "east.1" = "10.1.0.0/16", west = "10.2.0.0/16" }
  cidr     = each.value
  zones    = local.zones
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = module.net.vpc_id

  dynamic "ingress" {
    for_each = local.open
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  count             = 2
  security_group_id = local.group
  cidr_ipv4         = "10.${count.index}.0.0/16"
  from_port         = 22
  to_port           = 22
  ip_protocol       = "tcp"
}

resource "aws_db_subnet_group" "main" {
  subnet_ids = module.net.subnet_ids
}

resource "aws_db_instance" "main" {
  identifier             = "main"
  engine                 = "postgres"
  instance_class         = "db.t3.medium"
  allocated_storage      = 20
  username               = "root"
  password               = var.password
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.web.id, module.branch["west"].default_group]
  skip_final_snapshot    = true
  depends_on             = [module.net]
}

resource "aws_db_instance" "write_only" {
  identifier          = "write-only"
  engine              = "postgres"
  instance_class      = "db.t3.medium"
  allocated_storage   = 20
  username            = "root"
  password_wo         = var.password
  password_wo_version = 1
  skip_final_snapshot = true
}

resource "aws_s3_bucket" "files" {
  bucket = "mixed-files"
}

resource "aws_s3_bucket_versioning" "files" {
  bucket = aws_s3_bucket.files.bucket
  versioning_configuration {
    status = "Enabled"
  }
}

data "aws_iam_policy_document" "files" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.files.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "files" {
  bucket = aws_s3_bucket.files.id
  policy = data.aws_iam_policy_document.files.json
}

resource "aws_iam_role" "task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "task" {
  role   = aws_iam_role.task.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = aws_s3_bucket.files.arn }] })
}

resource "aws_acm_certificate" "edge" {
  provider          = aws.virginia
  domain_name       = "example.com"
  validation_method = "DNS"
}

resource "aws_elasticsearch_domain" "search" {
  domain_name = "search"

  vpc_options {
    subnet_ids         = [module.net.subnet_ids[0]]
    security_group_ids = [aws_security_group.web.id]
  }
}

resource "terraform_data" "marker" {
  input = aws_db_instance.main.endpoint
}
