# Written by giban from `services` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# services.app
################################################################################

resource "aws_iam_role" "app_task" {
  name = "hospital-production-app-task"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
        Condition = {
          StringEquals = { "aws:SourceAccount" = "123456789012" }
        }
      },
    ]
  })
}
