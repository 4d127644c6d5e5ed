"""The plans of every system that has a ledger."""

from __future__ import annotations

import pytest

from tests.ledger.plan import Plan, Plans
from tests.rehearsed import Rehearsal

REHEARSALS = {"hospital-erp": "rehearsal"}
"""The fixture that rehearses each system."""


@pytest.fixture(scope="session")
def plans(request: pytest.FixtureRequest) -> dict[str, Plans]:
    """Return the plans after apply of every system, by its name."""
    return {
        system: _plans(request.getfixturevalue(fixture)) for system, fixture in REHEARSALS.items()
    }


def _plans(rehearsal: Rehearsal) -> Plans:
    workspace = rehearsal.session.workspace
    return Plans(
        {
            path: Plan(path, stack.second, workspace.root(path))
            for path, stack in rehearsal.stacks.items()
        }
    )
