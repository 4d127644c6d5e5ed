"""Savings Plans and reservations, by the ratios of the price book; only what runs is reserved.

Storage, backups, Spot and requests are not: https://aws.amazon.com/savingsplans/compute-pricing/,
https://aws.amazon.com/rds/reserved-instances/, https://aws.amazon.com/elasticache/reserved-cache-nodes/.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct, field

from giban.pricing import Bill, Line, book, cents
from giban.pricing.amount import ZERO
from giban.saving.measure import Measure

YEAR = 12
TERMS = (
    ("1yr_no_upfront", 1, "1 year, nothing upfront"),
    ("1yr_all_upfront", 1, "1 year, all upfront"),
    ("3yr_no_upfront", 3, "3 years, nothing upfront"),
    ("3yr_all_upfront", 3, "3 years, all upfront"),
)
_RULES = (
    (re.compile(r"fargate\.linux\..*"), "Compute Savings Plan for Fargate", "fargate"),
    (re.compile(r"rds\.(\w+)\.db\.(\w+)\..*"), "reserved RDS instances", "rds"),
    (re.compile(r"elasticache\.\w+\.cache\.(\w+)\..*"), "reserved cache nodes", "elasticache"),
    (re.compile(r"ec2\.linux\.(\w+)\..*"), "reserved EC2 instances", "ec2"),
)


def ratio_key(price: str, term: str) -> tuple[str, str]:
    """Return what commitment covers a price, and the key of its ratio; nothing for what none does.

    `rds.postgresql.db.t3.medium.multi_az` is covered by `rds.postgresql.reserved_ratio.t3.<term>`.
    """
    for pattern, name, kind in _RULES:
        found = pattern.fullmatch(price)
        if found:
            family = ".".join(found.groups())
            match kind:
                case "fargate":
                    return name, f"fargate.compute_savings_plan.ratio.{term}"
                case "rds":
                    engine, instance = found.groups()
                    return name, f"rds.{engine}.reserved_ratio.{instance}.{term}"
                case _:
                    return name, f"{kind}.reserved_ratio.{family}.{term}"
    return "", ""


class _Covered(Struct):
    """What one commitment would cover: its cost on demand, what it saves."""

    cost: Decimal = ZERO
    saved: Decimal = ZERO
    left_out: set[str] = field(default_factory=set)


def commitments(environment: str, bill: Bill) -> Iterator[Measure]:
    """Yield each commitment and term that saves something on a bill."""
    for term, years, words in TERMS:
        for name, covered in _covered(bill, term).items():
            if covered.saved <= 0:
                continue
            ratio = (covered.cost - covered.saved) / covered.cost
            month = math.ceil(ratio * years * YEAR)
            note = f"{1 - ratio:.1%} off; pays when used until month {month} of {years * YEAR}"
            if covered.left_out:
                note += f"; no ratio is known for {', '.join(sorted(covered.left_out))}"
            yield Measure(
                environment=environment,
                title=f"{name}, {words}",
                risk="low" if years == 1 else "high",
                loses="the freedom to run less of it, or another family, meanwhile",
                group=f"{environment}.{name}",
                monthly=cents(covered.saved),
                note=note,
                commitment=True,
            )


def _covered(bill: Bill, term: str) -> dict[str, _Covered]:
    found: dict[str, _Covered] = {}
    for line in bill.lines:
        if line.price is None or not line.cost or _is_spot(line):
            continue
        name, key = ratio_key(line.price.key, term)
        if not name:
            continue
        ratio = book(line.place.region).find(key)
        covered = found.setdefault(name, _Covered())
        if ratio is None:
            covered.left_out.add(line.price.key)
        else:
            covered.cost += line.cost
            covered.saved += line.cost * (1 - ratio.usd)
    return {name: covered for name, covered in found.items() if covered.cost}


def _is_spot(line: Line) -> bool:
    return line.price is not None and line.rate != line.price.usd
