"""`giban diff`: what two environments do not have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from giban.cli.options import file_option, format_option, read_manifest
from giban.cli.screen import Screen

if TYPE_CHECKING:
    from giban.system import Explanation

ABSENT = "-"


@click.command()
@click.argument("one", metavar="ENV")
@click.argument("other", metavar="ENV")
@file_option
@format_option("text", "json")
@click.pass_obj
def command(screen: Screen, one: str, other: str, file: Path | None, format: str) -> None:
    """Show every value that differs between two environments, and where each comes from."""
    screen.format = format
    from giban.system import explain, layers, resolve  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    sides = []
    for name in (one, other):
        resolve(manifest, name)  # says at once what is wrong with it
        sides.append({found.path: found for found in explain(layers(manifest, name), "")})
    left, right = sides
    keys = [key for key in left | right if _value(left.get(key)) != _value(right.get(key))]
    if format == "json":
        rows = [
            {"key": key, one: _json(left.get(key)), other: _json(right.get(key))} for key in keys
        ]
        screen.data(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for key in keys:
        screen.data(screen.style(key, bold=True))
        screen.data(f"  {one}: {_text(left.get(key))}")
        screen.data(f"  {other}: {_text(right.get(key))}")
    screen.talk(f"{len(keys)} values differ between {one} and {other}.")


def _value(found: Explanation | None) -> Any:
    return found.value if found else None


def _text(found: Explanation | None) -> str:
    if found is None:
        return ABSENT
    value = found.value
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"{words}  ({found.won.source})"


def _json(found: Explanation | None) -> dict[str, Any] | None:
    return {"value": found.value, "source": found.won.source} if found else None
