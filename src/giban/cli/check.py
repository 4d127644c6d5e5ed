"""`giban check`: every mistake of every environment at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from giban.cli.options import file_option, format_option, read_manifest
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
    blueprints = list(compiled(systems).values())
    if format == "json":
        names = list(systems)
        screen.data(json.dumps({"ok": True, "environments": names, "mistakes": []}, indent=2))
        return
    screen.talk(_summary(manifest.project or "", list(systems), blueprints))
    screen.next_step("`giban build` writes the Terraform, `giban explain KEY` says why.")


def _summary(project: str, names: list[str], blueprints: list[Blueprint]) -> str:
    """Say what was found in order; a shared stack counts once."""
    stacks = {stack.path: stack for blueprint in blueprints for stack in blueprint.stacks}
    count = sum(1 for stack in stacks.values() for _ in stack.resources())
    made = f": {count} AWS resources in {len(stacks)} Terraform roots" if count else ""
    return f"{project} has no mistakes in {', '.join(names)}{made}."
