"""The network: one VPC, two zones, three tiers."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import REGION, named
from tests.ledger.plan import Plan, Resource

TIERS = ("public", "app", "data")
ANYWHERE = "0.0.0.0/0"


@holds("ERP-NET-01")
def vpc(plan: Plan) -> None:
    """One VPC with the source's range and DNS names."""
    vpc = plan.only("aws_vpc")
    assert vpc["cidr_block"] == "10.0.0.0/16"
    assert vpc["enable_dns_hostnames"] is True
    assert vpc["enable_dns_support"] is True
    assert vpc.tags["Name"] == named(plan, "vpc")
    assert vpc.tags.get("Environment") == plan.environment


@holds("ERP-NET-02")
def two_zones(plan: Plan) -> None:
    """Each tier has one subnet in each of the same two zones of Seoul."""
    zones = [
        sorted(subnet["availability_zone"] for subnet in plan.all("aws_subnet", tier))
        for tier in TIERS
    ]
    assert zones == [zones[0]] * 3
    assert len(set(zones[0])) == 2
    assert all(zone.startswith(REGION) for zone in zones[0])


@holds("ERP-NET-03")
def public_subnets(plan: Plan) -> None:
    """The diagram's ranges, not those of its Terraform (D-ERP-01)."""
    _tier(plan, "public", "Public", {"10.0.1.0/24", "10.0.2.0/24"})
    assert all(subnet["map_public_ip_on_launch"] for subnet in plan.all("aws_subnet", "public"))


@holds("ERP-NET-04")
def app_subnets(plan: Plan) -> None:
    """Private subnets for the tasks."""
    _tier(plan, "app", "Private", {"10.0.10.0/24", "10.0.11.0/24"})
    assert not any(subnet["map_public_ip_on_launch"] for subnet in plan.all("aws_subnet", "app"))


@holds("ERP-NET-05")
def data_subnets(plan: Plan) -> None:
    """Private subnets for what keeps data."""
    _tier(plan, "data", "Private", {"10.0.20.0/24", "10.0.21.0/24"})
    assert not any(subnet["map_public_ip_on_launch"] for subnet in plan.all("aws_subnet", "data"))


@holds("ERP-NET-06")
def internet_gateway(plan: Plan) -> None:
    """One, at the VPC."""
    gateway = plan.only("aws_internet_gateway")
    assert gateway["vpc_id"] == plan.only("aws_vpc")["id"]
    assert gateway.tags["Name"] == named(plan, "igw")


@holds("ERP-NET-07")
def nat_gateways(plan: Plan) -> None:
    """One in each zone of production; each has an address that exists (D-ERP-02)."""
    gateways, addresses = plan.all("aws_nat_gateway"), plan.all("aws_eip")
    assert len(gateways) == len(addresses) == (2 if plan.production else 1)
    assert {one["allocation_id"] for one in gateways} == {one["id"] for one in addresses}
    assert {address["domain"] for address in addresses} == {"vpc"}
    assert all(one.waits_for == ["aws_internet_gateway.main"] for one in (*gateways, *addresses))
    for gateway in gateways:
        assert gateway.tags["Name"] == named(plan, "nat", _zone(plan, gateway)[-1])
    assert len({_zone(plan, gateway) for gateway in gateways}) == len(gateways)


@holds("ERP-NET-08")
def every_subnet_is_routed(plan: Plan) -> None:
    """The source has no route table at all (D-ERP-03)."""
    tables = _tables(plan)
    assert tables.keys() == plan.ids("aws_subnet")
    ways = {one["route_table_id"]: one for one in plan.all("aws_route")}
    assert {way["destination_cidr_block"] for way in ways.values()} == {ANYWHERE}
    assert len(ways) == len(plan.found("aws_route"))

    gateway = plan.only("aws_internet_gateway")["id"]
    for subnet in plan.all("aws_subnet", "public"):
        assert ways[tables[subnet["id"]]]["gateway_id"] == gateway
    for subnet in plan.all("aws_subnet", "data"):
        assert tables[subnet["id"]] not in ways
    nats = {_zone(plan, nat): nat["id"] for nat in plan.all("aws_nat_gateway")}
    for subnet in plan.all("aws_subnet", "app"):
        nat = ways[tables[subnet["id"]]]["nat_gateway_id"]
        assert nat == nats.get(subnet["availability_zone"], min(nats.values()))
        assert plan.production <= (subnet["availability_zone"] in nats)


@holds("ERP-NET-08")
def s3_is_reached_without_nat(plan: Plan) -> None:
    """The gateway endpoint stands in the tables of app and data (D-ERP-03)."""
    endpoint = plan.only("aws_vpc_endpoint", vpc_endpoint_type="Gateway")
    assert endpoint["service_name"] == f"com.amazonaws.{REGION}.s3"
    tables = plan.ids("aws_route_table", "app") | plan.ids("aws_route_table", "data")
    assert set(endpoint["route_table_ids"]) == tables


@holds("ERP-NET-09")
def placement(plan: Plan) -> None:
    """What faces the internet is in public subnets, what keeps data in data subnets."""
    public, app, data = (plan.ids("aws_subnet", tier) for tier in TIERS)
    assert set(plan.only("aws_lb")["subnets"]) == public
    assert {nat["subnet_id"] for nat in plan.all("aws_nat_gateway")} <= public
    placed = plan.only("aws_ecs_service").block("network_configuration")
    assert set(placed["subnets"]) == app
    for type, user in (
        ("aws_db_subnet_group", plan.only("aws_db_instance")["db_subnet_group_name"]),
        (
            "aws_elasticache_subnet_group",
            plan.only("aws_elasticache_replication_group")["subnet_group_name"],
        ),
    ):
        assert set(plan.only(type, name=user)["subnet_ids"]) == data


def _tier(plan: Plan, tier: str, tag: str, ranges: set[str]) -> None:
    subnets = plan.all("aws_subnet", tier)
    zones = dict(zip(sorted(ranges), "ac", strict=True))
    assert {subnet["cidr_block"]: subnet["availability_zone"][-1] for subnet in subnets} == zones
    for subnet in subnets:
        assert subnet["vpc_id"] == plan.only("aws_vpc")["id"]
        assert subnet.tags["Type"] == tag
        assert subnet.tags["Name"] == named(plan, tier, subnet["availability_zone"][-1])


def _tables(plan: Plan) -> dict[str, str]:
    """Return the route table of each subnet."""
    known = plan.ids("aws_route_table")
    found = {
        one["subnet_id"]: one["route_table_id"] for one in plan.all("aws_route_table_association")
    }
    assert set(found.values()) == known
    return found


def _zone(plan: Plan, gateway: Resource) -> str:
    """Return the zone of a NAT gateway, which has to stand in a public subnet."""
    zone = plan.only("aws_subnet", "public", id=gateway["subnet_id"])["availability_zone"]
    return str(zone)
