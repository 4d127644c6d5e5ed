"""hybrid, the central half: network, keys, repositories and one database for all applications."""

from __future__ import annotations

from tests.ledger.plan import Plan, Plans, Resource

REGION, DR_REGION = "ap-northeast-2", "ap-northeast-1"
TENANTS = ("fileflow", "authhub", "crawler")
KEYS = ("cloudwatch-logs", "secrets-manager", "rds", "s3", "sqs", "ssm", "elasticache")


def named(plan: Plan, *words: str) -> str:
    """Return a name as everything of an environment has it: `prod-shared-mysql`."""
    return "-".join((plan.environment, "shared", *words))


def exported(plan: Plan, name: str) -> Resource:
    """Return the parameter of a name."""
    return plan.only("aws_ssm_parameter", name=name)


def stacks(plans: Plans, *names: str) -> list[Plan]:
    """Return the stacks of these names in every environment."""
    return [plans[f"{one}/{name}"] for one in ("dev", "staging", "prod") for name in names]
