"""`giban explain`: where a value comes from, and what it won against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from giban.cli.options import environment_option, file_option, format_option, read_manifest
from giban.cli.screen import Screen

if TYPE_CHECKING:
    from giban.system import Explanation


@click.command()
@click.argument("key", default="")
@file_option
@environment_option
@format_option("text", "json")
@click.pass_obj
def command(
    screen: Screen, key: str, file: Path | None, environment: str | None, format: str
) -> None:
    """Show what holds at KEY, such as services.app.scale.min, and where that comes from.

    A key with others below it shows them all; without KEY everything is shown.
    """
    screen.format = format
    from giban.system import environments, explain, layers  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    names = [environment] if environment else list(environments(manifest))
    found = {name: explain(layers(manifest, name), key) for name in names}
    if format == "json":
        data = {name: [_json(e) for e in explanations] for name, explanations in found.items()}
        screen.data(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for name, explanations in found.items():
        if len(found) > 1:
            screen.data(screen.style(f"# {name}", bold=True))
        for explanation in explanations:
            screen.data(_text(explanation))


def _text(explanation: Explanation) -> str:
    lines = [f"{explanation.path} = {_value(explanation.value)}", f"  {explanation.won.source}"]
    lines += [f"  over {_value(lost.value)}, {lost.source}" for lost in explanation.lost]
    return "\n".join(lines)


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json(explanation: Explanation) -> dict[str, Any]:
    return {
        "key": explanation.path,
        "value": explanation.value,
        "source": explanation.won.source,
        "over": [{"value": s.value, "source": s.source} for s in explanation.lost],
    }
