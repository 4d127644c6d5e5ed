"""Addresses, zones, and ways to the internet."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import ANYWHERE
from tests.ledger.plan import Plan
from tests.ledger.wealist import REGION

ZONES = {f"{REGION}{letter}" for letter in "acd"}


@holds("WL-NET-01")
def network(plan: Plan) -> None:
    """Of a range that meets development's nowhere."""
    assert plan.only("aws_vpc")["cidr_block"] == "10.1.0.0/16"


@holds("WL-NET-02")
def subnets(plan: Plan) -> None:
    """Six: three of each kind, one a zone."""
    for tier, public in (("public", True), ("app", False)):
        members = plan.all("aws_subnet", tier)
        assert {one["availability_zone"] for one in members} == ZONES
        assert {one["map_public_ip_on_launch"] for one in members} == {public}
    assert len(plan.all("aws_subnet")) == 6


@holds("WL-NET-03")
def nat(plan: Plan) -> None:
    """One, in zone a, to which every private route table leads."""
    gateway = plan.only("aws_nat_gateway")
    place = plan.only("aws_subnet", "public", id=gateway["subnet_id"])
    assert place["availability_zone"] == f"{REGION}a"
    assert gateway["allocation_id"] == plan.only("aws_eip")["id"]
    ways = {one["route_table_id"]: one for one in plan.all("aws_route", "app_nat")}
    for subnet in plan.all("aws_subnet", "app"):
        table = plan.only("aws_route_table_association", subnet_id=subnet["id"])["route_table_id"]
        assert ways[table]["destination_cidr_block"] == ANYWHERE
        assert ways[table]["nat_gateway_id"] == gateway["id"]


@holds("WL-NET-04")
def internet_gateway(plan: Plan) -> None:
    """One, to which the public subnets lead."""
    gateway = plan.only("aws_internet_gateway")
    assert gateway["vpc_id"] == plan.only("aws_vpc")["id"]
    assert plan.only("aws_route", gateway_id=gateway["id"])["destination_cidr_block"] == ANYWHERE


@holds("WL-NET-05")
def placement(plan: Plan) -> None:
    """The source has no tier of its own for data: security groups keep it apart (D-WL-14)."""
    private, public = plan.ids("aws_subnet", "app"), plan.ids("aws_subnet", "public")
    backend = plan.only("aws_autoscaling_group", "backend")
    assert set(backend["vpc_zone_identifier"]) == private
    assert set(plan.only("aws_autoscaling_group", "monitoring")["vpc_zone_identifier"]) < private
    assert set(plan.only("aws_db_subnet_group")["subnet_ids"]) == private
    assert set(plan.only("aws_elasticache_subnet_group")["subnet_ids"]) == private
    assert set(plan.only("aws_lb")["subnets"]) == public
    assert plan.only("aws_db_instance")["publicly_accessible"] is False
