"""A permissions boundary on every role of an environment (defect D-HY-32)."""

from __future__ import annotations

from giban.blueprint import Stack
from giban.catalogue import iam
from giban.compile import compile_project
from giban.manifest import loads
from giban.permissions import boundary, grants
from giban.system import resolve_all

MANIFEST = """\
project: shop
region: ap-northeast-2
github: example/shop
{boundary}services: {{app: {{port: 3000, health: /health}}}}
environments: {{dev: {{}}}}
"""
CEILING = "arn:aws:iam::123456789012:policy/dev-boundary"


def _stacks(line: str) -> dict[str, Stack]:
    systems = list(resolve_all(loads(MANIFEST.format(boundary=line), "giban.yaml")).values())
    return {stack.name: stack for stack in compile_project(systems)["dev"].stacks}


def _roles(stack: Stack) -> list[iam.Role]:
    return [one for one in stack.resources() if isinstance(one, iam.Role)]


def test_every_role_of_an_environment_has_it() -> None:
    """By the name of the policy, in the account Terraform runs in."""
    stacks = _stacks("boundary: dev-boundary\n")
    found = boundary(stacks["platform"])
    assert found is not None
    assert () == found.unbounded
    assert found.roles


def test_what_all_share_has_none() -> None:
    """A person makes it, whom no boundary of a role binds."""
    stacks = _stacks("boundary: dev-boundary\n")
    assert _roles(stacks["bootstrap"])
    assert all(role.permissions_boundary is None for role in _roles(stacks["bootstrap"]))


def test_without_the_word_roles_have_none() -> None:
    """Nothing is bounded by itself."""
    assert all(role.permissions_boundary is None for role in _roles(_stacks("")["platform"]))


def test_the_deploying_role_makes_no_role_without_it() -> None:
    """Neither may it fill one: the hole is closed."""
    stack = _stacks("boundary: dev-boundary\n")["platform"]
    for action in ("iam:CreateRole", "iam:PutRolePolicy"):
        conditions = {
            g.condition for g in grants(stack, account="123456789012") if g.action == action
        }
        assert {(("StringEquals", "iam:PermissionsBoundary", (CEILING,)),)} == conditions
