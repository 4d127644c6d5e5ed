"""Writes a manifest's mistakes the way their fixtures hold them."""

from __future__ import annotations

import io
from pathlib import Path

from giban.cli.screen import Screen
from giban.errors import Mistakes
from giban.manifest import load
from giban.system import resolve_all


def told(path: Path) -> str:
    """Return what the command line says of a manifest; empty when nothing is wrong."""
    err = io.StringIO()
    try:
        resolve_all(load(path, shown=path.name))
    except Mistakes as error:
        Screen({}, io.StringIO(), err).error(error)
    return err.getvalue()


def ids(path: Path) -> set[str]:
    """Return the ids of a manifest's mistakes."""
    try:
        resolve_all(load(path, shown=path.name))
    except Mistakes as error:
        return {mistake.id for mistake in error.mistakes}
    return set()
