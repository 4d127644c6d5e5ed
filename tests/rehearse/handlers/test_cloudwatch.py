"""Alarms, log groups and dashboards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

ALARM, GROUP = "aws_cloudwatch_metric_alarm", "aws_cloudwatch_log_group"
PAGE = "aws_cloudwatch_dashboard"
TOPIC = f"arn:aws:sns:{REGION}:123456789012:alarms"
SIMPLE: dict[str, Any] = {
    "alarm_name": "simple",
    "namespace": "AWS/ECS",
    "metric_name": "CPUUtilization",
    "dimensions": {"ClusterName": "a", "ServiceName": "b"},
    "statistic": "Average",
    "period": 300,
    "evaluation_periods": 2,
    "comparison_operator": "GreaterThanThreshold",
    "threshold": 0,
    "alarm_actions": [TOPIC],
}


def test_alarm(play: Play) -> None:
    """An alarm is made, changed in place, drifts, is imported, and goes."""
    state = play.make(ALARM, **SIMPLE, alarm_description="d", tags={"Name": "a"})
    cloudwatch = play.aws("cloudwatch")

    assert (state["id"], state["threshold"]) == ("simple", 0)
    assert state["arn"] == f"arn:aws:cloudwatch:{REGION}:123456789012:alarm:simple"
    given = {**SIMPLE, "threshold": 5, "alarm_actions": [], "treat_missing_data": "ignore"}
    state = play.change(ALARM, state, **given, datapoints_to_alarm=1, tags={"Name": "b"})
    assert state["tags_all"] == {"Name": "b", "Owner": "platform"}
    found = cloudwatch.describe_alarms(AlarmNames=["simple"])["MetricAlarms"][0]
    assert "AlarmDescription" not in found
    found = {k: v for k, v in found.items() if k in ("MetricName", "Namespace", "Period")}
    put = {"AlarmName": "simple", "EvaluationPeriods": 2, "Threshold": 5.0, "Statistic": "Sum"}
    operator = {"ComparisonOperator": "GreaterThanThreshold"}
    cloudwatch.put_metric_alarm(**put, **found, **operator)
    drifted = play.read(ALARM, state)
    assert drifted is not None
    assert (drifted["statistic"], drifted["dimensions"]) == ("Sum", {})
    assert (drifted["treat_missing_data"], drifted["datapoints_to_alarm"]) == ("missing", 0)
    assert play.adopt(ALARM, "simple")["namespace"] == "AWS/ECS"
    play.drop(ALARM, state)


def test_alarm_on_an_expression(play: Play) -> None:
    """An alarm may be on what several metrics make together."""
    metric = {"namespace": "N", "metric_name": "m", "period": 60, "stat": "Sum"}
    queries: list[dict[str, Any]] = [
        {"id": "rate", "expression": "bad / all", "return_data": True, "label": "rate"},
        {"id": "bad", "metric": [{**metric, "dimensions": {"Kind": "bad"}}]},
        {"id": "all", "metric": [metric]},
    ]
    given: dict[str, Any] = {"alarm_name": "rate", "evaluation_periods": 1, "threshold": 0.1}
    given["comparison_operator"] = "GreaterThanThreshold"
    state = play.make(ALARM, **given, metric_query=queries)
    queries[0]["expression"] = "100 * bad / all"
    state = play.change(ALARM, state, **given, metric_query=queries)
    found = play.adopt(ALARM, "rate")["metric_query"]
    assert {one["id"] for one in found} == {"rate", "bad", "all"}
    play.drop(ALARM, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"period": 45}, "multiple of 60"),
    ({"period": 300, "evaluation_periods": 289}, "more than a day"),
    ({"period": 3600, "evaluation_periods": 169}, "more than 7 days"),
    ({"datapoints_to_alarm": 3}, "DatapointsToAlarm"),
    ({"alarm_actions": ["alarms"]}, "Invalid arn syntax"),
    ({"ok_actions": [TOPIC.replace(REGION, "us-east-1")]}, "Invalid region us-east-1"),
    ({"alarm_actions": [f"{TOPIC}-{n}" for n in range(6)]}, "less than or equal to 5"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused_alarms(play: Play, given: dict[str, Any], words: str) -> None:
    """Alarms that CloudWatch could not evaluate, or whose actions it cannot take, are refused."""
    with pytest.raises(Refused, match=words):
        play.make(ALARM, **{**SIMPLE, **given})


def test_scales_in_any_region(play: Play) -> None:
    """EC2's own actions belong to a region, and IAM's belong to none."""
    play.make(ALARM, **{**SIMPLE, "alarm_actions": [f"arn:aws:automate:{REGION}:ec2:recover"]})


@pytest.mark.parametrize(
    ("type", "given"), [(ALARM, {**SIMPLE, "alarm_name": "again"}), (GROUP, {"name": "again"})]
)
def test_a_name_that_comes_back(play: Play, type: str, given: dict[str, Any]) -> None:
    """What is made by the name of something deleted has none of its tags."""
    play.drop(type, play.make(type, **given, tags={"Name": "a"}))
    assert play.make(type, **given)["tags_all"] == {"Owner": "platform"}


def test_log_group(play: Play) -> None:
    """A group is made, changed in place, drifts, is imported, and goes."""
    state = play.make(GROUP, name="/a/life", retention_in_days=30, tags={"Name": "a"})
    logs = play.aws("logs")

    assert state["arn"] == f"arn:aws:logs:{REGION}:123456789012:log-group:/a/life"
    assert (state["log_group_class"], state["deletion_protection_enabled"]) == ("STANDARD", False)
    play.make(GROUP, name="/a/life/2")
    state = play.change(GROUP, state, name="/a/life", retention_in_days=7, tags={"Name": "b"})
    state = play.change(GROUP, state, name="/a/life")
    assert "retentionInDays" not in logs.describe_log_groups()["logGroups"][0]
    logs.put_retention_policy(logGroupName="/a/life", retentionInDays=1)
    drifted = play.read(GROUP, state)
    assert drifted is not None
    assert drifted["retention_in_days"] == 1
    assert play.adopt(GROUP, "/a/life")["arn"] == state["arn"]
    with pytest.raises(Exception, match="ResourceAlreadyExists"):
        play.make(GROUP, name="/a/life")
    play.drop(GROUP, state)


def test_protected_log_group(play: Play) -> None:
    """A protected group stays, and so does one that shall stay behind."""
    state = play.make(GROUP, name="protected", deletion_protection_enabled=True)
    with pytest.raises(Refused, match="protected"):
        play.drop(GROUP, state)
    play.lifecycle.delete(
        play.lifecycle.kind(GROUP), {**state, "skip_destroy": True}, play.connection
    )
    assert play.read(GROUP, state) is not None
    state = play.change(GROUP, state, name="protected", deletion_protection_enabled=False)
    play.drop(GROUP, state)


def key_policy(service: str, pattern: str = "*", action: str = "kms:*") -> str:
    """Return the policy of a key that a service may use for some log groups."""
    admin = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
    admin["Principal"] = {"AWS": "arn:aws:iam::123456789012:root"}  # type: ignore[assignment]
    condition = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": pattern}}
    use = {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition}
    statements = [admin, {**use, "Principal": {"Service": service}}]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def test_encrypted_log_group(play: Play) -> None:
    """A group is encrypted by a key whose policy lets CloudWatch Logs use it for the group."""
    service = f"logs.{REGION}.amazonaws.com"
    pattern = f"arn:aws:logs:{REGION}:123456789012:log-group:/secret/*"
    key = play.make("aws_kms_key", policy=key_policy(service, pattern))["arn"]
    state = play.make(GROUP, name="/secret/a", kms_key_id=key)
    state = play.change(GROUP, state, name="/secret/a")
    state = play.change(GROUP, state, name="/secret/a", kms_key_id=key)
    play.drop(GROUP, state)
    assert play.make(GROUP, name="/secret/a")["kms_key_id"] is None
    with pytest.raises(Refused, match="is not allowed to be used with Arn"):
        play.make(GROUP, name="/open/a", kms_key_id=key)


@pytest.mark.parametrize(
    "policy",
    [
        None,
        key_policy("sns.amazonaws.com"),
        key_policy(f"logs.{REGION}.amazonaws.com", action="kms:Encrypt"),
    ],
)
def test_refused_keys(play: Play, policy: str | None) -> None:
    """A key that CloudWatch Logs may not use is refused."""
    key = play.make("aws_kms_key", policy=policy)["arn"]
    with pytest.raises(Refused, match="is not allowed to be used with Arn"):
        play.make(GROUP, name="unencrypted", kms_key_id=key)


def test_missing_keys_and_names(play: Play) -> None:
    """A key that is not there, and a name that is none, are refused."""
    key = f"arn:aws:kms:{REGION}:123456789012:key/00000000-0000-0000-0000-000000000000"
    with pytest.raises(Refused, match="does not exist"):
        play.make(GROUP, name="unencrypted", kms_key_id=key)
    with pytest.raises(Refused, match="logGroupName"):
        play.make(GROUP, name="a b")
    with pytest.raises(Refused, match="reserved for AWS"):
        play.make(GROUP, name="aws/lambda")


def body(title: str) -> str:
    """Return a page with a title."""
    return json.dumps({"widgets": [{"type": "text", "properties": {"markdown": title}}]})


def test_dashboard(play: Play) -> None:
    """A page is made, changed in place, drifts, is imported, and goes."""
    state = play.make(PAGE, dashboard_name="life", dashboard_body=body("a"))
    assert state["dashboard_arn"] == "arn:aws:cloudwatch::123456789012:dashboard/life"
    state = play.change(PAGE, state, dashboard_name="life", dashboard_body=body("b"))
    play.aws("cloudwatch").put_dashboard(DashboardName="life", DashboardBody=body("c"))
    drifted = play.read(PAGE, state)
    assert drifted is not None
    assert drifted["dashboard_body"] == body("c")
    assert play.adopt(PAGE, "life")["dashboard_name"] == "life"
    play.drop(PAGE, state)


@pytest.mark.parametrize(("name", "text"), [("a b", body("")), ("a", "no"), ("a", "{}")])
def test_refused_dashboards(play: Play, name: str, text: str) -> None:
    """Pages without widgets, and names with other characters, are refused."""
    with pytest.raises(Refused, match=r"dashboard body|DashboardName"):
        play.make(PAGE, dashboard_name=name, dashboard_body=text)
