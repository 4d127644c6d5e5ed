"""The plans of every system that has a ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.ledger.plan import Plan, Plans
from tests.rehearsed import Rehearsal, Rehearsals


@pytest.fixture(scope="session")
def plans(rehearsals: Rehearsals) -> Callable[[str], Plans]:
    """Return what finds the plans after apply of a system by its name."""
    return cache(lambda system: _plans(rehearsals[system]))


def _plans(rehearsal: Rehearsal) -> Plans:
    workspace = rehearsal.session.workspace
    return Plans(
        {
            path: Plan(path, stack.second, workspace.root(path))
            for path, stack in rehearsal.stacks.items()
        }
    )
