"""Logs, alarms, traces."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import named
from tests.ledger.hospital_erp.compute import variables
from tests.ledger.plan import Plan, Resource

ALARM = "aws_cloudwatch_metric_alarm"
ABOVE = "GreaterThanThreshold"


def alarm(plan: Plan, namespace: str, metric: str) -> Resource:
    """Return the one alarm on a metric."""
    return plan.only(ALARM, namespace=namespace, metric_name=metric)


@holds("ERP-OBS-01")
def traces(plan: Plan) -> None:
    """A pinned collector beside the application, which may write to X-Ray (D-ERP-21)."""
    containers = plan.only("aws_ecs_task_definition").containers
    collector = containers["traces"]
    assert "aws-otel-collector" in collector["image"]
    assert not collector["image"].endswith(":latest")
    assert collector["essential"] is False
    assert variables(plan)["OTEL_EXPORTER_OTLP_ENDPOINT"].startswith("http://127.0.0.1:")
    allowed = {
        action
        for statement in plan.one("aws_iam_role_policy", "app_task").statements()
        for action in statement.actions
    }
    assert {"xray:PutTraceSegments", "xray:PutTelemetryRecords"} <= allowed
    plan.only("aws_xray_group")


@holds("ERP-OBS-01")
def logs(plan: Plan) -> None:
    """Every log group ends at some time, and lies under the key where there is one."""
    keys = {key["arn"] for key in plan.found("aws_kms_key")} or {None, ""}
    for group in plan.all("aws_cloudwatch_log_group"):
        assert group["retention_in_days"] > 0, group
        assert group["kms_key_id"] in keys, group


@holds("ERP-OBS-02")
def service_cpu(plan: Plan) -> None:
    """The source's alarm."""
    found = alarm(plan, "AWS/ECS", "CPUUtilization")
    _is(found, "Average", ABOVE, 80, periods=2)
    assert found["alarm_name"] == named(plan, "app-cpu-high")
    assert found["dimensions"] == {
        "ClusterName": plan.only("aws_ecs_cluster")["name"],
        "ServiceName": plan.only("aws_ecs_service")["name"],
    }


@holds("ERP-OBS-02")
def service_beyond_cpu(plan: Plan) -> None:
    """Memory and unhealthy targets, which the source does not watch (D-ERP-22)."""
    memory = alarm(plan, "AWS/ECS", "MemoryUtilization")
    assert memory["dimensions"] == alarm(plan, "AWS/ECS", "CPUUtilization")["dimensions"]
    unhealthy = alarm(plan, "AWS/ApplicationELB", "UnHealthyHostCount")
    assert unhealthy["dimensions"] == {
        "LoadBalancer": plan.only("aws_lb")["arn_suffix"],
        "TargetGroup": plan.only("aws_lb_target_group")["arn_suffix"],
    }


@holds("ERP-OBS-03")
def database_cpu(plan: Plan) -> None:
    """The source's alarm."""
    found = alarm(plan, "AWS/RDS", "CPUUtilization")
    _is(found, "Average", ABOVE, 80, periods=2)
    assert found["alarm_name"] == named(plan, "db-main-cpu-high")


@holds("ERP-OBS-03")
def database_beyond_cpu(plan: Plan) -> None:
    """Storage, memory, connections, and the cache, which the source does not watch (D-ERP-22)."""
    wanted = {"CPUUtilization", "FreeStorageSpace", "FreeableMemory", "DatabaseConnections"}
    found = plan.all(ALARM, namespace="AWS/RDS")
    assert {one["metric_name"] for one in found} >= wanted
    identifier = plan.only("aws_db_instance")["identifier"]
    assert [one["dimensions"] for one in found] == [{"DBInstanceIdentifier": identifier}] * len(
        found
    )
    assert len(plan.all(ALARM, namespace="AWS/ElastiCache")) >= 2


@holds("ERP-OBS-04")
def server_errors(plan: Plan) -> None:
    """Of the targets as in the source, and of the load balancer itself (D-ERP-22)."""
    for metric, name in (
        ("HTTPCode_Target_5XX_Count", "alb-5xx-errors"),
        ("HTTPCode_ELB_5XX_Count", "alb-elb-5xx-errors"),
    ):
        found = alarm(plan, "AWS/ApplicationELB", metric)
        _is(found, "Sum", ABOVE, 10, periods=1)
        assert found["alarm_name"] == named(plan, name)
        assert found["dimensions"] == {"LoadBalancer": plan.only("aws_lb")["arn_suffix"]}
        assert found["treat_missing_data"] == "notBreaching"


@holds("ERP-OBS-05")
def topic(plan: Plan) -> None:
    """It exists, CloudWatch may publish to it, and every alarm does (D-ERP-04, D-ERP-22)."""
    topic = plan.only("aws_sns_topic")
    for found in plan.all(ALARM):
        assert found["alarm_actions"] == found["ok_actions"] == [topic["arn"]], found
    (allowed,) = plan.only("aws_sns_topic_policy", arn=topic["arn"]).statements()
    assert allowed.principals == {"cloudwatch.amazonaws.com"}
    assert allowed.actions == {"sns:Publish"}
    people = plan.all("aws_sns_topic_subscription", topic_arn=topic["arn"])
    assert all(one["protocol"] == "email" and one["endpoint"] for one in people)


@holds("ERP-OBS-05", only=("staging", "production"))
def topic_under_a_key(plan: Plan) -> None:
    """CloudWatch may use the key, or its messages would be lost in silence."""
    key = plan.only("aws_kms_key")
    assert plan.only("aws_sns_topic")["kms_master_key_id"] in (key["arn"], key["key_id"])
    (allowed,) = [one for one in key.statements() if one.principals == {"cloudwatch.amazonaws.com"}]
    assert allowed.actions == {"kms:Decrypt", "kms:GenerateDataKey*"}


def _is(found: Resource, statistic: str, operator: str, threshold: float, *, periods: int) -> None:
    assert found["statistic"] == statistic
    assert found["comparison_operator"] == operator
    assert found["threshold"] == threshold
    assert found["period"] == 300
    assert found["evaluation_periods"] == periods
