terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
variable "step" { default = 1 }
variable "word" { default = "one" }
provider "aws" {
  region = "ap-northeast-2"
  default_tags { tags = { Step = tostring(var.step) } }
}
provider "aws" {
  alias  = "global"
  region = "us-east-1"
}
data "aws_caller_identity" "me" {}
ephemeral "aws_secretsmanager_random_password" "pw" { password_length = 20 }

resource "aws_iam_role" "app" {
  name_prefix        = "app-${var.word}-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = ["ecs-tasks.amazonaws.com"] }, Action = ["sts:AssumeRole"] }] })
  description        = "step ${var.step}"
}
resource "aws_iam_role_policy" "app" {
  name_prefix = "p-"
  role        = aws_iam_role.app.id
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:Get*", "s3:List${var.step}*"], Resource = "*" }] })
}
resource "aws_iam_policy" "shared" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.main.arn, Sid = "S${var.step}" }] })
}
resource "aws_iam_role_policy_attachment" "shared" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.shared.arn
}
resource "aws_iam_openid_connect_provider" "x" {
  url            = "https://x.example.com"
  client_id_list = ["a", "b${var.step}"]
}
resource "aws_kms_key" "main" {
  description         = "step ${var.step}"
  enable_key_rotation = var.step == 1
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }, Action = "kms:*", Resource = "*" },
    { Effect = "Allow", Principal = { AWS = aws_iam_role.app.arn }, Action = "kms:Decrypt", Resource = "*" },
    { Effect = "Allow", Principal = { Service = "logs.ap-northeast-2.amazonaws.com" }, Action = ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*"], Resource = "*" },
  ] })
}
resource "aws_kms_alias" "main" {
  target_key_id = aws_kms_key.main.arn
}
resource "aws_kms_alias" "named" {
  name          = "alias/${var.word}"
  target_key_id = aws_kms_key.main.id
}
resource "aws_ssm_parameter" "plain" {
  name           = "/my/${var.word}"
  type           = "String"
  insecure_value = "v${var.step}"
}
resource "aws_ssm_parameter" "secret" {
  name             = "/my/secret"
  type             = "SecureString"
  key_id           = aws_kms_key.main.id
  value_wo         = ephemeral.aws_secretsmanager_random_password.pw.random_password
  value_wo_version = var.step
}
data "aws_ssm_parameter" "plain" {
  name = aws_ssm_parameter.plain.name
}
output "plain" { value = nonsensitive(data.aws_ssm_parameter.plain.insecure_value) }
output "version" { value = aws_ssm_parameter.plain.version }
resource "aws_sns_topic" "a" {
  name              = "t-${var.word}"
  kms_master_key_id = aws_kms_key.main.arn
  display_name      = "d${var.step}"
  delivery_policy   = jsonencode({ http = { defaultHealthyRetryPolicy = { minDelayTarget = 20, maxDelayTarget = 20, numRetries = 3 } } })
}
resource "aws_sns_topic" "unnamed" {}
resource "aws_sns_topic_policy" "a" {
  arn    = aws_sns_topic.a.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "cloudwatch.amazonaws.com" }, Action = "sns:Publish", Resource = aws_sns_topic.a.arn }] })
}
resource "aws_sns_topic_subscription" "a" {
  topic_arn     = aws_sns_topic.a.arn
  protocol      = "email"
  endpoint      = "ops@example.com"
  filter_policy = jsonencode({ step = [tostring(var.step)] })
}
resource "aws_cloudwatch_metric_alarm" "a" {
  alarm_name          = "a-${var.word}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  threshold           = var.step
  alarm_actions       = [aws_sns_topic.a.arn]
  metric_query {
    id          = "e1"
    expression  = "m1/m2"
    return_data = true
  }
  metric_query {
    id = "m1"
    metric {
      namespace   = "N"
      metric_name = "x"
      period      = 60
      stat        = "Sum"
      dimensions  = { A = "b" }
    }
  }
  metric_query {
    id = "m2"
    metric {
      namespace   = "N"
      metric_name = "y"
      period      = 60
      stat        = "Sum"
      unit        = "Count"
    }
  }
}
resource "aws_cloudwatch_metric_alarm" "global" {
  provider            = aws.global
  alarm_name          = "g"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  extended_statistic  = "p99.9"
  namespace           = "AWS/CloudFront"
  metric_name         = "5xx"
  period              = 60
  threshold           = 0
}
resource "aws_cloudwatch_log_group" "a" {
  name_prefix       = "/x/"
  kms_key_id        = aws_kms_key.main.arn
  retention_in_days = 30 * var.step
}
resource "aws_cloudwatch_dashboard" "a" {
  dashboard_name = "d-${var.word}"
  dashboard_body = jsonencode({ widgets = [{ type = "text", properties = { markdown = "step ${var.step}" } }] })
}
resource "aws_xray_group" "a" {
  group_name        = var.word
  filter_expression = "service(\"a${var.step}\")"
  insights_configuration { insights_enabled = true }
}
resource "aws_xray_sampling_rule" "a" {
  rule_name      = "r-${var.word}"
  fixed_rate     = 0.1 * var.step
  host           = "*"
  http_method    = "*"
  priority       = 1
  reservoir_size = 1
  resource_arn   = "*"
  service_name   = "*"
  service_type   = "*"
  url_path       = "*"
  version        = 1
}
resource "aws_budgets_budget" "a" {
  name         = "b-${var.word}"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = "${100 * var.step}.0"
  limit_unit   = "USD"
  cost_types { include_credit = false }
  notification {
    comparison_operator       = "GREATER_THAN"
    threshold                 = 100 * var.step
    threshold_type            = "PERCENTAGE"
    notification_type         = "ACTUAL"
    subscriber_sns_topic_arns = [aws_sns_topic.a.arn]
  }
}
resource "aws_dynamodb_table" "a" {
  name         = "tab-${var.word}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  dynamic "attribute" {
    for_each = var.step > 1 ? [1] : []
    content {
      name = "who"
      type = "S"
    }
  }
  dynamic "global_secondary_index" {
    for_each = var.step > 1 ? [1] : []
    content {
      name            = "who"
      hash_key        = "who"
      projection_type = "ALL"
    }
  }
  point_in_time_recovery { enabled = var.step > 1 }
  server_side_encryption { enabled = true }
  ttl {
    attribute_name = "until"
    enabled        = true
  }
}
