terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "owner" { default = "platform" }
variable "zones" {
  type    = list(string)
  default = ["a", "c"]
}
variable "ports" {
  type    = list(number)
  default = [80, 443]
}
variable "description" { default = "described" }
variable "secret" {
  type      = string
  ephemeral = true
}

locals {
  numbers = { a = 0, b = 1, c = 2 }
}

provider "aws" {
  region = "ap-northeast-2"
  default_tags {
    tags = { Project = "rehearsal", Owner = var.owner }
  }
}

provider "aws" {
  alias  = "global"
  region = "us-east-1"
}

data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_partition" "this" {}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "main" }
}

resource "aws_vpc" "global" {
  provider   = aws.global
  cidr_block = "10.9.0.0/16"
}

resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "app" {
  for_each                = toset(var.zones)
  vpc_id                  = aws_vpc.main.id
  cidr_block              = cidrsubnet(aws_vpc.main.cidr_block, 8, local.numbers[each.key])
  availability_zone       = "ap-northeast-2${each.key}"
  map_public_ip_on_launch = each.key == "a"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.app["a"].id
  depends_on    = [aws_internet_gateway.main]
}

resource "aws_route_table" "app" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.app.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "app" {
  for_each       = aws_subnet.app
  subnet_id      = each.value.id
  route_table_id = aws_route_table.app.id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.ap-northeast-2.s3"
  route_table_ids = [aws_route_table.app.id]
}

resource "aws_vpc_endpoint" "ecr" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.ap-northeast-2.ecr.api"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for subnet in aws_subnet.app : subnet.id]
  security_group_ids  = [aws_security_group.web.id]
  private_dns_enabled = true
}

resource "aws_security_group" "web" {
  name_prefix = "web-"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "described" {
  name        = "described"
  description = var.description
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "inline" {
  name   = "inline"
  vpc_id = aws_vpc.main.id
  ingress {
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["10.0.0.0/8"]
    description = "inside"
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  for_each          = toset([for port in var.ports : tostring(port)])
  security_group_id = aws_security_group.web.id
  ip_protocol       = "tcp"
  from_port         = each.key
  to_port           = each.key
  cidr_ipv4         = "0.0.0.0/0"
  description       = "web ${each.key}"
}

resource "aws_vpc_security_group_ingress_rule" "inside" {
  security_group_id            = aws_security_group.web.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
  referenced_security_group_id = aws_security_group.inline.id
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.web.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

ephemeral "aws_secretsmanager_random_password" "made" {
  password_length = 24
}

resource "aws_secretsmanager_secret" "this" {
  for_each                = toset(["given", "made"])
  name                    = each.key
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "given" {
  secret_id                = aws_secretsmanager_secret.this["given"].id
  secret_string_wo         = var.secret
  secret_string_wo_version = 1
}

resource "aws_secretsmanager_secret_version" "made" {
  secret_id                = aws_secretsmanager_secret.this["made"].id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.made.random_password
  secret_string_wo_version = 1
}

ephemeral "aws_secretsmanager_secret_version" "back" {
  secret_id = aws_secretsmanager_secret_version.made.secret_id
}

output "account" {
  value = data.aws_caller_identity.me.account_id
}
