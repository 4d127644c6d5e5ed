"""`giban check`: every mistake of every environment at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from giban.cli.options import file_option, format_option, read_manifest
from giban.cli.overspent import Overspent, overspent
from giban.cli.products import compiled
from giban.cli.screen import Screen

if TYPE_CHECKING:
    from giban.blueprint import Blueprint


@click.command()
@file_option
@format_option("text", "json", "github")
@click.pass_obj
def command(screen: Screen, file: Path | None, format: str) -> None:
    """Find every mistake in the manifest, in all of its environments.

    Answers as text, as JSON, or as annotations on a GitHub pull request.
    """
    screen.format = format
    from giban.system import resolve_all  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    systems = resolve_all(manifest)
    blueprints = compiled(systems)
    dear = overspent(systems, blueprints)
    if format == "json":
        answer = {"ok": True, "environments": list(systems), "mistakes": []}
        warnings = [one.data() for one in dear]
        screen.data(json.dumps({**answer, "warnings": warnings}, indent=2))
        return
    for one in dear:
        _warn(screen, one)
    screen.talk(_summary(manifest.project or "", list(systems), list(blueprints.values())))
    screen.next_step("`giban build` writes the Terraform, `giban explain KEY` says why.")


def _warn(screen: Screen, one: Overspent) -> None:
    """Say that a budget does not hold; a warning, since budgets are the author's to raise."""
    if screen.format == "github":
        screen.data(screen.annotation(one.where, f"{one}. Fix: `giban cost --smaller`."))
        return
    where = f"{one.where}  " if one.where else ""
    screen.talk(f"{where}{screen.style('Warning:', fg='yellow')} {one}.")
    screen.talk(f"  `giban cost --smaller -e {one.environment}` says what would make it smaller.")


def _summary(project: str, names: list[str], blueprints: list[Blueprint]) -> str:
    """Say what was found in order; a shared stack counts once."""
    stacks = {stack.path: stack for blueprint in blueprints for stack in blueprint.stacks}
    count = sum(1 for stack in stacks.values() for _ in stack.resources())
    made = f": {count} AWS resources in {len(stacks)} Terraform roots" if count else ""
    return f"{project} has no mistakes in {', '.join(names)}{made}."
