"""`giban schema`: the manifest's JSON Schema."""

from __future__ import annotations

import json

import click

from giban.cli.screen import Screen


@click.command()
@click.pass_obj
def command(screen: Screen) -> None:
    """Print the manifest's JSON Schema, for editors.

    Save it beside the manifest and begin that with
    `# yaml-language-server: $schema=./giban.schema.json`; `giban init` does both.
    """
    screen.data(schema_text())


def schema_text() -> str:
    """Return the JSON Schema as it is written to a file."""
    from giban.manifest import json_schema  # noqa: PLC0415 - pydantic is heavy

    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
