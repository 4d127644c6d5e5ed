"""The policies of whole systems, held to AWS's own reference of actions."""

from __future__ import annotations

import re

import pytest

from giban.blueprint import Stack
from giban.compile import compile_project
from giban.manifest import load
from giban.permissions import LIMIT, grants, policies, statements
from giban.system import resolve_all
from tests import iam
from tests.catalogue.permissions.test_kinds import MISPLACED, TWICE
from tests.examples import EXAMPLES

TAGS = ("aws:ResourceTag/", "aws:RequestTag/")
ARN = re.compile(r"arn:aws:[a-z0-9-]+:([a-z0-9-]+)?:(\d{12}|\*|aws)?:\S+")


def _stacks() -> dict[str, Stack]:
    found: dict[str, Stack] = {}
    for name, example in EXAMPLES.items():
        systems = list(resolve_all(load(example.manifest)).values())
        for blueprint in compile_project(systems).values():
            found |= {f"{name}-{stack.path}": stack for stack in blueprint.stacks}
    return found


STACKS = _stacks()
each_stack = pytest.mark.parametrize("name", STACKS)


@each_stack
def test_fewer_words_allow_nothing_more(name: str) -> None:
    """An action on a resource it was not granted on is void there, or the tags are the stack's."""
    wanted = grants(STACKS[name])
    given = {(grant.action, grant.resource) for grant in wanted}
    beyond = [
        (action, resource)
        for statement in statements(wanted)
        if not any(key.startswith(TAGS) for _, key, _ in statement.condition)
        for action in statement.actions
        for resource in statement.resources
        if (action, resource) not in given and iam.fitting(action, _example(resource))
    ]
    assert [] == beyond


@each_stack
def test_fewer_words_allow_nothing_less(name: str) -> None:
    """Every grant is in a statement."""
    wanted = grants(STACKS[name])
    said = {
        (action, resource)
        for statement in statements(wanted)
        for action in statement.actions
        for resource in statement.resources
    }
    assert {(grant.action, grant.resource) for grant in wanted} <= said


@each_stack
def test_every_word_of_a_statement_does_something(name: str) -> None:
    """Each action is on a resource it knows, each resource is for one of the actions."""
    for statement in statements(grants(STACKS[name])):
        if statement.resources == ("*",):
            continue
        known = {
            (action, resource)
            for action in statement.actions
            for resource in statement.resources
            if action in (*TWICE, *MISPLACED) or iam.fitting(action, _example(resource))
        }
        assert set(statement.actions) == {action for action, _ in known}
        assert set(statement.resources) == {resource for _, resource in known}


@each_stack
def test_arns_are_well_formed(name: str) -> None:
    """Partition, service, region, account, and something."""
    resources = {grant.resource for grant in grants(STACKS[name])} - {"*"}
    assert [] == [one for one in resources if not ARN.fullmatch(one)]


@each_stack
def test_policies_fit_iam(name: str) -> None:
    """Each within the limit, with names of their own for each statement."""
    made = policies("p", statements(grants(STACKS[name])))
    assert all(policy.size() <= LIMIT for policy in made)
    sids = [statement.sid for policy in made for statement in policy.statements]
    assert len(sids) == len(set(sids))
    assert all(sid.isalnum() for sid in sids)


@each_stack
def test_a_plan_changes_nothing(name: str) -> None:
    """AWS calls every action of the read-only role a read or a list (D-HY-31)."""
    reads = {grant.action for grant in grants(STACKS[name]) if grant.reach == "read"}
    levels = {action: iam.action(action)["accessLevel"] for action in reads}
    levels.pop("kms:Decrypt", None)  # AWS calls it a write; it reads a secret
    assert {} == {a: level for a, level in levels.items() if level not in ("Read", "List")}


@each_stack
def test_nothing_is_granted_whole(name: str) -> None:
    """No action has a wildcard, and none without a condition may change everything (D-HY-32)."""
    assert [] == [grant for grant in grants(STACKS[name]) if "*" in grant.action]
    roles = [g for g in grants(STACKS[name]) if g.action == "iam:PassRole"]
    assert all("*" not in role.resource.partition("role/")[2] for role in roles)


def _example(pattern: str) -> str:
    return pattern.replace("??????", "Abc123").replace("*", "x")
