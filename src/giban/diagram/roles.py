"""What each Terraform type is in a drawing: drawn, part of something drawn, counted, or left out.

A new catalogue type needs a line here; a test names those without one.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Where = Literal["vpc", "gate", "edge", "shelf", "pipeline"]


class Drawn(Struct, frozen=True):
    """A node of its own, with this icon. `shelf` is where things outside a VPC are kept."""

    icon: str
    where: Where
    shelf: str = ""


class Folded(Struct, frozen=True):
    """A part of what one of these arguments refers to; its changes and its cost are that one's."""

    into: tuple[str, ...]


class Counted(Struct, frozen=True):
    """One of many in a summary node: `noun` is what is counted there."""

    summary: str
    noun: str


class Hidden(Struct, frozen=True):
    """Left out, and said so at the foot of the drawing."""

    reason: str


class Framed(Struct, frozen=True):
    """A box, not a node: what holds the others."""


Role = Drawn | Folded | Counted | Hidden | Framed


class Summary(Struct, frozen=True):
    """A node that stands for all of one AWS service."""

    icon: str
    title: str
    where: Where
    shelf: str = ""


SHELVES: dict[str, str] = {
    "storage": "Storage",
    "messaging": "Messages and events",
    "security": "Secrets and keys",
    "operations": "Operations",
}
"""The shelves beside a VPC from the nearest to the farthest, and what is written on them."""

NEAR = ("storage", "messaging")
"""Shelves whose things arrows lead to stand next to the VPC."""

SUMMARIES: dict[str, Summary] = {
    "secrets": Summary("secret", "Secrets Manager", "shelf", "security"),
    "parameters": Summary("parameter", "Parameter Store", "shelf", "security"),
    "keys": Summary("key", "KMS", "shelf", "security"),
    "cloudwatch": Summary("metrics", "CloudWatch", "shelf", "operations"),
    "xray": Summary("trace", "X-Ray", "shelf", "operations"),
    "trail": Summary("trail", "CloudTrail", "shelf", "operations"),
    "guard": Summary("guard", "GuardDuty", "shelf", "operations"),
    "backup": Summary("backup", "AWS Backup", "shelf", "operations"),
    "budget": Summary("budget", "Budgets", "shelf", "operations"),
    "insights": Summary("metrics", "Application Insights", "shelf", "operations"),
    "dns": Summary("dns", "Route 53", "edge"),
    "certificates": Summary("certificate", "ACM", "edge"),
    "roles": Summary("role", "IAM", "edge"),
}

READ = Hidden("only read")
RULE = Hidden("network rules, which are the arrows")
UNKNOWN = Hidden("of unknown types")
SETTING = Hidden("settings")

ROLES: dict[str, Role] = {
    "aws_acm_certificate": Counted("certificates", "certificate"),
    "aws_acm_certificate_validation": Folded(("certificate_arn",)),
    "aws_appautoscaling_policy": Folded(("resource_id",)),
    "aws_appautoscaling_scheduled_action": Folded(("resource_id",)),
    "aws_appautoscaling_target": Folded(("resource_id",)),
    "aws_applicationinsights_application": Counted("insights", "application"),
    "aws_autoscaling_group": Drawn("instances", "vpc"),
    "aws_autoscaling_policy": Folded(("autoscaling_group_name",)),
    "aws_autoscaling_schedule": Folded(("autoscaling_group_name",)),
    "aws_backup_plan": Counted("backup", "plan"),
    "aws_backup_selection": Folded(("plan_id",)),
    "aws_backup_vault": Counted("backup", "vault"),
    "aws_budgets_budget": Counted("budget", "budget"),
    "aws_chatbot_slack_channel_configuration": Drawn("chat", "shelf", "messaging"),
    "aws_cloudfront_cache_policy": SETTING,
    "aws_cloudfront_distribution": Drawn("cdn", "edge"),
    "aws_cloudfront_function": SETTING,
    "aws_cloudfront_origin_access_control": SETTING,
    "aws_cloudfront_origin_request_policy": SETTING,
    "aws_cloudfront_response_headers_policy": SETTING,
    "aws_cloudtrail": Counted("trail", "trail"),
    "aws_cloudwatch_composite_alarm": Counted("cloudwatch", "alarm"),
    "aws_cloudwatch_dashboard": Counted("cloudwatch", "dashboard"),
    "aws_cloudwatch_event_rule": Drawn("event", "shelf", "messaging"),
    "aws_cloudwatch_event_target": Folded(("rule",)),
    "aws_cloudwatch_log_delivery": Folded(("delivery_source_name",)),
    "aws_cloudwatch_log_delivery_destination": SETTING,
    "aws_cloudwatch_log_delivery_source": Folded(("resource_arn",)),
    "aws_cloudwatch_log_group": Counted("cloudwatch", "log group"),
    "aws_cloudwatch_log_metric_filter": Folded(("log_group_name",)),
    "aws_cloudwatch_metric_alarm": Counted("cloudwatch", "alarm"),
    "aws_cloudwatch_query_definition": Counted("cloudwatch", "saved query"),
    "aws_codebuild_project": Drawn("build", "pipeline"),
    "aws_codedeploy_app": Drawn("rollout", "pipeline"),
    "aws_codedeploy_deployment_group": Folded(("app_name",)),
    "aws_codepipeline": Drawn("pipeline", "pipeline"),
    "aws_codestarconnections_connection": Drawn("source", "pipeline"),
    "aws_db_instance": Drawn("database", "vpc"),
    "aws_db_parameter_group": SETTING,
    "aws_db_subnet_group": SETTING,
    "aws_default_security_group": RULE,
    "aws_dynamodb_table": Drawn("table", "shelf", "storage"),
    "aws_ebs_volume": SETTING,
    "aws_ecr_lifecycle_policy": Folded(("repository",)),
    "aws_ecr_replication_configuration": SETTING,
    "aws_ecr_repository": Drawn("registry", "pipeline"),
    "aws_ecs_cluster": SETTING,
    "aws_ecs_cluster_capacity_providers": SETTING,
    "aws_ecs_service": Drawn("container", "vpc"),
    "aws_ecs_task_definition": Drawn("job", "vpc"),
    "aws_eip": Folded(("instance",)),
    "aws_eip_association": Folded(("instance_id",)),
    "aws_elasticache_parameter_group": SETTING,
    "aws_elasticache_replication_group": Drawn("cache", "vpc"),
    "aws_elasticache_subnet_group": SETTING,
    "aws_elasticache_user": SETTING,
    "aws_elasticache_user_group": SETTING,
    "aws_flow_log": Folded(("vpc_id",)),
    "aws_guardduty_detector": Counted("guard", "detector"),
    "aws_iam_instance_profile": SETTING,
    "aws_iam_openid_connect_provider": Drawn("source", "pipeline"),
    "aws_iam_policy": SETTING,
    "aws_iam_role": Counted("roles", "role"),
    "aws_iam_role_policy": Folded(("role",)),
    "aws_iam_role_policy_attachment": Folded(("role",)),
    "aws_instance": Drawn("instance", "vpc"),
    "aws_internet_gateway": Drawn("gateway", "gate"),
    "aws_kms_alias": Folded(("target_key_id",)),
    "aws_kms_key": Counted("keys", "key"),
    "aws_launch_template": SETTING,
    "aws_lb": Drawn("balancer", "vpc"),
    "aws_lb_listener": Folded(("load_balancer_arn",)),
    "aws_lb_listener_rule": Folded(("listener_arn",)),
    "aws_lb_target_group": RULE,
    "aws_lb_target_group_attachment": RULE,
    "aws_nat_gateway": Drawn("nat", "vpc"),
    "aws_resourcegroups_group": SETTING,
    "aws_route": RULE,
    "aws_route53_health_check": Counted("dns", "health check"),
    "aws_route53_record": Counted("dns", "record"),
    "aws_route53_zone": Counted("dns", "zone"),
    "aws_route_table": RULE,
    "aws_route_table_association": RULE,
    "aws_s3_bucket": Drawn("bucket", "shelf", "storage"),
    "aws_s3_bucket_cors_configuration": Folded(("bucket",)),
    "aws_s3_bucket_intelligent_tiering_configuration": Folded(("bucket",)),
    "aws_s3_bucket_lifecycle_configuration": Folded(("bucket",)),
    "aws_s3_bucket_logging": Folded(("bucket",)),
    "aws_s3_bucket_notification": Folded(("bucket",)),
    "aws_s3_bucket_ownership_controls": Folded(("bucket",)),
    "aws_s3_bucket_policy": Folded(("bucket",)),
    "aws_s3_bucket_public_access_block": Folded(("bucket",)),
    "aws_s3_bucket_replication_configuration": Folded(("bucket",)),
    "aws_s3_bucket_server_side_encryption_configuration": Folded(("bucket",)),
    "aws_s3_bucket_versioning": Folded(("bucket",)),
    "aws_s3_object": Folded(("bucket",)),
    "aws_scheduler_schedule": Drawn("schedule", "shelf", "messaging"),
    "aws_secretsmanager_secret": Counted("secrets", "secret"),
    "aws_secretsmanager_secret_version": Folded(("secret_id",)),
    "aws_security_group": RULE,
    "aws_sns_topic": Drawn("topic", "shelf", "messaging"),
    "aws_sns_topic_policy": Folded(("arn",)),
    "aws_sns_topic_subscription": Folded(("topic_arn",)),
    "aws_sqs_queue": Drawn("queue", "shelf", "messaging"),
    "aws_sqs_queue_policy": Folded(("queue_url",)),
    "aws_sqs_queue_redrive_allow_policy": Folded(("queue_url",)),
    "aws_ssm_parameter": Counted("parameters", "parameter"),
    "aws_subnet": Framed(),
    "aws_vpc": Framed(),
    "aws_vpc_endpoint": Drawn("endpoint", "vpc"),
    "aws_vpc_peering_connection": Drawn("peering", "vpc"),
    "aws_vpc_peering_connection_accepter": Folded(("vpc_peering_connection_id",)),
    "aws_vpc_security_group_egress_rule": RULE,
    "aws_vpc_security_group_ingress_rule": RULE,
    "aws_wafv2_ip_set": SETTING,
    "aws_wafv2_web_acl": Drawn("shield", "edge"),
    "aws_wafv2_web_acl_association": Folded(("web_acl_arn",)),
    "aws_wafv2_web_acl_logging_configuration": Folded(("resource_arn",)),
    "aws_xray_group": Counted("xray", "group"),
    "aws_xray_sampling_rule": Counted("xray", "sampling rule"),
    "data.aws_acm_certificate": READ,
    "data.aws_ami": READ,
    "data.aws_caller_identity": READ,
    "data.aws_ec2_managed_prefix_list": READ,
    "data.aws_ecr_repository": READ,
    "data.aws_partition": READ,
    "data.aws_region": READ,
    "data.aws_route53_zone": READ,
    "data.aws_ssm_parameter": READ,
    "data.aws_subnets": READ,
    "data.aws_vpc": READ,
    "ephemeral.aws_secretsmanager_random_password": READ,
    "ephemeral.aws_secretsmanager_secret_version": READ,
    "ephemeral.aws_ssm_parameter": READ,
}


def role(type: str) -> Role:
    """Return what a type is; one that is not in the table is left out, and named."""
    return ROLES.get(type) or UNKNOWN
