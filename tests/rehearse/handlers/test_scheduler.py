"""Schedules."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import role
from tests.rehearse.handlers.play import REGION, Play

SCHEDULE = "aws_scheduler_schedule"
HERE = f"{REGION}:123456789012"
STOP = "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance"
OFF = [{"mode": "OFF"}]


def _target(play: Play, **more: Any) -> list[dict[str, Any]]:
    return [{"arn": STOP, "role_arn": role(play, "scheduler.amazonaws.com"), **more}]


def test_schedule(play: Play) -> None:
    """A schedule is made, changed in place, imported by group and name, and goes."""
    given: dict[str, Any] = {"name": "stop", "schedule_expression": "cron(0 22 ? * MON-FRI *)"}
    given |= {"schedule_expression_timezone": "Asia/Seoul", "flexible_time_window": OFF}
    target = _target(play, input='{"DbInstanceIdentifier": "a"}')
    state = play.make(SCHEDULE, **given, target=target)
    assert state["id"] == "default/stop"
    assert state["arn"] == f"arn:aws:scheduler:{HERE}:schedule/default/stop"
    assert state["action_after_completion"] == "NONE"

    given |= {"state": "DISABLED", "description": "d", "start_date": "2030-01-01T00:00:00Z"}
    given["flexible_time_window"] = [{"mode": "FLEXIBLE", "maximum_window_in_minutes": 15}]
    state = play.change(SCHEDULE, state, **given, target=target)
    assert play.aws("scheduler").get_schedule(Name="stop")["State"] == "DISABLED"
    again = {**given, "target": target, "action_after_completion": "DELETE"}
    state = play.change(SCHEDULE, state, **again)
    assert play.adopt(SCHEDULE, "default/stop")["target"][0]["arn"] == STOP
    with pytest.raises(Exception, match="already exists"):
        play.make(SCHEDULE, **given, target=target)
    play.drop(SCHEDULE, state)


def test_task(play: Play) -> None:
    """A task is run with its network, size and tags."""
    network = [{"subnets": ["subnet-1"], "assign_public_ip": False, "security_groups": ["sg-1"]}]
    tasks = {"task_definition_arn": f"arn:aws:ecs:{HERE}:task-definition/a:1", "task_count": 2}
    tasks |= {"network_configuration": network, "launch_type": "FARGATE", "tags": {"a": "b"}}
    retry = [{"maximum_retry_attempts": 3, "maximum_event_age_in_seconds": 600}]
    target = _target(
        play,
        arn=f"arn:aws:ecs:{HERE}:cluster/a",
        ecs_parameters=[tasks],
        retry_policy=retry,
        dead_letter_config=[{"arn": f"arn:aws:sqs:{HERE}:dead"}],
    )
    given = {"schedule_expression": "rate(5 minutes)", "flexible_time_window": OFF}
    state = play.make(SCHEDULE, name_prefix="run-", **given, target=target)
    found = play.aws("scheduler").get_schedule(Name=state["name"])["Target"]["EcsParameters"]
    config = found["NetworkConfiguration"]["awsvpcConfiguration"]
    assert config["AssignPublicIp"] == "DISABLED"
    assert found["Tags"] == [{"Key": "a", "Value": "b"}]
    play.drop(SCHEDULE, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "a b"}, "regular expression"),
    ({"group_name": "none"}, "Schedule group none does not exist"),
    ({"schedule_expression": "cron(0 3 * * *)"}, "Invalid Schedule Expression cron"),
    ({"schedule_expression_timezone": "Asia/Busan"}, "Expression Timezone Asia/Busan"),
    ({"flexible_time_window": [{"mode": "FLEXIBLE"}]}, "must be between 1 and 1440"),
    (
        {"flexible_time_window": [{"mode": "OFF", "maximum_window_in_minutes": 5}]},
        "must not be set",
    ),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_refused(play: Play, wrong: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    given: dict[str, Any] = {"name": "no", "schedule_expression": "rate(1 day)"}
    given |= {"flexible_time_window": OFF, "target": _target(play)}
    with pytest.raises(Refused, match=words):
        play.make(SCHEDULE, **{**given, **wrong})


def test_refused_targets(play: Play) -> None:
    """The role is one that the scheduler may assume; a cluster is told what to run."""
    given = {"name": "no", "schedule_expression": "rate(1 day)", "flexible_time_window": OFF}
    for more, words in (
        ({"role_arn": role(play, "ec2.amazonaws.com")}, "must allow AWS EventBridge Scheduler"),
        ({"arn": f"arn:aws:ecs:{HERE}:cluster/a"}, "EcsParameters must be set"),
        ({"input": "{"}, "Invalid RequestJson"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(SCHEDULE, **given, target=_target(play, **more))
