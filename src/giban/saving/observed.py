"""What a bill shows by itself: addresses nobody uses, old disks, databases that could be one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.pricing import Bill, Line, book
from giban.saving.measure import Measure
from giban.system import System


def observed(system: System, bill: Bill) -> Iterator[Measure]:
    """Yield measures that no key of the manifest carries out by itself."""
    name = system.environment
    idle = _sum(line for line in bill.lines if line.price and "idle" in line.price.key)
    if idle:
        yield Measure(
            environment=name,
            title="release public addresses that nothing uses",
            risk="low",
            loses="the addresses",
            monthly=idle,
        )
    yield from _disks(name, bill)
    yield from _databases(system, bill)


def _disks(name: str, bill: Bill) -> Iterator[Measure]:
    old = [line for line in bill.lines if line.price and line.price.key == "ebs.gp2.gb_month"]
    new = book(bill.region).find("ebs.gp3.gb_month")
    if old and new:
        quantity = sum((line.quantity for line in old), Decimal(0))
        yield Measure(
            environment=name,
            title="gp3 disks instead of gp2",
            risk="low",
            loses="nothing",
            monthly=_sum(old) - quantity * new.usd,
        )


def _databases(system: System, bill: Bill) -> Iterator[Measure]:
    """Yield one server for all databases of an engine (HY-COST-07)."""
    engines: dict[str, list[str]] = {}
    for one in system.databases.values():
        engines.setdefault(one.engine, []).append(one.name)
    for engine, names in engines.items():
        if len(names) > 1:
            costs = sorted(_database(bill, name) for name in names)
            yield Measure(
                environment=system.environment,
                title=f"one {engine} server for {', '.join(names)}",
                risk="medium",
                loses="databases share CPU, memory, maintenance and failures",
                monthly=sum(costs[:-1], Decimal(0)),
                note="at most: the server that stays may have to grow; "
                "give each a login of its own (`databases.<name>.logins`)",
            )


def _database(bill: Bill, name: str) -> Decimal:
    path = f"databases.{name}"
    return _sum(
        line for line in bill.lines if line.group == "RDS" and line.place.origin.path == path
    )


def _sum(lines: Iterator[Line] | list[Line]) -> Decimal:
    return sum((line.cost for line in lines if line.cost is not None), Decimal(0))
