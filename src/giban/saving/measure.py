"""A measure: what to write in the manifest, what is risked and lost, and what it saves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

Risk = Literal["low", "medium", "high"]
RISKS: tuple[Risk, ...] = ("low", "medium", "high")


class Edit(Struct, frozen=True):
    """One key of the manifest and its new value."""

    path: tuple[str, ...]
    value: Any


class Measure(Struct, frozen=True, kw_only=True):
    """Something that may make one environment cheaper.

    Measures of one `group` exclude each other. `monthly` is the saving where no edit shows it:
    US dollars a month. `note` says when it pays, or how to carry it out.
    """

    environment: str
    title: str
    risk: Risk
    loses: str
    edits: tuple[Edit, ...] = ()
    group: str = ""
    monthly: Decimal | None = None
    note: str = ""
    commitment: bool = False


class Saving(Struct, frozen=True):
    """A measure with what it saves, in US dollars a month."""

    measure: Measure
    monthly: Decimal


class Proposals(Struct, frozen=True, kw_only=True):
    """Measures from the one that saves most; `together` numbers those that go together.

    `after` is the bill with all of those, really recomputed. `rejected` are measures that were
    looked at and would cost more.
    """

    before: Decimal
    after: Decimal
    savings: tuple[Saving, ...]
    together: tuple[int, ...]
    rejected: tuple[Saving, ...]
    environments: tuple[str, ...]


def at(environment: str, path: str, value: Any) -> Edit:
    """Return an edit of one environment's overlay; steps are parted by dots."""
    return Edit(("environments", environment, *path.split(".")), value)
