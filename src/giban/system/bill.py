"""What the bill rests on: figures of use, and what others than AWS ask for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from giban.errors import Mistake
from giban.system.model import Cost, Usage
from giban.system.reading import Reader, nearest

_NO_FIGURES = ("profile", "free_allocations", "each")


def usage(reader: Reader) -> Usage:
    """Return how much an environment is used, as far as it is written."""
    written: Mapping[str, Any] = reader.maybe("usage") or {}
    below = reader.below("usage")
    return Usage(
        profile=below.maybe("profile") or "small",
        free_allocations=below.flag("free_allocations"),
        figures=_figures({k: v for k, v in written.items() if k not in _NO_FIGURES}),
        each=_each(below, reader),
    )


def costs(reader: Reader) -> dict[str, Cost]:
    """Return what others than AWS ask for, by name."""
    return {one.name: _cost(one) for one in reader.each("costs")}


def _each(below: Reader, reader: Reader) -> dict[str, dict[str, Decimal]]:
    found = {}
    for path, figures in (below.maybe("each") or {}).items():
        if figures is None:
            continue
        if not reader.layers.has(path):
            _unknown(below, path)
        found[path] = _figures(figures)
    return found


def _figures(written: Mapping[str, Any]) -> dict[str, Decimal]:
    return {key: Decimal(str(value)) for key, value in written.items() if value is not None}


def _unknown(below: Reader, path: str) -> None:
    """Note a figure for something that is not there."""
    layers = below.layers
    at = (*below.path, "each", path)
    known = [one for one in layers.paths() if one.count(".") <= path.count(".")]
    below.mistakes.append(
        Mistake(
            "usage-path",
            f"There is no `{path}` in this environment.",
            where=layers.key_span(at) or layers.place(at)[1],
            path=".".join(at),
            why="A key of `each` is the key path of what is used, or of all of a kind.",
            fix=f"{nearest(path, known)}`giban explain services` shows key paths.",
        )
    )


def _cost(reader: Reader) -> Cost:
    return Cost(
        name=reader.name,
        monthly=reader.amount("monthly"),
        reduction=Decimal(str(reader.maybe("reduction") or 0)),
        note=reader.maybe("note") or "",
    )
