"""What keeps the network's bill small."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan


@holds("HY-OPT-01", stack="network")
def little_goes_over_nat(plan: Plan) -> None:
    """S3 has a way of its own, and one NAT gateway is enough outside production."""
    tables = plan.ids("aws_route_table", "app")
    (gateway,) = [one for one in plan.all("aws_vpc_endpoint") if one["service_name"][-3:] == ".s3"]
    assert tables <= set(gateway["route_table_ids"])
    assert len(plan.all("aws_nat_gateway")) == (2 if plan.production else 1)
