"""Rules and their targets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from giban.values.schedules import is_cron, is_once, is_rate
from tests.rehearse.handlers.names import role
from tests.rehearse.handlers.play import REGION, Play

RULE, TARGET = "aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"
PATTERN = json.dumps({"source": ["aws.ecs"], "detail": {"lastStatus": ["STOPPED"]}})
HERE = f"{REGION}:123456789012"
TOPIC = f"arn:aws:sns:{HERE}:alerts"
CLUSTER = f"arn:aws:ecs:{HERE}:cluster/a"
TASK = f"arn:aws:ecs:{HERE}:task-definition/a:1"


def test_rule(play: Play) -> None:
    """A rule is made, changed in place with its targets, imported, and goes once they are gone."""
    state = play.make(RULE, name="life", event_pattern=PATTERN, tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:events:{HERE}:rule/life"
    target = play.make(TARGET, rule="life", arn=TOPIC)
    assert target["target_id"].startswith("terraform-")
    events = role(play, "events.amazonaws.com")
    given = {"name": "life", "schedule_expression": "rate(1 day)", "role_arn": events}
    state = play.change(RULE, state, **given, state="DISABLED", description="d")
    assert play.aws("events").describe_rule(Name="life")["State"] == "DISABLED"
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(RULE, "life")["schedule_expression"] == "rate(1 day)"
    with pytest.raises(Exception, match="since it has targets"):
        play.drop(RULE, state)
    play.drop(TARGET, target)
    play.drop(RULE, state)


def test_rule_of_another_bus(play: Play) -> None:
    """The bus is part of the id, for its targets too."""
    play.aws("events").create_event_bus(Name="orders")
    named = {"name": "r", "event_bus_name": "orders"}
    rule = play.make(RULE, **named, event_pattern=PATTERN, is_enabled=False)
    assert rule["id"] == "orders/r"
    target = play.make(TARGET, rule="r", event_bus_name="orders", target_id="t", arn=TOPIC)
    assert target["id"] == "orders-r-t"
    assert play.adopt(RULE, "orders/r")["name"] == "r"
    assert play.adopt(TARGET, "orders/r/t")["arn"] == TOPIC
    play.drop(TARGET, target)
    play.drop(RULE, rule)


def test_prefix(play: Play) -> None:
    """A rule without a name gets one."""
    state = play.make(RULE, name_prefix="p-", event_pattern=PATTERN)
    assert state["name"].startswith("p-")
    play.drop(RULE, state)


def test_target_of_tasks(play: Play) -> None:
    """A task is started with its network; another input changes in place."""
    rule = play.make(RULE, name="tasks", schedule_expression="cron(0 18 * * ? *)")
    network = [{"subnets": ["subnet-1"], "security_groups": ["sg-1"], "assign_public_ip": True}]
    given = {
        "rule": "tasks",
        "target_id": "t",
        "arn": CLUSTER,
        "role_arn": role(play, "events.amazonaws.com"),
        "ecs_target": [
            {
                "task_definition_arn": TASK,
                "launch_type": "FARGATE",
                "network_configuration": network,
                "tags": {"a": "b"},
            }
        ],
    }
    state = play.make(TARGET, **given, input='{"a": 1}')
    retry = [{"maximum_retry_attempts": 2, "maximum_event_age_in_seconds": 60}]
    dead = [{"arn": f"arn:aws:sqs:{HERE}:dead"}]
    state = play.change(TARGET, state, **given, retry_policy=retry, dead_letter_config=dead)
    found = play.aws("events").list_targets_by_rule(Rule="tasks")["Targets"][0]
    config = found["EcsParameters"]["NetworkConfiguration"]["awsvpcConfiguration"]
    assert config["AssignPublicIp"] == "ENABLED"
    assert "Input" not in found
    play.drop(TARGET, state)
    play.drop(RULE, rule)


def test_target_with_a_template(play: Play) -> None:
    """What is sent can be made from the event."""
    rule = play.make(RULE, name="template", event_pattern=PATTERN)
    made = [{"input_paths": {"who": "$.detail.who"}, "input_template": '"<who>"'}]
    given = {"rule": "template", "target_id": "t", "arn": TOPIC, "input_transformer": made}
    state = play.make(TARGET, **given)
    assert play.adopt(TARGET, "template/t")["input_transformer"] == made
    play.drop(TARGET, state)
    play.drop(RULE, rule)


REFUSED_RULES: list[tuple[dict[str, Any], str]] = [
    ({"schedule_expression": "rate(1 days)"}, "ScheduleExpression is not valid"),
    ({"schedule_expression": "cron(0 3 * * * *)"}, "ScheduleExpression is not valid"),
    (
        {"schedule_expression": "rate(1 day)", "event_bus_name": "other"},
        "only on the default event bus",
    ),
    ({"event_pattern": '{"source": "aws.ecs"}'}, "must be an object or an array"),
    ({"event_pattern": '{"detail": {"a": []}}'}, "Empty arrays"),
    ({"event_pattern": "[]"}, "Filter is not an object"),
    (
        {"event_pattern": PATTERN, "role_arn": "arn:aws:iam::123456789012:role/none"},
        "cannot be assumed",
    ),
]


@pytest.mark.parametrize(("given", "words"), REFUSED_RULES)
def test_refused_rules(play: Play, given: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words):
        play.make(RULE, name="no", **given)


def test_refused_targets(play: Play) -> None:
    """Roles, tasks, input and the number of targets are looked at."""
    rule = play.make(RULE, name="full", event_pattern=PATTERN)
    events, other = role(play, "events.amazonaws.com"), role(play, "ec2.amazonaws.com")
    for wrong, words in (
        ({"arn": CLUSTER, "ecs_target": [{"task_definition_arn": TASK}]}, "RoleArn is required"),
        ({"arn": CLUSTER, "role_arn": events}, "EcsParameters must be specified"),
        ({"arn": f"arn:aws:codepipeline:{HERE}:p", "role_arn": other}, "cannot be assumed"),
        ({"arn": TOPIC, "input": "{"}, "JSON syntax error"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(TARGET, rule="full", target_id="no", **wrong)
    made = [play.make(TARGET, rule="full", target_id=str(n), arn=TOPIC) for n in range(5)]
    with pytest.raises(Refused, match="exceeds the maximum number"):
        play.make(TARGET, rule="full", target_id="6", arn=TOPIC)
    for state in made:
        play.drop(TARGET, state)
    play.drop(RULE, rule)


def test_expressions() -> None:
    """Rates count their unit, cron expressions have six fields, a time is one."""
    assert all(map(is_rate, ("rate(1 minute)", "rate(12 hours)")))
    assert not any(map(is_rate, ("rate(0 days)", "rate(1 days)", "rate(2 day)", "rate(1 week)")))
    good = "0/15 8-18 ? * MON-FRI *", "0 18 L * ? 2026", "0 0 ? 1,JUL 2#1 *", "0 0 15W * ? *"
    assert [text for text in good if not is_cron(f"cron({text})")] == []
    bad = "0 3 * * *", "60 3 * * ? *", "0 3 ? * ? *", "0 3 32 * ? *", "0 3 ? * 0 *", "*/0 3 * * ? *"
    assert [text for text in bad if is_cron(f"cron({text})")] == []
    assert is_once("at(2026-01-31T03:00:00)")
    assert not is_once("at(2026-02-31T03:00:00)")
    assert not is_once("2026-02-31")
