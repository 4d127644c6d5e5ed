"""Everything a rehearsal calls, the computed policies allow: from nothing to nothing again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from giban.compile import compile_project
from giban.manifest import load
from giban.permissions import grants, policies, statements
from giban.rehearse.session import opened
from giban.system import resolve_all
from tests.calls import Call
from tests.examples import EXAMPLES
from tests.permissions.evaluator import ACCOUNT, ACTIONS, ANYBODY, allows, questions
from tests.permissions.rehearsal import Heard, rehearse, silent

EXAMPLE = EXAMPLES["hospital-erp"].manifest

RECORDED = Path(__file__).parents[1] / "fixtures/calls"

OURS = {
    "application-autoscaling:DescribeScheduledActions": "a guard looks what goes with a target",
    "cloudfront:ListDistributions": "a guard looks whether an alias is taken",
    "cloudfront:ListOriginAccessControls": "a guard looks whether a name is taken",
    "logs:DescribeDeliveries": "a guard looks whether something is delivered there",
    "logs:DescribeDeliverySources": "a guard looks whether a distribution is a source already",
    "ecs:ListServices": "a guard looks whether a cluster is empty",
    "ecs:ListTaskDefinitions": "the stand-in looks for the newest revision; the provider knows it",
    "elasticloadbalancing:DescribeRules": "a guard looks which rules a target group is in",
    "iam:ListRoleTags": "moto's GetRole leaves tags out; AWS's does not",
    "xray:GetGroups": "moto has no GetGroup",
}
"""What the stand-in calls and the official provider does not."""

Test = Callable[..., None]

SOMETIMES = {"elasticloadbalancing:DescribeRules"}
"""Called only where a listener happens to outlive its target group."""

OF_ALL = {
    "elasticache:DescribeReplicationGroups": "a guard looks whether a user group is in use",
    "elasticache:DescribeUsers": "a guard looks whether a name is taken",
    "rds:DescribeDBInstances": "a guard looks whether a group is in use",
}
"""The same, where the stand-in asks for all and the provider for one."""


def needs_rehearsal(test: Test) -> Test:
    """Mark a test that looks at the rehearsal: they share one, in one worker."""
    marked: Test = pytest.mark.terraform(pytest.mark.xdist_group("permissions")(test))
    return marked


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Heard]]:
    """Rehearse hospital-erp's production: up, plan, and down."""
    folder = tmp_path_factory.mktemp("calls")
    manifest = Path(shutil.copy(EXAMPLE, folder))
    systems = list(resolve_all(load(manifest)).values())
    blueprint = compile_project(systems)["production"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # moto records to the folder it was started in
        with opened(manifest, systems[0].region, silent) as session:
            yield list(rehearse(session, blueprint))
            session.end()


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


@needs_rehearsal
def test_every_call_is_allowed(heard: list[Heard]) -> None:
    """Up and down by the deploying role of each stack, plans by its read-only role."""
    assert [] == [refused for one in heard for refused in _refused(one)]


@needs_rehearsal
def test_many_calls_were_heard(heard: list[Heard]) -> None:
    """A recording that hears nothing proves nothing."""
    services = {call.service for one in heard for call in one.calls}
    expected = {"ec2", "ecs", "elasticache", "iam", "kms", "logs", "rds", "route53", "s3", "wafv2"}
    assert expected <= services
    assert all(len(one.calls) > 50 for one in heard)


@needs_rehearsal
def test_every_exception_is_needed(heard: list[Heard]) -> None:
    """What the stand-in no longer calls is taken off the lists."""
    called = {f"{call.service}:{call.operation}" for one in heard for call in one.calls}
    assert (OURS.keys() | OF_ALL.keys()) - called <= SOMETIMES


@needs_rehearsal
def test_each_stack_is_closed_to_the_other(heard: list[Heard]) -> None:
    """The platform's role can make nothing of the bootstrap stack, nor plan what it changes."""
    bootstrap, platform = heard[0], heard[2]
    assert list(_refused(Heard(platform.stack, "change", bootstrap.calls)))
    assert list(_refused(Heard(platform.stack, "read", platform.calls)))


@needs_rehearsal
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


def test_every_operation_of_the_official_provider_is_granted() -> None:
    """As it was recorded, against moto too; `record.py` says how, and does it again."""
    recorded = json.loads((RECORDED / "hospital-erp-production.json").read_text())
    stacks = compile_project(list(resolve_all(load(EXAMPLE)).values()))["production"].stacks
    assert [stack.path for stack in stacks] == list(recorded)
    for stack in stacks:
        for reach, operations in recorded[stack.path].items():
            granted = {one.action for one in grants(stack) if reach in ("change", one.reach)}
            needed = {a for one in operations for a in ACTIONS.get(one, (one,))} - ANYBODY
            assert set() == needed - granted
