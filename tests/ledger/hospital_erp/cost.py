"""What Terraform's plan costs, by the price book."""

from __future__ import annotations

from decimal import Decimal

from tests.ledger.assertions import holds
from tests.ledger.billed import costs, priced
from tests.ledger.plan import Plan

LINES = {
    "RDS": "Instance (db.t3.medium, Multi-AZ)",
    "ElastiCache": "Node (cache.t3.micro, redis)",
    "NAT gateways": "NAT gateway",
    "Load balancers": "Application load balancer",
}


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
