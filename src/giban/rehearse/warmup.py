"""Asking every service something small, ahead of time: first calls load models and data.

The first call of EC2 costs moto more than a second, others up to 0.2 s; while Terraform starts
and plans, that time is free.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from giban.rehearse.aws import Clients

QUESTIONS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("sts", "get_caller_identity", {}),
    ("iam", "list_roles", {}),
    ("kms", "list_keys", {}),
    ("secretsmanager", "list_secrets", {}),
    ("logs", "describe_log_groups", {}),
    ("s3", "list_buckets", {}),
    ("elbv2", "describe_load_balancers", {}),
    ("ecs", "list_clusters", {}),
    ("rds", "describe_db_instances", {}),
    ("cloudwatch", "describe_alarms", {}),
    ("elasticache", "describe_replication_groups", {}),
    ("ecr", "describe_repositories", {}),
    ("ssm", "describe_parameters", {}),
    ("sns", "list_topics", {}),
    ("application-autoscaling", "describe_scalable_targets", {"ServiceNamespace": "ecs"}),
    ("wafv2", "list_web_acls", {"Scope": "REGIONAL"}),
    ("route53", "list_hosted_zones", {}),
    ("acm", "list_certificates", {}),
    ("cloudfront", "list_distributions", {}),
    ("dynamodb", "list_tables", {}),
)
PROBE = "10.255.0.0/16"


def warm(clients: Clients, region: str) -> None:
    """Ask; whatever goes wrong here goes wrong again where it matters, and is told there."""
    with suppress(ClientError, BotoCoreError):
        ec2 = clients("ec2", region)
        vpc = ec2.create_vpc(CidrBlock=PROBE)["Vpc"]["VpcId"]
        ec2.delete_vpc(VpcId=vpc)
    for service, operation, arguments in QUESTIONS:
        with suppress(ClientError, BotoCoreError):
            getattr(clients(service, region), operation)(**arguments)
