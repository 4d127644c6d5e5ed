# Written by giban from `services` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# services.app
################################################################################

resource "aws_ecs_task_definition" "app" {
  family                   = "hospital-production-app"
  cpu                      = "1024"
  memory                   = "2048"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  task_role_arn            = aws_iam_role.app_task.arn

  container_definitions = jsonencode([
    {
      name      = "app"
      image     = "hospital/app:${var.app_image_tag}"
      essential = true
      portMappings = [
        { containerPort = 3000, protocol = "tcp" },
      ]
      environment = [
        { name = "NODE_ENV", value = "production" },
        { name = "GREETING", value = "안녕 $${name} 👋" },
      ]
      logConfiguration = {
        logDriver = "awslogs"
        options   = { "awslogs-group" = "/ecs/app", "awslogs-region" = "us-east-1" }
      }
    },
  ])

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }
}

# Scaling owns the number of tasks after the first apply.
# A deploy owns the revision.
resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = "hospital-production"
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = var.app_tasks

  network_configuration {
    subnets = values(data.aws_ssm_parameter.subnet)[*].value
  }

  load_balancer {
    container_name = "app"
    container_port = 3000
    elb_name       = "blue"
  }

  load_balancer {
    container_name = "app"
    container_port = 3001
    elb_name       = "green"
  }

  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }
}
