"""Environments, and what is promised."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.plan import Plan, Plans


@holds_across("TO-GOV-01")
def environments(plans: Plans) -> None:
    """One, and no staging."""
    assert plans.environments == ["production"]
    plans["production/platform"].only("aws_vpc")


@holds("TO-GOV-02")
def promise(plan: Plan) -> None:
    """On every tag, and an alarm on the day's answers to each health check."""
    for one in plan.all("aws_instance") + plan.all("aws_db_instance") + plan.all("aws_vpc"):
        assert one.tags["SLO"] == "99.5", one
    checks = plan.all("aws_route53_health_check")
    for check in checks:
        alarm = plan.only(
            "aws_cloudwatch_metric_alarm",
            metric_name="HealthCheckPercentageHealthy",
            dimensions={"HealthCheckId": check["id"]},
        )
        assert (alarm["threshold"], alarm["period"]) == (99.5, 86400)
        assert (alarm["statistic"], alarm["comparison_operator"]) == (
            "Average",
            "LessThanThreshold",
        )
