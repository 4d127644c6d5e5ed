"""Charges → Lines. What AWS counts over the whole account is priced whole, and then divided.

Prices without steps are pooled by stack, so that a stack costs the same beside others and alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct, field

from giban.pricing.amount import ONE, ZERO, divided, multiple
from giban.pricing.book import Book, Price
from giban.pricing.counting import Counted
from giban.pricing.line import Line
from giban.pricing.tariffs import TARIFFS, Tariff

Books = Callable[[str], Book]


class _Pool(Struct):
    """Everything priced together; members by their number in the bill."""

    members: list[int] = field(default_factory=list)
    quantity: Decimal = ZERO


class _Answer(Struct, frozen=True):
    """What the book says: the price shown, the rate after a ratio, the cost of the whole pool."""

    price: Price | None
    rate: Decimal | None
    cost: Decimal | None
    missing: str = ""


def priced(counted: Sequence[Counted], books: Books) -> list[Line]:
    """Return a line for each charge, in their order.

    A pool's cost is rounded to whole cents once and divided by quantity, so that lines add up.
    """
    lines: dict[int, Line] = {}
    left = {key: Decimal(tariff.free) for key, tariff in TARIFFS.items()}
    for (key, ratio, region, allowed, _), pool in _pools(counted).items():
        members = [counted[index] for index in pool.members]
        tariff = TARIFFS.get(key) or Tariff(((None, key),))
        free = min(left.get(key, ZERO), pool.quantity) if allowed else ZERO
        left[key] = left.get(key, ZERO) - free  # once for the account, whatever its regions
        answer = _answer(tariff, ratio, pool.quantity - free, books(region))
        parts = divided(answer.cost or ZERO, [one.charge.quantity for one in members])
        for index, one, part in zip(pool.members, members, parts, strict=True):
            share = one.charge.quantity / pool.quantity
            cost = None if answer.cost is None else part
            lines[index] = _line(one, answer, cost, free * share)
    return [lines[index] for index in range(len(counted))]


def _pools(counted: Sequence[Counted]) -> dict[tuple[str, str, str, bool, str], _Pool]:
    pools: dict[tuple[str, str, str, bool, str], _Pool] = {}
    for index, one in enumerate(counted):
        charge, place = one.charge, one.place
        stack = "" if charge.price in TARIFFS else place.stack
        key = (charge.price or one.undecided, charge.ratio, place.region, one.allowed, stack)
        pool = pools.setdefault(key, _Pool())
        pool.members.append(index)
        pool.quantity += one.charge.quantity
    return pools


def _answer(tariff: Tariff, ratio: str, quantity: Decimal, book: Book) -> _Answer:
    """Price a quantity; one price that is missing makes the whole unknown."""
    first = book.find(tariff.steps[0][1])
    times = book.find(ratio) if ratio else None
    steps = list(tariff.split(quantity))
    missing = [key for _, key in steps if book.find(key) is None]
    if first is None or missing:
        key = missing[0] if missing else tariff.steps[0][1]
        return _Answer(first, None, None, f"the price book of {book.region} has no {key}")
    if ratio and times is None:
        return _Answer(first, None, None, f"the price book of {book.region} has no {ratio}")
    factor = times.usd if times else ONE
    cost = sum(_costs(steps, book, factor), ZERO)
    return _Answer(first, first.usd * factor, cost)


def _costs(steps: Sequence[tuple[Decimal, str]], book: Book, factor: Decimal) -> Iterator[Decimal]:
    for quantity, key in steps:
        price = book.find(key)
        if price:
            yield quantity / multiple(key) * price.usd * factor


def _line(one: Counted, answer: _Answer, cost: Decimal | None, free: Decimal) -> Line:
    charge = one.charge
    unknown = f"{one.undecided} is known only after apply" if one.undecided else answer.missing
    per = multiple(answer.price.key) if answer.price else ONE
    return Line(
        place=one.place,
        name=charge.name,
        group=charge.group or one.place.group,
        unit=_unit(answer.price),
        quantity=charge.quantity / per,
        price=answer.price,
        rate=answer.rate,
        cost=cost,
        unknown=unknown if cost is None else "",
        free=free / per,
        rests_on=charge.rests_on,
        note=charge.note,
    )


def _unit(price: Price | None) -> str:
    """Return a price's unit without what is said of it in brackets or behind a comma."""
    return price.unit.partition(" (")[0].partition(",")[0] if price else ""
