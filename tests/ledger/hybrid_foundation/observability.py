"""Who looks at the shared database."""

from __future__ import annotations

import json

from tests.ledger.assertions import holds
from tests.ledger.hybrid_foundation import named
from tests.ledger.plan import Plan


@holds("HY-OBS-06", stack="monitoring")
def cpu(plan: Plan) -> None:
    """Here, because the instance belongs to no application."""
    alarm = plan.only("aws_cloudwatch_metric_alarm", metric_name="CPUUtilization")
    assert alarm["namespace"] == "AWS/RDS"
    assert alarm["dimensions"] == {"DBInstanceIdentifier": named(plan, "mysql")}
    assert (alarm["statistic"], alarm["threshold"]) == ("Average", 80)
    assert (alarm["period"], alarm["evaluation_periods"]) == (300, 2)
    assert alarm["alarm_actions"] == [plan.only("aws_sns_topic")["arn"]]


@holds("HY-OBS-10", stack="monitoring")
def dashboard(plan: Plan) -> None:
    """It shows the instance of its own environment."""
    page = plan.only("aws_cloudwatch_dashboard")
    widgets = json.loads(page["dashboard_body"])["widgets"]
    shown = {metric[3] for one in widgets for metric in one["properties"]["metrics"]}
    assert shown == {named(plan, "mysql")}
    assert {"CPUUtilization", "DatabaseConnections", "FreeStorageSpace"} <= {
        metric[1] for one in widgets for metric in one["properties"]["metrics"]
    }
