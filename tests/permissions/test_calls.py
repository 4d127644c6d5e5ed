"""Everything a rehearsal calls, the computed policies allow: from nothing to nothing again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from giban.blueprint import Blueprint, Stack
from giban.compile import compile_project
from giban.manifest import load
from giban.permissions import Reach, grants, policies, statements
from giban.rehearse.session import Session, opened
from giban.rehearse.warmup import QUESTIONS
from giban.system import resolve_all
from tests.calls import Call, Recording
from tests.examples import EXAMPLES
from tests.permissions.evaluator import ACCOUNT, allows, questions

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("permissions")]

UNPROTECTED = ("-var", "deletion_protection=false")
WARM, STEP = 60.0, 0.2

OURS = {
    "application-autoscaling:DescribeScheduledActions": "a guard looks what goes with a target",
    "cloudfront:ListDistributions": "a guard looks whether an alias is taken",
    "cloudfront:ListOriginAccessControls": "a guard looks whether a name is taken",
    "ecs:ListServices": "a guard looks whether a cluster is empty",
    "ecs:ListTaskDefinitions": "the stand-in looks for the newest revision; the provider knows it",
    "elasticloadbalancing:DescribeRules": "a guard looks which rules a target group is in",
    "iam:ListRoleTags": "moto's GetRole leaves tags out; AWS's does not",
    "xray:GetGroups": "moto has no GetGroup",
}
"""What the stand-in calls and the official provider does not."""

OF_ALL = {
    "elasticache:DescribeReplicationGroups": "a guard looks whether a user group is in use",
    "elasticache:DescribeUsers": "a guard looks whether a name is taken",
    "rds:DescribeDBInstances": "a guard looks whether a group is in use",
}
"""The same, where the stand-in asks for all and the provider for one."""


@dataclass(frozen=True)
class Heard:
    """What was called for one stack, by the role that shall be allowed it."""

    stack: Stack
    reach: Reach
    calls: list[Call]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Heard]]:
    """Rehearse hospital-erp's production: up, plan, and down."""
    folder = tmp_path_factory.mktemp("calls")
    manifest = Path(shutil.copy(EXAMPLES["hospital-erp"].manifest, folder))
    systems = list(resolve_all(load(manifest)).values())
    blueprint = compile_project(systems)["production"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # moto records to the folder it was started in
        with opened(manifest, systems[0].region, _silent) as session:
            yield list(_rehearse(session, blueprint))
            session.end()


def _rehearse(session: Session, blueprint: Blueprint) -> Iterator[Heard]:
    recording = Recording(session.resident.endpoint)
    _settle(recording)
    for stack in blueprint.stacks:
        _do(session, stack)
        yield Heard(stack, "change", recording.calls())
        recording.start()
        session.plan(stack, _silent)
        yield Heard(stack, "read", recording.calls())
        recording.start()
    for stack in reversed(blueprint.stacks):
        options = UNPROTECTED if stack.name == "platform" else ()
        _do(session, stack, options=options)
        _do(session, stack, options=options, destroy=True)
        yield Heard(stack, "change", recording.calls())
        recording.start()


def _do(
    session: Session, stack: Stack, *, options: tuple[str, ...] = (), destroy: bool = False
) -> None:
    session.plan(stack, _silent, options=options, destroy=destroy)
    session.apply(stack, _silent)


def _settle(recording: Recording) -> None:
    """Wait until the rehearsal has asked every service something, as it does to warm up."""
    recording.start()
    service, operation, _ = QUESTIONS[-1]
    last = (service, operation.replace("_", ""))
    deadline = time.monotonic() + WARM
    while last not in {(one.service, one.operation.lower()) for one in recording.calls()}:
        assert time.monotonic() < deadline, "the rehearsal does not warm up"
        recording.go_on()
        time.sleep(STEP)
    recording.start()


def _silent(_event: object) -> None:
    """Hear nothing."""


def _refused(one: Heard) -> Iterator[str]:
    made = statements(grants(one.stack, account=ACCOUNT), one.reach)
    documents = [policy.document() for policy in policies("p", made)]
    for call in one.calls:
        for question in questions(call, one.stack.tags):
            if not _is_ours(call) and not allows(documents, question):
                yield f"{question.action} of {call.service}:{call.operation} {question.words}"


def _is_ours(call: Call) -> bool:
    name = f"{call.service}:{call.operation}"
    of_all = {key for key, _ in call.words()} <= {"Action", "Version"}
    return name in OURS or (of_all and name in OF_ALL)


def test_every_call_is_allowed(heard: list[Heard]) -> None:
    """Up and down by the deploying role of each stack, plans by its read-only role."""
    assert [] == [refused for one in heard for refused in _refused(one)]


def test_many_calls_were_heard(heard: list[Heard]) -> None:
    """A recording that hears nothing proves nothing."""
    services = {call.service for one in heard for call in one.calls}
    expected = {"ec2", "ecs", "elasticache", "iam", "kms", "logs", "rds", "route53", "s3", "wafv2"}
    assert expected <= services
    assert all(len(one.calls) > 50 for one in heard)


def test_every_exception_is_needed(heard: list[Heard]) -> None:
    """What the stand-in no longer calls is taken off the lists."""
    called = {f"{call.service}:{call.operation}" for one in heard for call in one.calls}
    assert set() == (OURS.keys() | OF_ALL.keys()) - called


def test_each_stack_is_closed_to_the_other(heard: list[Heard]) -> None:
    """The platform's role can make nothing of the bootstrap stack, nor plan what it changes."""
    bootstrap, platform = heard[0], heard[2]
    assert list(_refused(Heard(platform.stack, "change", bootstrap.calls)))
    assert list(_refused(Heard(platform.stack, "read", platform.calls)))


def test_what_is_told_by_its_tags_bears_them(heard: list[Heard]) -> None:
    """Each thing that EC2 makes is asked for with the stack's tags."""
    tags = {"Project", "Environment"}
    asked = {
        call.operation: call.tags().keys()
        for one in heard
        for call in one.calls
        if call.service == "ec2"
        and call.operation.startswith(("Create", "Allocate"))
        and call.operation != "CreateRoute"
    }
    assert {} == {operation: found for operation, found in asked.items() if not tags <= found}
