"""A bill as JSON: what readers of Infracost's output look for, and under `giban` everything.

The first follows the fields of Infracost's output format 0.2 (projects, breakdown, resources,
costComponents, totals as decimal strings): https://github.com/infracost/infracost/tree/master/schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from giban.pricing.amount import HOURS, ZERO
from giban.pricing.bill import Bill
from giban.pricing.compare import Comparison, Entry, entries
from giban.pricing.counting import Aside
from giban.pricing.line import Line
from giban.pricing.report.figures import rate
from giban.pricing.report.remarks import remarks

FORMAT, OURS = "0.2", 1
PLACES = Decimal("0.0000000001")


def as_json(bill: Bill, compared: Comparison | None = None) -> dict[str, Any]:
    """Return a bill as data; with a comparison also what it was and what differs."""
    stacks = dict.fromkeys(
        [line.place.stack for line in bill.lines]
        + [one.place.stack for one in (*bill.free, *bill.uncovered)]
    )
    projects = [_project(bill, stack, compared) for stack in stacks]
    return {
        "version": FORMAT,
        "currency": "USD",
        "projects": projects,
        **_totals("total", bill.total, usage=_usage(bill.lines)),
        **_past(bill.total, compared),
        "timeGenerated": f"{_newest(bill)}T00:00:00Z",
        "summary": _summary(bill, None),
        "giban": _ours(bill),
    }


def _project(bill: Bill, stack: str, compared: Comparison | None) -> dict[str, Any]:
    lines = [line for line in bill.lines if line.place.stack == stack]
    now = sum((line.cost for line in lines if line.cost is not None), ZERO)
    free = [one for one in bill.free if one.place.stack == stack]
    made: dict[str, Any] = {
        "name": f"{bill.project}/{stack}",
        "metadata": {"path": f"terraform/{stack}", "type": "terraform_dir"},
        "breakdown": {
            "resources": _resources(lines),
            "freeResources": [_named(one) for one in free],
            **_totals("total", now, usage=_usage(lines)),
        },
        "summary": _summary(bill, stack),
    }
    if compared:
        before = compared.before_of(stack)
        made["pastBreakdown"] = {"resources": [], **_totals("total", before)}
        made["diff"] = {
            "resources": [
                {
                    "name": change.address,
                    "metadata": {},
                    "monthlyCost": str(change.difference),
                    "costComponents": [],
                }
                for change in compared.changes
                if change.stack == stack
            ],
            **_totals("total", now - before),
        }
    return made


def _resources(lines: Iterable[Line]) -> list[dict[str, Any]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.place.address, []).append(line)
    return [_resource(group) for group in found.values()]


def _resource(lines: list[Line]) -> dict[str, Any]:
    place = lines[0].place
    known = [line.cost for line in lines if line.cost is not None]
    total = sum(known, ZERO) if known else None
    return {
        "name": place.address,
        "resourceType": place.type,
        "tags": dict(place.tags),
        "metadata": {},
        "hourlyCost": _hourly(total),
        "monthlyCost": None if total is None else str(total),
        "costComponents": [_component(line) for line in lines],
    }


def _component(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "unit": line.unit,
        "hourlyQuantity": _hourly(line.quantity),
        "monthlyQuantity": f"{line.quantity.normalize():f}",
        "price": rate(line.rate) or "0",
        "hourlyCost": _hourly(line.cost),
        "monthlyCost": None if line.cost is None else str(line.cost),
        "usageBased": bool(line.rests_on),
        "priceNotFound": line.cost is None,
    }


def _named(one: Aside) -> dict[str, Any]:
    return {"name": one.place.address, "resourceType": one.place.type, "metadata": {}}


def _hourly(monthly: Decimal | None) -> str | None:
    return None if monthly is None else f"{(monthly / HOURS).quantize(PLACES).normalize():f}"


def _totals(prefix: str, monthly: Decimal, *, usage: Decimal | None = None) -> dict[str, Any]:
    made = {f"{prefix}HourlyCost": _hourly(monthly), f"{prefix}MonthlyCost": str(monthly)}
    return made if usage is None else {**made, f"{prefix}MonthlyUsageCost": str(usage)}


def _past(now: Decimal, compared: Comparison | None) -> dict[str, Any]:
    if compared is None:
        return {}
    return {
        **_totals("pastTotal", compared.before),
        **_totals("diffTotal", now - compared.before),
    }


def _usage(lines: Iterable[Line]) -> Decimal:
    return sum((line.cost for line in lines if line.cost and line.rests_on), ZERO)


def _summary(bill: Bill, stack: str | None) -> dict[str, Any]:
    def count(types: Iterable[tuple[str, str, str]]) -> dict[str, int]:
        found: dict[str, int] = {}
        for _, type, _ in {one for one in types if stack in (None, one[0])}:
            found[type] = found.get(type, 0) + 1
        return dict(sorted(found.items()))

    lines = count(_seen(line.place) for line in bill.lines)
    free = count(_seen(one.place) for one in bill.free)
    open = count(_seen(one.place) for one in bill.uncovered)
    used = count(_seen(line.place) for line in bill.lines if line.rests_on)
    return {
        "totalDetectedResources": sum(lines.values()) + sum(free.values()) + sum(open.values()),
        "totalSupportedResources": sum(lines.values()),
        "totalUnsupportedResources": sum(open.values()),
        "totalUsageBasedResources": sum(used.values()),
        "totalNoPriceResources": sum(free.values()),
        "unsupportedResourceCounts": open,
        "noPriceResourceCounts": free,
    }


def _seen(place: Any) -> tuple[str, str, str]:
    return (place.stack, place.type, place.address)


def _newest(bill: Bill) -> str:
    dates = [line.price.as_of for line in bill.lines if line.price]
    return max((date for date in dates if date != "undated"), default="1970-01-01")


def _ours(bill: Bill) -> dict[str, Any]:
    return {
        "version": OURS,
        "project": bill.project,
        "environments": list(bill.environments),
        "region": bill.region,
        "atLeast": bill.at_least,
        "total": str(bill.total),
        "externals": [
            {
                "name": one.name,
                "environment": one.environment,
                "monthly": str(one.monthly),
                "reduction": str(one.reduction),
                "note": one.note,
            }
            for one in bill.externals
        ],
        "lines": [_entry(one) for one in entries(bill)],
        "remarks": remarks(bill),
    }


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "environments": list(one.environments),
        "stack": one.stack,
        "address": one.address,
        "key": one.key,
        "service": one.group,
        "line": one.name,
        "unit": one.unit,
        "quantity": f"{one.quantity.normalize():f}",
        "price": rate(one.rate) or None,
        "monthly": None if one.cost is None else str(one.cost),
        "unknown": one.unknown,
        "assumptions": dict(one.assumed),
        "source": dict(one.source),
    }


def saved(read: Mapping[str, Any]) -> list[Entry]:
    """Return the lines of a bill that `giban cost -o json` wrote; raises `KeyError`, `ValueError`.

    What is not AWS's comes with them.
    """
    ours = read["giban"]
    if ours["version"] != OURS:
        raise ValueError(ours["version"])
    return [
        Entry(
            environments=tuple(one["environments"]),
            stack=one["stack"],
            address=one["address"],
            key=one["key"],
            group=one["service"],
            name=one["line"],
            unit=one["unit"],
            quantity=Decimal(one["quantity"]),
            rate=None if one["price"] is None else Decimal(one["price"]),
            cost=None if one["monthly"] is None else Decimal(one["monthly"]),
            unknown=one["unknown"],
            assumed=tuple(one["assumptions"].items()),
            source=tuple(one["source"].items()),
        )
        for one in ours["lines"]
    ]
