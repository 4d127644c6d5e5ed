terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
variable "step" { default = 1 }
variable "word" { default = "one" }
locals {
  region = "ap-northeast-2"
  script = "#!/bin/sh\necho ${var.step}"
}
provider "aws" {
  region = local.region
  default_tags { tags = { Step = tostring(var.step) } }
}
provider "aws" {
  alias  = "dr"
  region = "ap-northeast-1"
}
data "aws_caller_identity" "me" {}
data "aws_ami" "linux" {
  most_recent = true
  owners      = ["amazon"]
  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}
data "aws_vpc" "main" {
  id = aws_vpc.main.id
}
data "aws_subnets" "main" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.main.id]
  }
  depends_on = [aws_subnet.a]
}

resource "aws_vpc" "main" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "a" {
  for_each          = { a = "10.1.1.0/24", c = "10.1.2.0/24" }
  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = "${local.region}${each.key}"
}
resource "aws_security_group" "servers" {
  name_prefix = "servers-"
  vpc_id      = aws_vpc.main.id
}
resource "aws_iam_role" "server" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_instance_profile" "server" {
  name = "server-${var.word}"
  role = aws_iam_role.server.name
}

resource "aws_instance" "single" {
  ami                    = data.aws_ami.linux.id
  instance_type          = var.step == 1 ? "t3.small" : "t3.medium"
  subnet_id              = aws_subnet.a[var.word == "one" ? "a" : "c"].id
  vpc_security_group_ids = [aws_security_group.servers.id]
  iam_instance_profile   = aws_iam_instance_profile.server.name
  user_data              = local.script
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = var.step
  }
  root_block_device {
    volume_type = "gp3"
    volume_size = 10 + 10 * var.step
    encrypted   = true
  }
}
resource "aws_eip" "single" {
  domain = "vpc"
}
resource "aws_eip_association" "single" {
  instance_id   = aws_instance.single.id
  allocation_id = aws_eip.single.id
  depends_on    = [aws_internet_gateway.main]
}

resource "aws_launch_template" "backend" {
  name_prefix            = "backend-"
  image_id               = data.aws_ami.linux.id
  instance_type          = "t3.medium"
  user_data              = base64encode(local.script)
  vpc_security_group_ids = [aws_security_group.servers.id]
  iam_instance_profile { arn = aws_iam_instance_profile.server.arn }
  metadata_options {
    http_tokens   = "required"
    http_endpoint = "enabled"
  }
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 20
      volume_type = "gp3"
      encrypted   = true
    }
  }
  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "backend" }
  }
}
resource "aws_lb" "main" {
  name               = "servers"
  load_balancer_type = "application"
  internal           = true
  subnets            = [for subnet in aws_subnet.a : subnet.id]
  security_groups    = [aws_security_group.servers.id]
}
resource "aws_lb_target_group" "backend" {
  name     = "backend"
  port     = 8080
  protocol = "HTTP"
  vpc_id   = aws_vpc.main.id
}
resource "aws_lb_listener" "main" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.backend.arn
  }
}
resource "aws_lb_target_group_attachment" "single" {
  target_group_arn = aws_lb_target_group.backend.arn
  target_id        = aws_instance.single.id
  port             = 8080
}
resource "aws_autoscaling_group" "backend" {
  name                = "backend-${var.word}"
  min_size            = 1
  max_size            = 2 + var.step
  desired_capacity    = 2
  vpc_zone_identifier = data.aws_subnets.main.ids
  target_group_arns   = [aws_lb_target_group.backend.arn]
  health_check_type   = "ELB"
  launch_template {
    id      = aws_launch_template.backend.id
    version = aws_launch_template.backend.latest_version
  }
  instance_refresh {
    strategy = "Rolling"
    preferences { min_healthy_percentage = 50 }
  }
  tag {
    key                 = "Name"
    value               = "backend-${var.step}"
    propagate_at_launch = true
  }
  depends_on = [aws_lb_listener.main]
}
resource "aws_autoscaling_policy" "requests" {
  name                   = "requests"
  autoscaling_group_name = aws_autoscaling_group.backend.name
  policy_type            = "TargetTrackingScaling"
  target_tracking_configuration {
    target_value = 500 * var.step
    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${aws_lb.main.arn_suffix}/${aws_lb_target_group.backend.arn_suffix}"
    }
  }
}
resource "aws_autoscaling_schedule" "night" {
  scheduled_action_name  = "night"
  autoscaling_group_name = aws_autoscaling_group.backend.name
  recurrence             = "0 ${var.step} * * *"
  time_zone              = "Asia/Seoul"
  min_size               = 0
  max_size               = -1
  desired_capacity       = 0
}

resource "aws_sqs_queue" "dead" {
  name                      = "files-dlq-${var.word}"
  message_retention_seconds = 1209600
}
resource "aws_sqs_queue" "files" {
  name                       = "files-${var.word}"
  visibility_timeout_seconds = 300 * var.step
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
}
resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url            = aws_sqs_queue.dead.id
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.files.arn] })
}
resource "aws_sqs_queue_policy" "files" {
  queue_url = aws_sqs_queue.files.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Sid       = "S${var.step}", Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.files.arn
    Condition = { ArnEquals = { "aws:SourceArn" = aws_s3_bucket.files.arn } }
  }] })
}

resource "aws_s3_bucket" "files" {
  bucket = "servers-files"
}
resource "aws_s3_bucket" "copies" {
  provider = aws.dr
  bucket   = "servers-copies"
}
resource "aws_s3_bucket_versioning" "files" {
  bucket = aws_s3_bucket.files.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_versioning" "copies" {
  provider = aws.dr
  bucket   = aws_s3_bucket.copies.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_object" "compose" {
  bucket  = aws_s3_bucket.files.id
  key     = "config/${var.word}/compose.yaml"
  content = "step: ${var.step}"
}
resource "aws_s3_bucket_notification" "files" {
  bucket = aws_s3_bucket.files.id
  queue {
    queue_arn     = aws_sqs_queue.files.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "in/${var.step}/"
  }
  depends_on = [aws_sqs_queue_policy.files]
}
resource "aws_s3_bucket_replication_configuration" "files" {
  bucket = aws_s3_bucket_versioning.files.bucket
  role   = aws_iam_role.server.arn
  rule {
    id     = "all"
    status = var.step == 1 ? "Enabled" : "Disabled"
    filter {}
    delete_marker_replication { status = "Enabled" }
    destination {
      bucket        = aws_s3_bucket.copies.arn
      storage_class = "STANDARD_IA"
    }
  }
  depends_on = [aws_s3_bucket_versioning.copies]
}
resource "aws_s3_bucket" "trail" {
  bucket        = "servers-trail"
  force_destroy = true
}
resource "aws_s3_bucket_policy" "trail" {
  bucket = aws_s3_bucket.trail.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:GetBucketAcl", Resource = aws_s3_bucket.trail.arn },
    { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:PutObject", Resource = "${aws_s3_bucket.trail.arn}/AWSLogs/${data.aws_caller_identity.me.account_id}/*" },
  ] })
}
resource "aws_cloudtrail" "main" {
  name                       = "trail-${var.word}"
  s3_bucket_name             = aws_s3_bucket.trail.id
  is_multi_region_trail      = true
  enable_log_file_validation = var.step == 1
  depends_on                 = [aws_s3_bucket_policy.trail]
}
resource "aws_guardduty_detector" "main" {
  finding_publishing_frequency = var.step == 1 ? "SIX_HOURS" : "FIFTEEN_MINUTES"
}

resource "aws_vpc" "dr" {
  provider   = aws.dr
  cidr_block = "10.2.0.0/16"
}
resource "aws_vpc_peering_connection" "dr" {
  vpc_id      = aws_vpc.main.id
  peer_vpc_id = aws_vpc.dr.id
  peer_region = "ap-northeast-1"
}
resource "aws_vpc_peering_connection_accepter" "dr" {
  provider                  = aws.dr
  vpc_peering_connection_id = aws_vpc_peering_connection.dr.id
  auto_accept               = true
  tags                      = { Step = tostring(var.step) }
}
