"""A bill in sections, as somebody wants to read it: by AWS service, stack, tag, resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from msgspec import Struct

from giban.errors import UsageError
from giban.pricing.amount import ZERO
from giban.pricing.bill import Bill
from giban.pricing.line import Assumed, Line

EXTERNAL = "Not AWS"
UNTAGGED = "(without the tag)"
CHOICES = ("aws", "stack", "service", "resource", "tag:KEY")


class Row(Struct, frozen=True, kw_only=True):
    """Lines of one name and price in one section, added up; `cost` None is unknown."""

    name: str
    unit: str
    rate: Decimal | None
    lines: tuple[Line, ...]

    @property
    def quantity(self) -> Decimal:
        """How much of the unit, over all lines."""
        return sum((line.quantity for line in self.lines), ZERO)

    @property
    def free(self) -> Decimal:
        """How much of it costs nothing."""
        return sum((line.free for line in self.lines), ZERO)

    @property
    def cost(self) -> Decimal | None:
        """What the lines cost together."""
        costs = [line.cost for line in self.lines if line.cost is not None]
        return sum(costs, ZERO) if len(costs) == len(self.lines) else None

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """The figures of use it rests on, each once."""
        return tuple(dict.fromkeys(one for line in self.lines for one in line.rests_on))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of it, each once."""
        return tuple(dict.fromkeys(line.note for line in self.lines if line.note))

    @property
    def shared(self) -> int:
        """By how many it is shared; 1 where it is one's own."""
        return round(1 / self.lines[0].share)


class Section(Struct, frozen=True, kw_only=True):
    """A part of a bill with a name and a total of what is known."""

    name: str
    rows: tuple[Row, ...]
    total: Decimal


def grouping(by: str) -> Callable[[Line], str]:
    """Return what names a line's section; raises `UsageError` for an unknown choice."""
    kind, _, key = by.partition(":")
    match kind:
        case "aws":
            return lambda line: line.group
        case "stack":
            return lambda line: line.place.stack
        case "resource":
            return lambda line: line.place.address
        case "tag" if key:
            return lambda line: dict(line.place.tags).get(key, UNTAGGED)
    raise UsageError(
        f"A bill cannot be divided by `{by}`.", fix=f"Choose one of: {', '.join(CHOICES)}."
    )


def sections(bill: Bill, by: str = "aws") -> list[Section]:
    """Return the sections of a bill, the dearest first; what is not AWS's comes last."""
    name = grouping(by)
    found: dict[str, list[Line]] = {}
    for line in bill.lines:
        found.setdefault(name(line), []).append(line)
    made = [section(title, lines) for title, lines in found.items()]
    made.sort(key=lambda one: (-one.total, one.name))
    return [*made, *external(bill)]


def external(bill: Bill) -> list[Section]:
    """Return the section of what is not AWS's, if there is any."""
    total = sum((one.monthly for one in bill.externals), ZERO)
    return [Section(name=EXTERNAL, rows=(), total=total)] if bill.externals else []


def section(name: str, lines: Iterable[Line]) -> Section:
    """Return a section with a row for each name and price, the dearest first."""
    rows: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        key = (line.name, line.price, line.rate, line.share, line.unknown)
        rows.setdefault(key, []).append(line)
    made = [
        Row(name=group[0].name, unit=group[0].unit, rate=group[0].rate, lines=tuple(group))
        for group in rows.values()
    ]
    made.sort(key=lambda row: (row.cost is not None, -(row.cost or ZERO), row.name))
    total = sum((row.cost for row in made if row.cost is not None), ZERO)
    known = sum(
        (line.cost for row in made if row.cost is None for line in row.lines if line.cost), ZERO
    )
    return Section(name=name, rows=tuple(made), total=total + known)
