"""`python -m tests.ledger`: how much of the ledger is asserted, and what is open and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.ledger.facts import Ledger, ledger, systems

NOBODY = "NOBODY ASSERTS IT, AND NO REASON IS GIVEN"


def report(one: Ledger) -> Iterator[str]:
    """Yield the lines about a system: each area, and below it what is not asserted."""
    asserted = one.asserted()
    yield f"{one.system}: {_share([e.id for e in one.entries], asserted)}"
    for area in one.areas:
        entries = [entry for entry in one.entries if entry.area == area]
        yield f"  {area:<18}{_share([entry.id for entry in entries], asserted)}"
        for entry in entries:
            if entry.id not in asserted:
                yield f"    {entry.id:<14}{entry.open or NOBODY}"
            elif entry.partly:
                yield f"    {entry.id:<14}asserted, but for {entry.partly}"


def _share(ids: list[str], asserted: set[str]) -> str:
    return f"{len(asserted.intersection(ids))} / {len(ids)} asserted"


if __name__ == "__main__":
    for system in systems():
        sys.stdout.writelines(f"{line}\n" for line in report(ledger(system)))
