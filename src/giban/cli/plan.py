"""`giban plan`: what Terraform would do, rehearsed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from giban.cli.options import file_option, format_option
from giban.cli.rehearsal import (
    Rehearsal,
    apply,
    environment_argument,
    plan_json,
    planned,
    provider_option,
    rehearsal,
    show_plan,
)
from giban.cli.screen import Screen

if TYPE_CHECKING:
    from giban.rehearse.session import Plan

CHANGES = 2


@click.command()
@environment_argument
@file_option
@provider_option
@click.option(
    "--detailed-exitcode",
    is_flag=True,
    help="Exit with Terraform's own codes: 0 nothing to do, 1 failed, 2 changes.",
)
@click.option("--whole", is_flag=True, help="List every object, however many.")
@format_option("text", "json")
@click.pass_context
def command(
    context: click.Context,
    environment: str,
    file: Path | None,
    provider: str,
    detailed_exitcode: bool,
    whole: bool,
    format: str,
) -> None:
    """Show what Terraform would do to an environment.

    A stack that reads what an earlier one makes can be planned only when that exists: in a
    rehearsal it is made first.
    """
    screen: Screen = context.obj
    screen.format = format
    with rehearsal(screen, file, environment, provider) as open_:
        plans = _plans(screen, open_)
    if format == "json":
        screen.data(json.dumps([plan_json(plan) for plan in plans], indent=2))
    else:
        for plan in plans:
            show_plan(screen, plan, whole=whole)
    changes = not all(plan.empty for plan in plans)
    if changes:
        screen.next_step(f"`giban up {environment}` does it.")
    context.exit(CHANGES if changes and detailed_exitcode else 0)


def _plans(screen: Screen, open_: Rehearsal) -> list[Plan]:
    plans = []
    *needed, last = open_.blueprint.stacks
    for stack in needed:
        plan = planned(screen, open_.session, stack)
        plans.append(plan)
        if not plan.empty:
            screen.talk(f"What follows reads what {stack.path} makes: it is made here first.")
            apply(screen, open_.session, stack, plan)
    return [*plans, planned(screen, open_.session, last)]
