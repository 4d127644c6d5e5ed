"""Two bills → what changed, and why, resource by resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from giban.pricing.amount import ZERO
from giban.pricing.bill import Bill
from giban.pricing.line import Line
from giban.pricing.sections import EXTERNAL


class Entry(Struct, frozen=True, kw_only=True):
    """A line as it can be kept in a file and compared years later."""

    environments: tuple[str, ...]
    stack: str
    address: str
    key: str
    group: str
    name: str
    unit: str
    quantity: Decimal
    rate: Decimal | None
    cost: Decimal | None
    unknown: str = ""
    assumed: tuple[tuple[str, str], ...] = ()
    source: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """Its name without what varies: `Instance` of `Instance (db.t3.medium, Multi-AZ)`."""
        return self.name.partition(" (")[0]


class Change(Struct, frozen=True, kw_only=True):
    """One line that differs: what it was and is, and the reasons."""

    stack: str
    address: str
    key: str
    group: str
    before: Entry | None
    after: Entry | None
    reasons: tuple[str, ...]

    @property
    def line(self) -> str:
        """What the line is called now, or was."""
        return self.after.name if self.after else self.before.name if self.before else ""

    @property
    def difference(self) -> Decimal:
        """By how much the known costs differ."""
        was = self.before.cost if self.before else None
        now = self.after.cost if self.after else None
        return (now or ZERO) - (was or ZERO)


class Comparison(Struct, frozen=True, kw_only=True):
    """A bill beside an older one; `at_least` says that one of them misses something."""

    past: tuple[Entry, ...]
    now: tuple[Entry, ...]
    changes: tuple[Change, ...]

    @property
    def before(self) -> Decimal:
        """What it cost."""
        return _total(self.past)

    @property
    def after(self) -> Decimal:
        """What it costs."""
        return _total(self.now)

    @property
    def difference(self) -> Decimal:
        """By how much it grew."""
        return self.after - self.before

    def before_of(self, stack: str) -> Decimal:
        """Return what one stack cost."""
        return _total(one for one in self.past if one.stack == stack)


def _total(lines: Iterable[Entry]) -> Decimal:
    return sum((one.cost for one in lines if one.cost is not None), ZERO)


def entries(bill: Bill) -> list[Entry]:
    """Return a bill's lines as they are kept, what is not AWS's among them."""
    others = [
        Entry(
            environments=(one.environment,),
            stack=one.environment,
            address=f"costs.{one.name}",
            key=f"costs.{one.name}",
            group=EXTERNAL,
            name=one.name,
            unit="month",
            quantity=Decimal(1),
            rate=one.monthly,
            cost=one.monthly,
        )
        for one in bill.externals
    ]
    return [*map(_entry, bill.lines), *others]


def _entry(line: Line) -> Entry:
    price = line.price
    source = (
        {
            "key": price.key,
            "region": price.region,
            "date": price.as_of,
            "confidence": price.confidence,
            "source": price.source,
        }
        if price
        else {}
    )
    return Entry(
        environments=line.place.environments,
        stack=line.place.stack,
        address=line.place.address,
        key=line.place.origin.path,
        group=line.group,
        name=line.name,
        unit=line.unit,
        quantity=line.quantity,
        rate=line.rate,
        cost=line.cost,
        unknown=line.unknown,
        assumed=tuple((one.key, f"{one.value.normalize():f}") for one in line.rests_on),
        source=tuple(source.items()),
    )


def compare(past: Sequence[Entry], now: Sequence[Entry]) -> Comparison:
    """Return what changed, the largest change first; lines that are equal are left out."""
    changes = [
        _change(was, becomes)
        for was, becomes in _paired(past, now)
        if was is None or becomes is None or not _same(was, becomes)
    ]
    changes.sort(key=lambda one: (-abs(one.difference), one.stack, one.address))
    return Comparison(past=tuple(past), now=tuple(now), changes=tuple(changes))


def _same(was: Entry, now: Entry) -> bool:
    return (was.cost, was.quantity, was.rate) == (now.cost, now.quantity, now.rate)


def _paired(
    past: Sequence[Entry], now: Sequence[Entry]
) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Pair lines of one resource by name, those left over by what kind of line they are."""
    old = {(one.stack, one.address, one.name): one for one in past}
    new = {(one.stack, one.address, one.name): one for one in now}
    left = {(*key[:2], one.kind): one for key, one in old.items() if key not in new}
    for key, entry in new.items():
        if key in old:
            yield old[key], entry
        else:
            yield left.pop((*key[:2], entry.kind), None), entry
    gone = {id(one) for one in left.values()}
    for one in past:
        if id(one) in gone:
            yield one, None


def _change(was: Entry | None, now: Entry | None) -> Change:
    one = now or was
    assert one is not None  # noqa: S101 - a pair has at least one side
    return Change(
        stack=one.stack,
        address=one.address,
        key=one.key,
        group=one.group,
        before=was,
        after=now,
        reasons=tuple(_reasons(was, now)),
    )


def _reasons(was: Entry | None, now: Entry | None) -> Iterator[str]:
    if was is None:
        yield "new"
        return
    if now is None:
        yield "gone"
        return
    if was.name != now.name:
        yield f"{_inner(was.name)} -> {_inner(now.name)}"
    yield from _figures(was, now)
    if was.quantity != now.quantity:
        yield f"{_short(was.quantity)} -> {_short(now.quantity)} {now.unit}"
    if was.name == now.name and was.rate != now.rate:
        yield f"price {_short(was.rate)} -> {_short(now.rate)}"
    if now.unknown:
        yield f"not known: {now.unknown}"
    if was.quantity == now.quantity and was.rate == now.rate and was.name == now.name:
        yield "what the account has free is divided differently"


def _figures(was: Entry, now: Entry) -> Iterator[str]:
    before = dict(was.assumed)
    for key, value in now.assumed:
        if before.get(key, value) != value:
            yield f"{key} {before[key]} -> {value}"


def _inner(name: str) -> str:
    return name.partition(" (")[2].removesuffix(")") or name


def _short(amount: Decimal | None) -> str:
    return "?" if amount is None else f"{amount:.10g}"
