"""Every Terraform type: charged by a function, free for a reason, or not covered for a reason.

A type of the catalogue that is in none of the three tables fails tests/pricing/test_kinds.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from giban.blueprint import Object
from giban.catalogue import (
    autoscaling,
    backup,
    cloudfront,
    cloudtrail,
    cloudwatch,
    codebuild,
    codepipeline,
    dynamodb,
    ec2,
    ecr,
    ecs,
    elasticache,
    elb,
    guardduty,
    instances,
    kms,
    rds,
    route53,
    s3,
    scheduler,
    secretsmanager,
    sns,
    sqs,
    ssm,
    wafv2,
    xray,
)
from giban.pricing.charges import balancer, cache, edge, network, small, storage, watch
from giban.pricing.charges import ecs as tasks
from giban.pricing.charges import instances as machines
from giban.pricing.charges import rds as databases
from giban.pricing.line import Charge
from giban.pricing.scope import Scope

Charges = Callable[[Any, Scope], Iterator[Charge]]

PRICED: dict[type[Object], tuple[str, Charges]] = {
    autoscaling.Group: (machines.GROUP, machines.group),
    backup.Plan: ("Backup", small.backup_plan),
    backup.Vault: ("Backup", small.vault),
    cloudfront.Distribution: (edge.CDN, edge.distribution),
    cloudfront.Function: (edge.CDN, edge.function),
    cloudtrail.Trail: (watch.AUDIT, watch.trail),
    cloudwatch.CompositeAlarm: (watch.GROUP, watch.composite_alarm),
    cloudwatch.Dashboard: (watch.GROUP, watch.dashboard),
    cloudwatch.LogDelivery: (watch.GROUP, watch.log_delivery),
    cloudwatch.LogGroup: (watch.GROUP, watch.log_group),
    cloudwatch.LogMetricFilter: (watch.GROUP, watch.metric_filter),
    cloudwatch.MetricAlarm: (watch.GROUP, watch.alarm),
    codebuild.Project: ("CodeBuild", small.build),
    codepipeline.Pipeline: ("CodePipeline", small.pipeline),
    dynamodb.Table: ("DynamoDB", small.table),
    ec2.Eip: (network.GROUP, network.eip),
    ec2.FlowLog: (network.GROUP, network.flow_log),
    ec2.NatGateway: (network.NAT, network.nat_gateway),
    ec2.Vpc: (network.GROUP, network.vpc),
    ec2.VpcEndpoint: (network.GROUP, network.endpoint),
    ec2.VpcPeeringConnection: (network.GROUP, network.peering),
    ecr.Repository: ("ECR", small.repository),
    ecs.Cluster: (tasks.GROUP, tasks.cluster),
    ecs.Service: (tasks.GROUP, tasks.service),
    elasticache.ReplicationGroup: (cache.GROUP, cache.replication_group),
    elb.LoadBalancer: (balancer.GROUP, balancer.balancer),
    guardduty.Detector: (watch.THREATS, watch.detector),
    instances.Instance: (machines.GROUP, machines.instance),
    instances.Volume: ("EBS volumes", machines.volume),
    kms.Key: ("KMS", small.key),
    rds.Instance: (databases.GROUP, databases.instance),
    route53.HealthCheck: (edge.DNS, edge.health_check),
    route53.Zone: (edge.DNS, edge.zone),
    scheduler.Schedule: (tasks.GROUP, tasks.scheduled),
    s3.Bucket: (storage.GROUP, storage.bucket),
    s3.BucketReplicationConfiguration: (storage.GROUP, storage.replication),
    secretsmanager.Secret: ("Secrets Manager", small.secret),
    sns.Topic: ("SNS", small.topic),
    sqs.Queue: ("SQS", small.queue),
    ssm.Parameter: ("Parameter Store", small.parameter),
    wafv2.WebAcl: (edge.FIREWALL, edge.web_acl),
    xray.Group: (watch.TRACES, watch.traces),
}

_NETWORK = "networks are free; what passes through them is charged where it passes"
_IAM = "IAM is free"
_CONFIGURES = "a setting of something that is charged itself"
_SCALES = "scaling is free; what it starts is charged"
_EVENTS = "events of AWS services and 14 million scheduled runs a month are free"
_DEPLOYS = "deployments to ECS and EC2 are free"

FREE: dict[str, str] = {
    "aws_acm_certificate": "public certificates are free",
    "aws_acm_certificate_validation": "public certificates are free",
    "aws_appautoscaling_policy": _SCALES,
    "aws_appautoscaling_scheduled_action": _SCALES,
    "aws_appautoscaling_target": _SCALES,
    "aws_autoscaling_policy": _SCALES,
    "aws_autoscaling_schedule": _SCALES,
    "aws_backup_selection": _CONFIGURES,
    "aws_budgets_budget": "budgets that only tell are free",
    "aws_chatbot_slack_channel_configuration": "notifications in chat rooms are free",
    "aws_cloudfront_cache_policy": _CONFIGURES,
    "aws_cloudfront_origin_access_control": _CONFIGURES,
    "aws_cloudfront_origin_request_policy": _CONFIGURES,
    "aws_cloudfront_response_headers_policy": _CONFIGURES,
    "aws_cloudwatch_event_rule": _EVENTS,
    "aws_cloudwatch_event_target": _EVENTS,
    "aws_cloudwatch_log_delivery_destination": _CONFIGURES,
    "aws_cloudwatch_log_delivery_source": _CONFIGURES,
    "aws_cloudwatch_query_definition": "a saved query is free; running it costs by the GB it scans",
    "aws_codedeploy_app": _DEPLOYS,
    "aws_codedeploy_deployment_group": _DEPLOYS,
    "aws_codestarconnections_connection": "connections are free",
    "aws_db_parameter_group": _CONFIGURES,
    "aws_db_subnet_group": _CONFIGURES,
    "aws_default_security_group": _NETWORK,
    "aws_ecr_lifecycle_policy": _CONFIGURES,
    "aws_ecr_replication_configuration": _CONFIGURES,
    "aws_ecs_cluster_capacity_providers": _CONFIGURES,
    "aws_ecs_task_definition": "its tasks are charged at the service that runs them",
    "aws_eip_association": _CONFIGURES,
    "aws_elasticache_parameter_group": _CONFIGURES,
    "aws_elasticache_subnet_group": _CONFIGURES,
    "aws_elasticache_user": _CONFIGURES,
    "aws_elasticache_user_group": _CONFIGURES,
    "aws_iam_instance_profile": _IAM,
    "aws_iam_openid_connect_provider": _IAM,
    "aws_iam_policy": _IAM,
    "aws_iam_role": _IAM,
    "aws_iam_role_policy": _IAM,
    "aws_iam_role_policy_attachment": _IAM,
    "aws_internet_gateway": _NETWORK,
    "aws_kms_alias": _CONFIGURES,
    "aws_launch_template": "its instances are charged where they run",
    "aws_lb_listener": _CONFIGURES,
    "aws_lb_listener_rule": _CONFIGURES,
    "aws_lb_target_group": _CONFIGURES,
    "aws_lb_target_group_attachment": _CONFIGURES,
    "aws_resourcegroups_group": "resource groups are free",
    "aws_route": _NETWORK,
    "aws_route53_record": "records are free; queries are charged at their zone",
    "aws_route_table": _NETWORK,
    "aws_route_table_association": _NETWORK,
    "aws_s3_bucket_cors_configuration": _CONFIGURES,
    "aws_s3_bucket_intelligent_tiering_configuration": _CONFIGURES,
    "aws_s3_bucket_lifecycle_configuration": "its transitions are charged at the bucket",
    "aws_s3_bucket_logging": _CONFIGURES,
    "aws_s3_bucket_notification": _CONFIGURES,
    "aws_s3_bucket_ownership_controls": _CONFIGURES,
    "aws_s3_bucket_policy": _CONFIGURES,
    "aws_s3_bucket_public_access_block": _CONFIGURES,
    "aws_s3_bucket_server_side_encryption_configuration": _CONFIGURES,
    "aws_s3_bucket_versioning": "old versions are part of what the bucket stores",
    "aws_s3_object": "objects are part of what the bucket stores",
    "aws_secretsmanager_secret_version": _CONFIGURES,
    "aws_security_group": _NETWORK,
    "aws_sns_topic_policy": _CONFIGURES,
    "aws_sns_topic_subscription": "messages and mails are charged at the topic",
    "aws_sqs_queue_policy": _CONFIGURES,
    "aws_sqs_queue_redrive_allow_policy": _CONFIGURES,
    "aws_subnet": _NETWORK,
    "aws_vpc_peering_connection_accepter": "what crosses is charged at the connection",
    "aws_vpc_security_group_egress_rule": _NETWORK,
    "aws_vpc_security_group_ingress_rule": _NETWORK,
    "aws_wafv2_ip_set": _CONFIGURES,
    "aws_wafv2_web_acl_association": _CONFIGURES,
    "aws_wafv2_web_acl_logging_configuration": "logs are charged where they are written to",
    "aws_xray_sampling_rule": _CONFIGURES,
}

NOT_COVERED: dict[str, str] = {
    "aws_applicationinsights_application": (
        "it makes alarms, metrics and log queries of its own, as many as it finds components"
    ),
}

_PROVIDERS = ("terraform_", "null_", "random_", "tls_", "local_", "time_", "archive_")
_ELSEWHERE = "it is made by Terraform itself, not by AWS"
_TYPES = {cls.terraform_type for cls in PRICED}


def known(type: str) -> bool:
    """Tell whether one of the three tables has a Terraform type."""
    return type in _TYPES or type in FREE or type in NOT_COVERED


def free(type: str) -> str:
    """Return why a type is free; nothing if it is not, or if nobody knows."""
    return FREE.get(type, "") or (_ELSEWHERE if type.startswith(_PROVIDERS) else "")


def uncovered(type: str) -> str:
    """Return why nothing is known of what a type costs."""
    return NOT_COVERED.get(type, "giban does not know what AWS charges for it")
