"""The plans of every system that has a ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from giban.blueprint import Stack
from giban.hcl import write
from tests.ledger.plan import Plan, Plans
from tests.rehearsed import Rehearsal, Rehearsals


@pytest.fixture(scope="session")
def plans(
    rehearsals: Rehearsals, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Plans]:
    """Return what finds the plans after apply of a system by its name."""
    return cache(
        lambda system: _plans(rehearsals[system], tmp_path_factory.mktemp("written") / system)
    )


def _plans(rehearsal: Rehearsal, folder: Path) -> Plans:
    return Plans(
        {
            path: Plan(path, rehearsed.second, _written(rehearsed.stack, folder / path))
            for path, rehearsed in rehearsal.stacks.items()
        }
    )


def _written(stack: Stack, folder: Path) -> Path:
    """Write a root as `giban build` does: a rehearsal keeps its state on this machine."""
    folder.mkdir(parents=True)
    for name, text in write(stack).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
