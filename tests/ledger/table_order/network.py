"""Addresses, zones, and the way to the internet."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import ANYWHERE
from tests.ledger.plan import Plan
from tests.ledger.table_order import DOMAIN, REGION


@holds("TO-NET-01")
def network(plan: Plan) -> None:
    """One, of the source's range."""
    assert plan.only("aws_vpc")["cidr_block"] == "10.0.0.0/16"


@holds("TO-NET-02")
def subnets(plan: Plan) -> None:
    """The source's one subnet for the instance, and two private ones, which RDS wants."""
    public = plan.only("aws_subnet", "public")
    assert (public["cidr_block"], public["availability_zone"]) == ("10.0.1.0/24", f"{REGION}a")
    assert plan.only("aws_instance")["subnet_id"] == public["id"]
    private = plan.all("aws_subnet", "data")
    assert {one["cidr_block"] for one in private} == {"10.0.11.0/24", "10.0.12.0/24"}
    assert {one["availability_zone"] for one in private} == {f"{REGION}a", f"{REGION}c"}
    assert set(plan.only("aws_db_subnet_group")["subnet_ids"]) == {one["id"] for one in private}
    assert len(plan.all("aws_subnet")) == 3


@holds("TO-NET-02")
def private_subnets_have_no_way_out(plan: Plan) -> None:
    """The only route goes from the public subnet to the internet gateway (D-TO-02)."""
    route = plan.only("aws_route")
    assert route["destination_cidr_block"] == ANYWHERE
    assert route["gateway_id"] == plan.only("aws_internet_gateway")["id"]
    table = route["route_table_id"]
    there = plan.all("aws_route_table_association", route_table_id=table)
    assert {one["subnet_id"] for one in there} == plan.ids("aws_subnet", "public")
    assert plan.only("aws_db_instance")["publicly_accessible"] is False


@holds("TO-NET-03")
def reached_directly(plan: Plan) -> None:
    """The domain points to an Elastic IP on the instance (D-TO-06)."""
    address, own = plan.only("aws_eip"), plan.only("aws_eip_association")
    assert own["allocation_id"] == address["allocation_id"]
    assert own["instance_id"] == plan.only("aws_instance")["id"]
    record = plan.only("aws_route53_record")
    assert (record["name"], record["type"]) == (DOMAIN, "A")
    assert record["records"] == [address["public_ip"]]
    assert not plan.found("aws_lb")


@holds("TO-NET-04")
def no_nat(plan: Plan) -> None:
    """The instance has its own way out, and the database needs none."""
    plan.only("aws_internet_gateway")
    assert not plan.found("aws_nat_gateway")
