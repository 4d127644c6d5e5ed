"""What a plan costs, as `giban cost --plan` reckons it."""

from __future__ import annotations

from decimal import Decimal

from giban.pricing import Bill, Usage, bill
from tests.ledger.blueprints import blueprint
from tests.ledger.plan import Plan


def priced(plan: Plan) -> Bill:
    """Return the bill of what a plan plans, as `giban cost --plan` makes it."""
    read = blueprint(plan)
    return bill([read], {read.environment: Usage(profile="medium")})


def costs(found: Bill, group: str, name: str = "") -> Decimal:
    """Return what the lines of a service cost, those of one name or all."""
    lines = [one for one in found.lines if one.group == group and one.name.startswith(name)]
    assert lines, f"nothing is charged for {group} {name}"
    known = [one.cost for one in lines if one.cost is not None]
    assert len(known) == len(lines), f"a price is missing for {group}"
    return sum(known, Decimal(0))
