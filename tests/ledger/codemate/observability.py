"""Logs, alarms, graphs."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from tests.ledger.assertions import holds, holds_across
from tests.ledger.codemate import SERVICES, alarm, named
from tests.ledger.plan import Plan, Plans

GIB = 2**30
MEMORY = {"db.t4g.micro": 1 * GIB, "db.t4g.small": 2 * GIB}
BYTES_PER_CONNECTION = 9_531_392
ABOVE = "GreaterThanThreshold"
SIGNALS = {
    ("AWS/ApplicationELB", "RequestCount"),
    ("AWS/ECS", "CPUUtilization"),
    ("AWS/ECS", "MemoryUtilization"),
    ("AWS/RDS", "FreeStorageSpace"),
}
"""Traffic and saturation; latency and errors are asked for one by one."""


def topic(plan: Plan, label: str) -> str:
    """Return the ARN of a topic."""
    return str(plan.only("aws_sns_topic", label)["arn"])


def metrics(plan: Plan) -> list[list[Any]]:
    """Return the metrics of the page of graphs."""
    body = json.loads(plan.only("aws_cloudwatch_dashboard")["dashboard_body"])
    return [one for widget in body["widgets"] for one in widget["properties"]["metrics"]]


@holds("CM-OBS-01")
def log_groups(plan: Plan) -> None:
    """Where RDS and CodeBuild write and ElastiCache is told to (D-CM-23); names by environment.

    Without the environment in every name the second one would not be made (D-CM-25).
    """
    names = {one["name"] for one in plan.all("aws_cloudwatch_log_group")}
    assert {f"/ecs/codemate-{plan.environment}/{name}" for name in SERVICES} <= names
    assert {f"/aws/codebuild/{named(plan, name, 'build')}" for name in SERVICES} <= names
    database = plan.only("aws_db_instance")
    for log in database["enabled_cloudwatch_logs_exports"]:
        assert f"/aws/rds/instance/{database['identifier']}/{log}" in names
    cache = plan.only("aws_elasticache_replication_group")
    delivered = {one["log_type"]: one for one in cache["log_delivery_configuration"]}
    assert set(delivered) == {"slow-log", "engine-log"}
    for log, one in delivered.items():
        assert (one["destination_type"], one["log_format"]) == ("cloudwatch-logs", "json")
        assert one["destination"] == f"/aws/elasticache/{named(plan, 'redis')}/{log}"
        assert one["destination"] in names


@holds("CM-OBS-02")
def retention(plan: Plan) -> None:
    """Everything that is a log of the system's own."""
    days = {one["retention_in_days"] for one in plan.all("aws_cloudwatch_log_group")}
    assert days == {30 if plan.production else 7}
    archive = plan.only("aws_s3_bucket", "logs")
    (kept,) = [
        one
        for one in plan.only("aws_s3_bucket_policy", "logs").statements()
        if one.principals == {"logs.ap-northeast-2.amazonaws.com"} and "s3:PutObject" in one.actions
    ]
    assert kept.resources == {f"{archive['arn']}/exportedlogs/*"}
    (ours,) = kept.condition["ArnLike"].values()
    groups = plan.all("aws_cloudwatch_log_group")
    assert all(fnmatchcase(one["arn"], ours) for one in groups)


@holds("CM-OBS-03", only=("prod",))
def key_metrics(plan: Plan) -> None:
    """Task counts come from Container Insights (D-CM-24)."""
    shown = {(one[0], one[1]) for one in metrics(plan) if isinstance(one[0], str)}
    assert {
        ("AWS/ECS", "CPUUtilization"),
        ("AWS/ECS", "MemoryUtilization"),
        ("ECS/ContainerInsights", "DesiredTaskCount"),
        ("AWS/ApplicationELB", "RequestCount"),
        ("AWS/ApplicationELB", "TargetResponseTime"),
        ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"),
        ("AWS/RDS", "DatabaseConnections"),
        ("AWS/RDS", "CPUUtilization"),
        ("AWS/RDS", "FreeStorageSpace"),
        ("AWS/ElastiCache", "CacheHits"),
        ("AWS/ElastiCache", "CacheMisses"),
        ("AWS/ElastiCache", "CPUUtilization"),
    } <= shown
    insights = plan.only("aws_ecs_cluster")["setting"]
    assert {"name": "containerInsights", "value": "enabled"} in insights


@holds("CM-OBS-04")
def cpu(plan: Plan) -> None:
    """The alarm tells; target tracking scales by alarms of its own (D-CM-24)."""
    for name in SERVICES:
        found = alarm(plan, f"{name}_cpu_high")
        assert (found["metric_name"], found["threshold"]) == ("CPUUtilization", 80)
        assert (found["namespace"], found["comparison_operator"]) == ("AWS/ECS", ABOVE)
        assert found["period"] * found["evaluation_periods"] >= 300
        assert found["dimensions"]["ServiceName"] == named(plan, name)
        assert found["alarm_actions"] == [topic(plan, "alarms")]


@holds("CM-OBS-05")
def unhealthy(plan: Plan) -> None:
    """Two minutes, and someone is woken."""
    for name in SERVICES:
        found = alarm(plan, f"{name}_unhealthy")
        assert (found["metric_name"], found["threshold"]) == ("UnHealthyHostCount", 0)
        assert found["comparison_operator"] == ABOVE
        target = plan.only("aws_lb_target_group", name)["arn_suffix"]
        assert found["dimensions"]["TargetGroup"] == target
        assert found["period"] * found["evaluation_periods"] == 120
        assert found["alarm_actions"] == [topic(plan, "urgent")]


@holds("CM-OBS-06")
def connections(plan: Plan) -> None:
    """A number: what RDS allows by memory, of which it keeps a quarter (D-CM-24)."""
    found = alarm(plan, "db_db_connections_high")
    memory = MEMORY[plan.only("aws_db_instance")["instance_class"]]
    most = int(memory * 0.75 / BYTES_PER_CONNECTION)
    assert (found["metric_name"], found["threshold"]) == ("DatabaseConnections", most * 80 // 100)
    assert found["comparison_operator"] == ABOVE
    assert found["dimensions"] == {
        "DBInstanceIdentifier": plan.only("aws_db_instance")["identifier"]
    }
    assert found["period"] * found["evaluation_periods"] >= 300
    assert found["alarm_actions"] == [topic(plan, "alarms")]


@holds("CM-OBS-07")
def errors(plan: Plan) -> None:
    """A minute is enough."""
    found = alarm(plan, "alb_5xx_errors")
    assert (found["metric_name"], found["threshold"]) == ("HTTPCode_Target_5XX_Count", 10)
    assert (found["period"], found["evaluation_periods"], found["statistic"]) == (60, 1, "Sum")
    assert found["comparison_operator"] == ABOVE
    assert found["dimensions"] == {"LoadBalancer": plan.only("aws_lb")["arn_suffix"]}
    assert found["alarm_actions"] == [topic(plan, "urgent")]


@holds_across("CM-OBS-08")
def page(plans: Plans) -> None:
    """Only production has one; every group is on it."""
    assert not plans["dev/platform"].found("aws_cloudwatch_dashboard")
    spaces = {one[0] for one in metrics(plans["prod/platform"]) if isinstance(one[0], str)}
    assert spaces == {
        "AWS/ApplicationELB",
        "AWS/ECS",
        "ECS/ContainerInsights",
        "AWS/RDS",
        "AWS/ElastiCache",
    }


@holds("CM-OBS-09", only=("prod",))
def golden_signals(plan: Plan) -> None:
    """Averages hide what the slowest wait."""
    latency = [one[-1]["stat"] for one in metrics(plan) if one[1:2] == ["TargetResponseTime"]]
    assert latency == ["p50", "p95", "p99"]
    shown = {tuple(one[:2]) for one in metrics(plan) if isinstance(one[0], str)}
    assert SIGNALS <= shown
    rates = [one[0]["expression"] for one in metrics(plan) if isinstance(one[0], dict)]
    assert any("failed" in one and "requests" in one for one in rates)


@holds("CM-OBS-10")
def people(plan: Plan) -> None:
    """Each topic has somebody."""
    for label in ("alarms", "urgent"):
        subscribed = plan.all("aws_sns_topic_subscription", topic_arn=topic(plan, label))
        assert {one["protocol"] for one in subscribed} == {"email"}
        assert all("@" in one["endpoint"] for one in subscribed)
