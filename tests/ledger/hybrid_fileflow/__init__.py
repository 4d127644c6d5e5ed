"""hybrid, the application: FileFlow on Fargate, on a foundation that others look after."""

from __future__ import annotations

from tests.ledger.plan import Plan, Plans

PROJECT, REGION, ABROAD = "fileflow", "ap-northeast-2", "ap-northeast-1"
DAY = 24 * 60 * 60


def named(plan: Plan, *words: str) -> str:
    """Return a name as every resource has it: project, environment, words."""
    return "-".join((PROJECT, plan.environment, *words))


def shared(plan: Plan, name: str) -> str:
    """Return the value of a parameter of the foundation, by the label it is read under."""
    found = plan.data("aws_ssm_parameter", name)
    return str(found["insecure_value"])


def standby(plans: Plans) -> Plan:
    """Return what stands ready in the other region."""
    return plans["prod-dr/standby"]
