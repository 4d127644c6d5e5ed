"""The network of each environment."""

from __future__ import annotations

from ipaddress import ip_network
from itertools import combinations

from tests.ledger.assertions import holds
from tests.ledger.hybrid_foundation import REGION, named
from tests.ledger.plan import Plan

TIERS = {"public": 20, "app": 19, "data": 20}
WORDS = {"public": "public", "app": "private", "data": "data"}
ANYWHERE = "0.0.0.0/0"


@holds("HY-NET-01", stack="network")
def vpc(plan: Plan) -> None:
    """Of the source's range."""
    vpc = plan.only("aws_vpc")
    assert vpc["cidr_block"] == "10.0.0.0/16"
    assert vpc.tags["Name"] == named(plan, "vpc")


@holds("HY-NET-02", stack="network")
def tiers(plan: Plan) -> None:
    """The source's sizes, two zones for each, inside the network and apart."""
    whole = ip_network(plan.only("aws_vpc")["cidr_block"])
    ranges = []
    for tier, prefix in TIERS.items():
        subnets = plan.all("aws_subnet", tier)
        assert len({one["availability_zone"] for one in subnets}) == len(subnets) == 2
        found = [ip_network(one["cidr_block"]) for one in subnets]
        assert {prefix} == {one.prefixlen for one in found}
        ranges += found
    assert all(one.subnet_of(whole) for one in ranges)  # type: ignore[arg-type]
    assert not any(a.overlaps(b) for a, b in combinations(ranges, 2))


@holds("HY-NET-03", stack="network")
def routes(plan: Plan) -> None:
    """Every subnet has a table: public ones lead out, private ones over NAT, data ones nowhere."""
    tables = {
        one["subnet_id"]: one["route_table_id"] for one in plan.all("aws_route_table_association")
    }
    assert tables.keys() == plan.ids("aws_subnet")
    ways = {one["route_table_id"]: one for one in plan.all("aws_route")}
    assert {one["destination_cidr_block"] for one in ways.values()} == {ANYWHERE}
    gateway = plan.only("aws_internet_gateway")["id"]
    led = plan.ids("aws_subnet", "public") | plan.ids("aws_subnet", "app")
    assert {tables[subnet] for subnet in led} == ways.keys()
    for subnet in plan.all("aws_subnet", "public"):
        assert ways[tables[subnet["id"]]]["gateway_id"] == gateway
    for subnet in plan.all("aws_subnet", "app"):
        assert ways[tables[subnet["id"]]]["nat_gateway_id"] in plan.ids("aws_nat_gateway")
    for subnet in plan.all("aws_subnet", "data"):
        assert tables[subnet["id"]] not in ways


@holds("HY-NET-04", stack="network")
def nat(plan: Plan) -> None:
    """Counted once, where it stands (D-HY-18)."""
    gateways = plan.all("aws_nat_gateway")
    assert len(gateways) == (2 if plan.production else 1)
    public = plan.ids("aws_subnet", "public")
    places = {one["subnet_id"] for one in gateways}
    assert places <= public
    assert len(places) == len(gateways)


@holds("HY-NET-05", stack="network")
def endpoints(plan: Plan) -> None:
    """Each with what makes it work: tables, or group, subnets and private names (D-HY-26)."""
    tables = plan.ids("aws_route_table", "app") | plan.ids("aws_route_table", "data")
    for name in ("s3", "dynamodb"):
        gateway = plan.only("aws_vpc_endpoint", service_name=f"com.amazonaws.{REGION}.{name}")
        assert gateway["vpc_endpoint_type"] == "Gateway"
        assert set(gateway["route_table_ids"]) == tables
    for name in ("ecr.api", "ecr.dkr", "secretsmanager"):
        own = plan.only("aws_vpc_endpoint", service_name=f"com.amazonaws.{REGION}.{name}")
        assert own["vpc_endpoint_type"] == "Interface"
        assert own["private_dns_enabled"] is True
        assert set(own["subnet_ids"]) == plan.ids("aws_subnet", "app")
        (group,) = own["security_group_ids"]
        door = plan.only("aws_vpc_security_group_ingress_rule", security_group_id=group)
        assert (door["from_port"], door["to_port"]) == (443, 443)
        assert door["cidr_ipv4"] == plan.only("aws_vpc")["cidr_block"]


@holds("HY-NET-06", stack="network")
def tiers_are_tagged(plan: Plan) -> None:
    """So that a data source can find them."""
    for tier, word in WORDS.items():
        assert {word} == {one.tags["Tier"] for one in plan.all("aws_subnet", tier)}
