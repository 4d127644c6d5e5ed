"""The bad night: the other region takes over, and the way back (HY-DR-04, defect D-HY-41).

In the world of an example's own rehearsal, which it leaves as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from giban.blueprint import Stack
from giban.rehearse.aws import Clients
from giban.rehearse.session import Plan, Session
from tests.examples import EXAMPLES
from tests.rehearsed import Rehearsals

NAME, SEOUL, TOKYO = "hybrid-fileflow", "ap-northeast-2", "ap-northeast-1"
HOME, READY, REPLICA = "prod/platform", "prod-dr/standby", "foundation/prod-dr/rds"
DATABASE = "aws_db_instance.mysql"
ON = ("-var", "failed_over=true")
pytestmark = EXAMPLES[NAME].marks


@dataclass
class Night:
    """What was planned and applied at each step, and what ran afterwards."""

    session: Session
    stacks: dict[str, Stack]
    plans: dict[str, Plan] = field(default_factory=dict)
    running: dict[str, tuple[int, int]] = field(default_factory=dict)
    follows: dict[str, bool] = field(default_factory=dict)

    def apply(self, step: str, path: str, *options: str) -> None:
        """Plan and apply a root."""
        self.plan(step, path, *options)
        self.session.apply(self.stacks[path], _silent)

    def plan(self, step: str, path: str, *options: str) -> None:
        """Plan a root."""
        self.plans[step] = self.session.plan(self.stacks[path], _silent, options=options)

    def look(self, moment: str) -> None:
        """Ask AWS how many tasks are wanted in Seoul and Tokyo, and whom the replica follows."""
        client = Clients(self.session.resident.endpoint)
        wanted = [
            client("ecs", region).describe_services(cluster=f"{name}-cluster", services=[service])
            for region, name, service in (
                (SEOUL, "fileflow-prod", "fileflow-prod-service"),
                (TOKYO, "fileflow-prod-dr", "fileflow-prod-dr-service"),
            )
        ]
        seoul, tokyo = (int(one["services"][0]["desiredCount"]) for one in wanted)
        self.running[moment] = (seoul, tokyo)
        (copy,) = client("rds", TOKYO).describe_db_instances()["DBInstances"]
        self.follows[moment] = bool(copy.get("ReadReplicaSourceDBInstanceIdentifier"))


@pytest.fixture(scope="module")
def night(rehearsals: Rehearsals) -> Night:
    """Take over in the order of the output `failover`, and go back."""
    found = rehearsals[NAME]
    stacks = {path: one.stack for path, one in found.stacks.items()} | found.beneath
    night = Night(found.session, stacks)
    night.look("before")
    night.apply("fence", HOME, *ON)
    night.apply("promote", REPLICA, *ON, "-var", "deletion_protection=false")
    night.apply("start", READY, *ON)
    night.look("taken over")
    night.plan("promote again", REPLICA, *ON, "-var", "deletion_protection=false")
    night.plan("start again", READY, *ON)
    night.apply("stop", READY)
    night.apply("go home", HOME)
    night.apply("copy anew", REPLICA, f"-replace={DATABASE}")
    night.look("back")
    night.plan("copied", REPLICA)
    night.plan("stopped", READY)
    return night


def _silent(_event: object) -> None:
    """Hear nothing."""


def changes(plan: Plan) -> dict[str, str]:
    """Return what a plan changes: addresses and actions."""
    return {one.address: one.action for one in plan.changes}


def test_the_first_region_stops(night: Night) -> None:
    """Its tasks, its alarm and its answer; nothing is made anew."""
    assert {
        "aws_appautoscaling_target.app": "update",
        "aws_cloudwatch_metric_alarm.app_down": "update",
        "aws_route53_health_check.main": "update",
    } == changes(night.plans["fence"])


def test_the_replica_is_promoted_in_place(night: Night) -> None:
    """No other thing of that root changes, and a second plan is empty (D-HY-41)."""
    assert {DATABASE: "update"} == changes(night.plans["promote"])
    assert night.plans["promote again"].empty
    assert {"before": True, "taken over": False, "back": True} == night.follows


def test_what_stands_ready_starts(night: Night) -> None:
    """As many tasks as Seoul had, a cache with a replica; and a second plan is empty."""
    assert {
        "aws_appautoscaling_target.app": "update",
        "aws_cloudwatch_metric_alarm.app_down": "update",
        "aws_elasticache_replication_group.redis": "update",
    } == changes(night.plans["start"])
    assert night.plans["start again"].empty


def test_never_both_at_once(night: Night) -> None:
    """Tasks run in Seoul, then in Tokyo, then in Seoul; two would write to two databases."""
    assert {"before": (3, 0), "taken over": (0, 3), "back": (2, 0)} == night.running


def test_the_way_back(night: Night) -> None:
    """The copy is made anew, for a promoted one follows nobody; all is as it was."""
    assert {DATABASE: "replace"} == {
        address: action
        for address, action in changes(night.plans["copy anew"]).items()
        if action != "update"
    }
    assert night.plans["copied"].empty
    assert night.plans["stopped"].empty
