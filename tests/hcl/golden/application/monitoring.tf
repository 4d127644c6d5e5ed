# Written by giban from `services` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# services.app
################################################################################

resource "aws_cloudwatch_metric_alarm" "app" {
  for_each = local.cloudwatch_metric_alarm_app

  alarm_name          = "app-${each.key}"
  namespace           = "AWS/ECS"
  metric_name         = each.value.metric_name
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  evaluation_periods  = each.value.evaluation_periods
  period              = 60
  statistic           = "Average"

  dimensions = {
    ClusterName = "hospital-production"
    ServiceName = "app"
  }

  unit = each.value.unit
}
