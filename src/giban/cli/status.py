"""`giban status`: what exists, as the AWS API answers it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from giban.cli.options import file_option, format_option
from giban.cli.rehearsal import environment_argument, rehearsal
from giban.cli.screen import Screen

if TYPE_CHECKING:
    from giban.rehearse.inventory import Found


@click.command()
@environment_argument
@file_option
@format_option("text", "json")
@click.pass_obj
def command(screen: Screen, environment: str, file: Path | None, format: str) -> None:
    """List what exists of an environment, asked of AWS itself and not of Terraform's state."""
    screen.format = format
    with rehearsal(screen, file, environment) as open_:
        found = open_.session.inventory(open_.blueprint.places)
    if format == "json":
        things = [
            {"type": one.type, "name": one.name, "id": one.id, "state": one.state} for one in found
        ]
        screen.data(json.dumps({"environment": environment, "resources": things}, indent=2))
        return
    _table(screen, found)
    if found:
        counts = Counter(one.type for one in found)
        screen.talk(f"{len(found)} things of {len(counts)} types exist in {environment}.")
    else:
        screen.talk(f"Nothing of {environment} exists.")
        screen.next_step(f"`giban up {environment}` rehearses it.")


def _table(screen: Screen, found: list[Found]) -> None:
    if not found:
        return
    type_width = max(len(one.type) for one in found)
    state_width = max(len(one.state) for one in found)
    for one in found:
        screen.data(f"{one.type:<{type_width}}  {one.state:<{state_width}}  {one.name}")
