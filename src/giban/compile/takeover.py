"""The switch by which the other region takes over, and gives back (HY-DR-04, defect D-HY-41).

One variable of the same name in every root that has a part in it: `-var failed_over=true`. What
stands ready starts, and what it stands in for stops: two regions must not write at once. Decision
0014 has the order of the roots, and the way back.
"""

from __future__ import annotations

from typing import TypeVar

from giban.system import System
from giban.values import Either, Knob

V = TypeVar("V")

FAILED_OVER = Knob(
    "failed_over",
    False,
    "Whether the region that stands ready does the work, and the first one has stopped.",
)

APPLY = f"terraform apply -var {FAILED_OVER.name}=true"


def promised(home: System) -> str:
    """Return in what time a takeover is done, and how much work it may cost (HY-DR-01)."""
    rto, rpo = (home.dr.rto, home.dr.rpo) if home.dr else (0, 0)
    return f"Within {rto} minutes, with at most {rpo} of work lost:"


def taken_over(on: object, off: object) -> Either:
    """Return a value that depends on which region does the work: `on` after the takeover."""
    return Either(FAILED_OVER, on, off)


def replaceable(system: System) -> bool:
    """Tell whether something stands ready for an application elsewhere."""
    return system.dr is not None and system.foundation is not None


def at_work(system: System, working: V, idle: V) -> V | Either:
    """Return what holds while this region does the work, and what while the other one does.

    Where there is no other region it always does, and what applications share is never idle.
    """
    if system.exports is not None:
        return working
    if system.standby:
        return taken_over(working, idle)
    return taken_over(idle, working) if replaceable(system) else working


def once_needed(system: System, wanted: V, *, ready: V) -> V | Either:
    """Return what is wanted; in a region that stands ready only when it has taken over.

    `ready` is what is enough until then.
    """
    return taken_over(wanted, ready) if system.standby and wanted != ready else wanted
