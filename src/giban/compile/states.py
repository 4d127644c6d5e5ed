"""Where the roots of a project keep their state."""

from __future__ import annotations

from giban.blueprint import State
from giban.compile.names import fitted
from giban.system import System

BUCKET_LIMIT = 63


def state_bucket(system: System) -> str:
    """Return the bucket that keeps a system's state: of what stands ready abroad, one there.

    What takes over must not need a bucket of the region that is lost.
    """
    if not system.standby:
        return system.state_bucket
    return fitted(f"{system.state_bucket}-{system.region}", BUCKET_LIMIT)


def lock_table(project: str) -> str:
    """Return the name of the DynamoDB table that locks it, where that is wanted."""
    return f"{project}-terraform-lock"


def state(system: System, path: str) -> State:
    """Return where a root keeps its state; `path` is its folder: `production/platform`."""
    return State(
        bucket=state_bucket(system),
        key=_key(system, path),
        region=system.region,
        lock_table=lock_table(system.project) if _by_table(system) else None,
    )


def _by_table(system: System) -> bool:
    """Tell whether a table locks it; one abroad would be a second owner of the same lock."""
    return system.state_lock == "dynamodb" and not system.standby


def _key(system: System, path: str) -> str:
    """Return the key of a state: in a bucket that several projects share, below the project's name.

    So the key says service and environment (ledger HY-GOV-12, HY-GOV-16, defect D-HY-09).
    """
    if system.exports or (system.foundation and system.foundation.keeps_state):
        return f"{system.project}/{path}/terraform.tfstate"
    return f"{path}.tfstate"
