"""`giban up`: from manifest to running platform, rehearsed on this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from giban.cli.options import file_option, format_option
from giban.cli.rehearsal import (
    Rehearsal,
    apply,
    ask,
    environment_argument,
    made_by_another,
    planned,
    provider_option,
    rehearsal,
    show_plan,
    yes_option,
)
from giban.cli.screen import Screen
from giban.cli.unchecked import unchecked, unchecked_lines
from giban.errors import WorldError


@click.command()
@environment_argument
@file_option
@yes_option
@provider_option
@format_option("text", "json")
@click.pass_obj
def command(
    screen: Screen, environment: str, file: Path | None, yes: bool, provider: str, format: str
) -> None:
    """Rehearse an environment: plan, apply, and prove that a second plan is empty.

    Terraform runs against an AWS on this machine: no account, no network, no cost. What a
    rehearsal cannot check is listed at its end.
    """
    screen.format = format
    started = time.monotonic()
    with rehearsal(screen, file, environment, provider) as open_:
        made_by_another(open_, provider)
        outputs = _apply_all(screen, open_, yes=yes)
        if outputs is None:
            raise click.Abort
        _prove_empty(screen, open_)
        missed = unchecked(open_.session.resident.evidence(), provider)
    seconds = time.monotonic() - started
    if format == "json":
        answer = {"environment": environment, "outputs": outputs, "unchecked": missed}
        screen.data(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    _show(screen, environment, outputs, missed)
    screen.talk("")
    screen.talk(f"{environment} runs, and a second plan is empty ({seconds:.1f} s).")
    screen.next_step(
        f"`giban status {environment}` asks AWS what exists, `giban down {environment}` ends it."
    )


def _apply_all(screen: Screen, open_: Rehearsal, *, yes: bool) -> dict[str, Any] | None:
    """Bring every stack up, in order; None when the answer was no."""
    outputs: dict[str, Any] = {}
    for stack in open_.blueprint.stacks:
        plan = planned(screen, open_.session, stack)
        show_plan(screen, plan)
        if plan.empty:
            made = open_.session.outputs(stack)
        elif ask(screen, f"Apply to {stack.path}?", yes=yes):
            made = apply(screen, open_.session, stack, plan)
        else:
            return None
        outputs |= {} if stack.beneath else made
    return outputs


def _prove_empty(screen: Screen, open_: Rehearsal) -> None:
    """Plan once more: Terraform must find nothing to do."""
    for stack in open_.blueprint.stacks:
        plan = planned(screen, open_.session, stack)
        if not plan.empty:
            show_plan(screen, plan, whole=True)
            raise WorldError(
                f"a second plan of {stack.path} is not empty",
                why="something is written that AWS answers differently",
                fix="This is a defect of giban: please report it with the lines above.",
            )


def _show(
    screen: Screen, environment: str, outputs: Mapping[str, Any], missed: Mapping[str, Any]
) -> None:
    screen.talk("")
    width = max(map(len, outputs), default=0)
    for name, value in outputs.items():
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        screen.data(f"{name:<{width}}  {text}")
    screen.talk("")
    screen.talk(f"What the rehearsal of {environment} did not check:")
    for line in unchecked_lines(missed):
        screen.talk(f"  {line}")
