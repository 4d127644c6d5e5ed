# Written by giban from `services` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# services.app
################################################################################

locals {
  # What the instances of aws_cloudwatch_metric_alarm.app do not have in common.
  cloudwatch_metric_alarm_app = {
    cpu = {
      metric_name        = "CPUUtilization"
      threshold          = 80
      evaluation_periods = 3
      unit               = "Percent"
    }
    memory = {
      metric_name        = "MemoryUtilization"
      threshold          = 85
      evaluation_periods = 5
      unit               = null
    }
  }
}

################################################################################
# services.batch
################################################################################

locals {
  # What the instances of aws_instance.batch do not have in common.
  instance_batch = {
    day   = { instance_type = "t3.small", subnet_id = data.aws_ssm_parameter.subnet["a"].value }
    night = { instance_type = "t3.large", subnet_id = data.aws_ssm_parameter.subnet["c"].value }
  }
}
