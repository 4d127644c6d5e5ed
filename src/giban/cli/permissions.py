"""`giban permissions`: the IAM policies of whoever deploys an environment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from giban.cli.options import file_option, format_option, read_manifest
from giban.cli.products import compiled
from giban.cli.rehearsal import environment_argument
from giban.cli.screen import Screen
from giban.errors import UsageError

if TYPE_CHECKING:
    from giban.blueprint import Blueprint, Stack
    from giban.permissions import Boundary, Policy, Statement

WIDTH = 96
ACCOUNT = re.compile(r"\d{12}")


@click.command()
@environment_argument
@click.argument("stack", required=False)
@file_option
@click.option(
    "--plan",
    "what",
    flag_value="plan",
    help="Only what `terraform plan` needs: it changes nothing.",
)
@click.option(
    "--boundary",
    "what",
    flag_value="boundary",
    help="The ceiling for the roles that the stack makes, instead of the deploying role's policy.",
)
@click.option(
    "--account",
    metavar="ID",
    default="",
    envvar="GIBAN_ACCOUNT",
    help="The account to name in ARNs; without it they fit any, and a policy reaches its own.",
)
@format_option("text", "json")
@click.pass_obj
def command(
    screen: Screen,
    environment: str,
    stack: str | None,
    file: Path | None,
    what: str | None,
    account: str,
    format: str,
) -> None:
    """Show the least a role must be allowed to deploy an environment, or one STACK of it.

    Without STACK there is one role for the stacks of the environment, and one for those that all
    environments share. With -o json: policy documents by name, each within IAM's limit, ready to
    be made and attached to the role that runs Terraform.
    """
    screen.format = format
    _check_account(account)
    blueprint = _blueprint(file, environment)
    chosen = _chosen(blueprint, stack)
    if what == "boundary":
        _show_boundaries(screen, chosen)
        return
    plan = what == "plan"
    made = [(one, _policies(one, plan, account)) for one in chosen]
    if format == "json":
        documents = {p.name: p.document() for _, policies in made for p in policies}
        screen.data(json.dumps(documents, indent=2))
    else:
        for policy in (policy for _, policies in made for policy in policies):
            screen.data("\n".join(_text(screen, policy)))
    for one, policies in made:
        _advise(screen, one, policies, plan)
    if not account:
        screen.talk("The ARNs fit any account; --account ID names yours.")


def _check_account(account: str) -> None:
    if account and not ACCOUNT.fullmatch(account):
        raise UsageError(
            f"{account} is no account.",
            why="The id of an AWS account has twelve digits.",
            fix="`aws sts get-caller-identity --query Account` prints yours.",
        )


def _blueprint(file: Path | None, environment: str) -> Blueprint:
    from giban.system import resolve, resolve_all  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    resolve(manifest, environment)  # says at once when there is no such environment
    return compiled(resolve_all(manifest))[environment]


class _Role(Struct, frozen=True):
    """One role that deploys: what its policies are called after, where, and what it deploys."""

    stem: str
    where: str
    stacks: tuple[Stack, ...]


def _chosen(blueprint: Blueprint, name: str | None) -> list[_Role]:
    """Return one role for the stack that is named, else one for the stacks of each folder."""
    if name is None:
        folders = dict.fromkeys(one.environment for one in blueprint.stacks)
        return [_role(blueprint, folder) for folder in folders]
    found = [one for one in blueprint.stacks if name in (one.name, one.path)]
    if not found:
        names = ", ".join(one.name for one in blueprint.stacks)
        raise UsageError(f"{blueprint.environment} has no stack {name}.", fix=f"It has: {names}.")
    return [_Role(_stem(blueprint, one.path), one.path, (one,)) for one in found]


def _role(blueprint: Blueprint, folder: str) -> _Role:
    stacks = tuple(one for one in blueprint.stacks if one.environment == folder)
    return _Role(_stem(blueprint, folder), folder, stacks)


def _policies(role: _Role, plan: bool, account: str) -> list[Policy]:
    from giban.permissions import grants, policies, statements  # noqa: PLC0415 - only this needs it

    name = f"{role.stem}-{'plan' if plan else 'deploy'}"
    wanted = grants(*role.stacks, account=account)
    return policies(name, statements(wanted, "read" if plan else "change"))


def _stem(blueprint: Blueprint, path: str) -> str:
    return f"{blueprint.project}-{path}".replace("/", "-")


def _text(screen: Screen, policy: Policy) -> Iterator[str]:
    from giban.permissions import LIMIT  # noqa: PLC0415 - only this needs it

    name = screen.style(policy.name, bold=True)
    yield f"{name}  {policy.size():,} of {LIMIT:,} characters"
    for statement in policy.statements:
        yield f"  {screen.style(statement.sid, fg='cyan')}"
        yield from _statement(statement)
    yield ""


def _statement(statement: Statement) -> Iterator[str]:
    yield from _words("", statement.actions)
    yield from _words("on ", statement.resources)
    for operator, key, values in statement.condition:
        if operator == "Null":
            yield f"    while {key} is absent"
        else:
            yield from _words(f"while {key} is ", values)


def _words(begin: str, words: tuple[str, ...]) -> Iterator[str]:
    yield from wrap(
        begin + " ".join(words),
        WIDTH,
        initial_indent="    ",
        subsequent_indent="      ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _advise(screen: Screen, role: _Role, policies: list[Policy], plan: bool) -> None:
    """Say what a policy cannot settle by itself."""
    from giban.permissions import ATTACHED, boundary  # noqa: PLC0415 - only this needs it

    if len(policies) > ATTACHED:
        screen.talk(
            f"{role.where} needs {len(policies)} policies, a role may have {ATTACHED} until the "
            "quota is raised (20 at most)."
        )
    if plan:
        screen.talk(f"{role.where}: plan with -lock=false; this role cannot take the lock.")
        secrets = _secrets(policies)
        if secrets:
            screen.talk(f"{role.where}: planning reads {', '.join(secrets)}.")
        return
    found = boundary(*role.stacks)
    if found and found.unbounded:
        screen.talk(
            f"{role.where}: whoever may write the policies of {_roles(found.unbounded)} may do "
            "anything through them. `--boundary` prints a policy that ends that, and "
            "`boundary: NAME` in the manifest puts it on every role."
        )


def _roles(names: tuple[str, ...]) -> str:
    return f"role {names[0]}" if len(names) == 1 else f"{len(names)} roles"


def _secrets(policies: list[Policy]) -> list[str]:
    """Return the secrets whose values a policy lets be read."""
    statements = [one for policy in policies for one in policy.statements]
    return sorted(
        resource.partition(":secret:")[2].removesuffix("-??????")
        for one in statements
        if "secretsmanager:GetSecretValue" in one.actions
        for resource in one.resources
    )


def _show_boundaries(screen: Screen, chosen: list[_Role]) -> None:
    """Print the ceiling of the roles that each deploying role makes."""
    from giban.permissions import boundary  # noqa: PLC0415 - only this needs it

    found = {f"{one.stem}-boundary": boundary(*one.stacks) for one in chosen}
    made = {name: one for name, one in found.items() if one}
    if screen.format == "json":
        documents = {name: one.document() for name, one in made.items()}
        screen.data(json.dumps(documents, indent=2))
    else:
        for name, one in made.items():
            screen.data("\n".join(_boundary(screen, name, one)))
    for name, one in made.items():
        for policy in one.unknown:
            screen.talk(f"{name}: add what AWS's policy {policy} allows; it is not known here.")
    if not made:
        screen.talk("These stacks make no roles.")


def _boundary(screen: Screen, name: str, found: Boundary) -> Iterator[str]:
    yield screen.style(name, bold=True)
    yield from _words("", found.actions)
    yield from _words("for ", found.roles)
    yield ""
