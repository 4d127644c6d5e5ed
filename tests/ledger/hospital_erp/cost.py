"""What Terraform's plan costs, by the price book, and what commitments save."""

from __future__ import annotations

import json
from decimal import Decimal

from giban.planned import read_plan
from giban.pricing import Bill, Usage, bill
from giban.saving.commitments import commitments
from tests.ledger.assertions import holds
from tests.ledger.plan import Plan

LINES = {
    "RDS": "Instance (db.t3.medium, Multi-AZ)",
    "ElastiCache": "Node (cache.t3.micro, redis)",
    "NAT gateways": "NAT gateway",
    "Load balancers": "Application load balancer",
}


def priced(plan: Plan) -> Bill:
    """Return the bill of a plan, as `giban cost --plan` makes it."""
    read = read_plan(json.dumps(plan.shown).encode(), "plan.json").blueprint
    return bill([read], {read.environment: Usage(profile="medium")})


def costs(found: Bill, group: str, name: str = "") -> Decimal:
    """Return what the lines of a service cost, those of one name or all."""
    lines = [one for one in found.lines if one.group == group and one.name.startswith(name)]
    assert lines, f"nothing is charged for {group} {name}"
    known = [one.cost for one in lines if one.cost is not None]
    assert len(known) == len(lines), f"a price is missing for {group}"
    return sum(known, Decimal(0))


@holds("ERP-COST-01", only=("production",))
def production_by_line(plan: Plan) -> None:
    """Seoul's list prices, line by line, where the source has 352 (D-ERP-19)."""
    found = priced(plan)
    assert costs(found, "ECS Fargate") == Decimal("165.80")
    assert {group: costs(found, group, name) for group, name in LINES.items()} == {
        "RDS": Decimal("163.52"),
        "ElastiCache": Decimal("36.50"),
        "NAT gateways": Decimal("86.14"),
        "Load balancers": Decimal("16.43"),
    }
    assert costs(found, "RDS", "Storage") == Decimal("13.10")
    for group in ("CloudFront", "S3", "CloudWatch", "Public IPv4 addresses", "WAF"):
        costs(found, group)
    assert not found.at_least
    assert found.total == sum(one.cost for one in found.lines if one.cost is not None)
    assert all(one.price and one.price.region == "ap-northeast-2" for one in found.lines)


@holds("ERP-DNS-01", "ERP-STO-01", only=("production",))
def what_is_stored_and_sent(plan: Plan) -> None:
    """50 GB in the bucket and 100 GB from the CDN are on the bill, the latter within what is free."""
    found = priced(plan)
    sent = [one for one in found.lines if one.name == "Data to viewers"]
    assert [(100, 100)] == [(one.quantity, one.free) for one in sent]
    stored = [
        one.quantity
        for one in found.lines
        if one.place.address == "aws_s3_bucket.backups" and one.name.startswith("Storage")
    ]
    assert round(sum(stored), 6) == 50


@holds("ERP-OPT-02", only=("production",))
def a_reserved_database(plan: Plan) -> None:
    """A year's reservation saves 22.3 % with nothing upfront and 27.5 % with all, not 30."""
    saved = _saved(plan)
    instance = Decimal("163.52")
    for term, percent in (("nothing", "22.3"), ("all", "27.5")):
        monthly = saved[f"reserved RDS instances, 1 year, {term} upfront"]
        assert f"{monthly / instance * 100:.1f}" == percent


@holds("ERP-OPT-03", only=("production",))
def a_savings_plan(plan: Plan) -> None:
    """A year's Compute Savings Plan saves 20 % of Fargate."""
    monthly = _saved(plan)["Compute Savings Plan for Fargate, 1 year, nothing upfront"]
    assert monthly == Decimal("33.16")


def _saved(plan: Plan) -> dict[str, Decimal]:
    found = {one.title: one.monthly for one in commitments("production", priced(plan))}
    return {title: monthly for title, monthly in found.items() if monthly is not None}
