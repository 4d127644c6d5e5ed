"""Where the roots of a project keep their state."""

from __future__ import annotations

from giban.blueprint import State
from giban.system import System


def lock_table(project: str) -> str:
    """Return the name of the DynamoDB table that locks it, where that is wanted."""
    return f"{project}-terraform-lock"


def state(system: System, path: str) -> State:
    """Return where a root keeps its state; `path` is its folder: `production/platform`."""
    return State(
        bucket=system.state_bucket,
        key=_key(system, path),
        region=system.region,
        lock_table=lock_table(system.project) if system.state_lock == "dynamodb" else None,
    )


def _key(system: System, path: str) -> str:
    """Return the key of a state: in a bucket that several projects share, below the project's name.

    So the key says service and environment (ledger HY-GOV-12, HY-GOV-16, defect D-HY-09).
    """
    if system.exports or (system.foundation and system.foundation.keeps_state):
        return f"{system.project}/{path}/terraform.tfstate"
    return f"{path}.tfstate"
