"""Logs, alarms, queries."""

from __future__ import annotations

import json

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import PROJECT, named, shared
from tests.ledger.plan import Plan, Resource

ALARM = "aws_cloudwatch_metric_alarm"
TOLD = {
    "errors": ("/ERROR/", "limit 100"),
    "response_times": (*(f"{f}(responseTime)" for f in ("avg", "max", "min")), "by bin(5m)"),
    "server_errors": ("statusCode >= 500", "count() by statusCode, bin(1h)"),
}


def groups(plan: Plan) -> dict[str, Resource]:
    """Return the application's log groups by the last word of their names."""
    prefix = f"/ecs/{named(plan)}/"
    found = plan.all("aws_cloudwatch_log_group")
    return {
        one["name"].removeprefix(prefix): one for one in found if one["name"].startswith(prefix)
    }


@holds("HY-OBS-01")
def log_groups(plan: Plan) -> None:
    """The program may write to those that its output does not go to."""
    found = groups(plan)
    assert {"application", "access", "error"} <= found.keys()
    may = [
        one
        for one in plan.only("aws_iam_role_policy", "app_task").statements()
        if "logs:PutLogEvents" in one.actions
    ]
    assert {resource for one in may for resource in one.resources} == {
        f"{found[name]['arn']}:*" for name in ("access", "error")
    }


@holds("HY-OBS-02")
def retention(plan: Plan) -> None:
    """Staging as the cost table has it (D-HY-47)."""
    found = groups(plan)
    assert found["application"]["retention_in_days"] == (7 if plan.environment == "dev" else 14)
    assert found["error"]["retention_in_days"] == (30 if plan.production else 14)
    assert {one["kms_key_id"] for one in found.values()} == {
        shared(plan, "cloudwatch_logs_key_arn")
    }


def _alarm(plan: Plan, label: str, metric: str, threshold: int, statistic: str) -> None:
    alarm = plan.only(ALARM, label)
    assert (alarm["metric_name"], alarm["statistic"]) == (metric, statistic)
    assert (alarm["threshold"], alarm["comparison_operator"]) == (threshold, "GreaterThanThreshold")
    assert (alarm["period"], alarm["evaluation_periods"]) == (300, 2)
    assert alarm["alarm_actions"] == [plan.only("aws_sns_topic")["arn"]]


@holds("HY-OBS-03")
def cpu(plan: Plan) -> None:
    """Of the service."""
    _alarm(plan, "app_cpu_high", "CPUUtilization", 80, "Average")
    service = plan.only(ALARM, "app_cpu_high")["dimensions"]["ServiceName"]
    assert service == plan.only("aws_ecs_service")["name"]


@holds("HY-OBS-04")
def memory(plan: Plan) -> None:
    """Of the service."""
    _alarm(plan, "app_memory_high", "MemoryUtilization", 85, "Average")


@holds("HY-OBS-05")
def errors(plan: Plan) -> None:
    """Of this load balancer's targets."""
    _alarm(plan, "alb_5xx_errors", "HTTPCode_Target_5XX_Count", 10, "Sum")
    asked = plan.only(ALARM, "alb_5xx_errors")["dimensions"]["LoadBalancer"]
    assert asked == plan.only("aws_lb")["arn_suffix"]


@holds("HY-OBS-07")
def topic(plan: Plan) -> None:
    """Its key lets alarms publish (D-HY-20); Slack needs no function (D-HY-21)."""
    told = plan.only("aws_sns_topic")
    assert told["name"] == named(plan, "alerts")
    assert told["kms_master_key_id"] == shared(plan, "cloudwatch_logs_key_arn")
    mail = plan.only("aws_sns_topic_subscription")
    assert (mail["protocol"], mail["topic_arn"]) == ("email", told["arn"])
    assert mail["endpoint"] == "platform@ryuqqq.com"
    slack = plan.only("aws_chatbot_slack_channel_configuration")
    assert slack["sns_topic_arns"] == [told["arn"]]
    assert slack["iam_role_arn"] == plan.only("aws_iam_role", "slack")["arn"]


@holds("HY-OBS-08")
def insights(plan: Plan) -> None:
    """Without a database: the shared one bears no application's tags (D-HY-24)."""
    group = plan.only("aws_resourcegroups_group")
    query = json.loads(group.block("resource_query")["query"])
    assert {"AWS::ECS::Service", "AWS::ElastiCache::ReplicationGroup"} <= set(
        query["ResourceTypeFilters"]
    )
    assert "AWS::ElasticLoadBalancingV2::LoadBalancer" in query["ResourceTypeFilters"]
    assert "AWS::RDS::DBInstance" not in query["ResourceTypeFilters"]
    assert {one["Key"]: one["Values"] for one in query["TagFilters"]} == {
        "Service": [PROJECT],
        "Environment": [plan.environment],
    }
    made = plan.only("aws_applicationinsights_application")
    assert made["resource_group_name"] == group["name"]
    assert made["auto_config_enabled"] is True
    assert made["auto_create"] is True


@holds("HY-OBS-09")
def queries(plan: Plan) -> None:
    """Over what the program prints and writes."""
    application = groups(plan)["application"]["name"]
    for label, words in TOLD.items():
        query = plan.only("aws_cloudwatch_query_definition", label)
        assert all(word in query["query_string"] for word in words), label
        assert application in query["log_group_names"]
