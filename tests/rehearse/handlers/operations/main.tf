terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
variable "step" { default = 1 }
variable "word" { default = "one" }
provider "aws" {
  region = "ap-northeast-2"
  default_tags { tags = { Step = tostring(var.step) } }
}

resource "aws_iam_role" "all" {
  name = "all"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow"
    Action = "sts:AssumeRole"
    Principal = { Service = [for name in ["backup", "codebuild", "codedeploy", "codepipeline", "events", "scheduler"] :
    "${name}.amazonaws.com"] }
  }] })
}

resource "aws_cloudwatch_event_rule" "night" {
  name                = "night-${var.word}"
  schedule_expression = "cron(0 ${14 + var.step} * * ? *)"
}
resource "aws_cloudwatch_event_target" "pipeline" {
  rule     = aws_cloudwatch_event_rule.night.name
  arn      = aws_codepipeline.app.arn
  role_arn = aws_iam_role.all.arn
  retry_policy {
    maximum_retry_attempts       = var.step
    maximum_event_age_in_seconds = 60
  }
}
resource "aws_cloudwatch_event_target" "task" {
  rule      = aws_cloudwatch_event_rule.night.name
  target_id = "task"
  arn       = aws_ecs_cluster.app.arn
  role_arn  = aws_iam_role.all.arn
  input     = jsonencode({ step = var.step })
  ecs_target {
    task_definition_arn = "arn:aws:ecs:ap-northeast-2:123456789012:task-definition/app:1"
    launch_type         = "FARGATE"
    network_configuration { subnets = ["subnet-1"] }
  }
}
resource "aws_scheduler_schedule" "stop" {
  name                         = "stop-${var.word}"
  schedule_expression          = "cron(0 22 ? * MON-FRI *)"
  schedule_expression_timezone = "Asia/Seoul"
  description                  = "step ${var.step}"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance"
    role_arn = aws_iam_role.all.arn
    input    = jsonencode({ DbInstanceIdentifier = "app" })
  }
}

resource "aws_codestarconnections_connection" "github" {
  name          = "github-${var.word}"
  provider_type = "GitHub"
}
resource "aws_codebuild_project" "app" {
  name          = "app-${var.word}"
  service_role  = aws_iam_role.all.arn
  build_timeout = 10 * var.step
  artifacts { type = "CODEPIPELINE" }
  source { type = "CODEPIPELINE" }
  environment {
    compute_type    = "BUILD_GENERAL1_SMALL"
    image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
    type            = "LINUX_CONTAINER"
    privileged_mode = true
    environment_variable {
      name  = "STEP"
      value = tostring(var.step)
    }
  }
}
resource "aws_codepipeline" "app" {
  name          = "app-${var.word}"
  role_arn      = aws_iam_role.all.arn
  pipeline_type = "V2"
  artifact_store {
    location = "artifacts"
    type     = "S3"
  }
  trigger {
    provider_type = "CodeStarSourceConnection"
    git_configuration {
      source_action_name = "Source"
      push {
        branches { includes = ["main", "step-${var.step}"] }
      }
    }
  }
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["source"]
      configuration = {
        ConnectionArn    = aws_codestarconnections_connection.github.arn
        FullRepositoryId = "team/app"
        BranchName       = "main"
      }
    }
  }
  stage {
    name = "Build"
    action {
      name             = "Build"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["source"]
      output_artifacts = ["built"]
      configuration    = { ProjectName = aws_codebuild_project.app.name }
    }
  }
}
resource "aws_ecs_cluster" "app" { name = "app" }
resource "aws_codedeploy_app" "app" {
  name = "app-${var.step}"
}
resource "aws_codedeploy_deployment_group" "app" {
  app_name              = aws_codedeploy_app.app.name
  deployment_group_name = "servers"
  service_role_arn      = aws_iam_role.all.arn
  ec2_tag_set {
    ec2_tag_filter {
      key   = "App"
      type  = "KEY_AND_VALUE"
      value = "app"
    }
  }
  auto_rollback_configuration {
    enabled = var.step > 1
    events  = ["DEPLOYMENT_FAILURE"]
  }
}

resource "aws_route53_health_check" "app" {
  type              = "HTTPS"
  fqdn              = "app.example.com"
  resource_path     = "/health/${var.step}"
  failure_threshold = 3
  reference_name    = var.word
}
resource "aws_cloudfront_cache_policy" "app" {
  name        = "app"
  default_ttl = 60 * var.step
  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_gzip = true
    cookies_config { cookie_behavior = "none" }
    headers_config {
      header_behavior = "whitelist"
      headers { items = ["Accept", "Origin"] }
    }
    query_strings_config { query_string_behavior = "all" }
  }
}
resource "aws_cloudfront_origin_request_policy" "app" {
  name    = "app"
  comment = "step ${var.step}"
  cookies_config { cookie_behavior = "all" }
  headers_config { header_behavior = "none" }
  query_strings_config { query_string_behavior = "all" }
}
resource "aws_cloudfront_function" "app" {
  name    = "app-${var.word}"
  runtime = "cloudfront-js-2.0"
  code    = "function handler(event) { return event.request; } // ${var.step}"
}

resource "aws_cloudwatch_log_group" "app" { name = "/app" }
resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "errors-${var.word}"
  log_group_name = aws_cloudwatch_log_group.app.name
  pattern        = "{ $.level = \"ERROR\" }"
  metric_transformation {
    name          = "Errors"
    namespace     = "App/${var.step}"
    value         = "1"
    default_value = "0"
  }
}
resource "aws_cloudwatch_query_definition" "errors" {
  name            = "errors"
  log_group_names = [aws_cloudwatch_log_group.app.name]
  query_string    = "fields @message | limit ${20 * var.step}"
}
resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "App"
  period              = 60
  statistic           = "Sum"
  threshold           = 1
}
resource "aws_cloudwatch_composite_alarm" "app" {
  alarm_name        = "app-${var.word}"
  alarm_rule        = "ALARM(\"${aws_cloudwatch_metric_alarm.errors.alarm_name}\")"
  alarm_description = "step ${var.step}"
}
resource "aws_resourcegroups_group" "app" {
  name        = "app-${var.word}"
  description = "step ${var.step}"
  resource_query {
    query = jsonencode({ ResourceTypeFilters = ["AWS::AllSupported"], TagFilters = [{ Key = "App", Values = ["app"] }] })
  }
}
resource "aws_applicationinsights_application" "app" {
  resource_group_name = aws_resourcegroups_group.app.name
  auto_config_enabled = var.step > 1
}
resource "aws_wafv2_ip_set" "office" {
  name               = "office-${var.word}"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = ["192.0.2.${var.step}/32"]
}

resource "aws_backup_vault" "main" { name = "main-${var.word}" }
resource "aws_backup_plan" "daily" {
  name = "daily-${var.word}"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 18 * * ? *)"
    lifecycle { delete_after = 7 * var.step }
  }
}
resource "aws_backup_selection" "tagged" {
  name         = "tagged"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = aws_iam_role.all.arn
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "true"
  }
}
output "vault" { value = aws_backup_vault.main.arn }
output "triggers" { value = aws_codepipeline.app.trigger_all }
