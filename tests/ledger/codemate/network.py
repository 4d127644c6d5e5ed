"""The network: one VPC, two zones, three tiers."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.codemate import REGION, SERVICES, named
from tests.ledger.plan import Plan

ANYWHERE = "0.0.0.0/0"


@holds("CM-NET-01")
def vpc(plan: Plan) -> None:
    """The source gives all environments one range (D-CM-31): each is a network of its own."""
    vpc = plan.only("aws_vpc")
    assert vpc["cidr_block"] == "10.0.0.0/16"
    assert vpc.tags["Name"] == named(plan, "vpc")


@holds("CM-NET-02")
def zones(plan: Plan) -> None:
    """The same two for every tier."""
    for tier in ("public", "app", "data"):
        found = {one["availability_zone"] for one in plan.all("aws_subnet", tier)}
        assert found == {f"{REGION}a", f"{REGION}c"}


@holds("CM-NET-03")
def public_subnets(plan: Plan) -> None:
    """Load balancer and NAT stand there."""
    _tier(plan, "public", 1)
    public = plan.ids("aws_subnet", "public")
    assert set(plan.only("aws_lb")["subnets"]) == public
    nat = plan.all("aws_nat_gateway") if plan.production else [plan.only("aws_instance", "nat")]
    assert {one["subnet_id"] for one in nat} <= public


@holds("CM-NET-04")
def app_subnets(plan: Plan) -> None:
    """Tasks stand there, without public addresses."""
    _tier(plan, "app", 11)
    for name in SERVICES:
        placed = plan.only("aws_ecs_service", name).block("network_configuration")
        assert set(placed["subnets"]) == plan.ids("aws_subnet", "app")
        assert placed["assign_public_ip"] is False


@holds("CM-NET-05")
def data_subnets(plan: Plan) -> None:
    """Database and cache stand there."""
    _tier(plan, "data", 21)
    data = plan.ids("aws_subnet", "data")
    assert set(plan.only("aws_db_subnet_group")["subnet_ids"]) == data
    assert set(plan.only("aws_elasticache_subnet_group")["subnet_ids"]) == data


@holds("CM-NET-06")
def internet_gateway(plan: Plan) -> None:
    """One, at the VPC."""
    assert plan.only("aws_internet_gateway")["vpc_id"] == plan.only("aws_vpc")["id"]


@holds("CM-NET-07")
def nat(plan: Plan) -> None:
    """Per zone in production; a small instance in development (D-CM-08)."""
    if plan.production:
        assert len({one["subnet_id"] for one in plan.all("aws_nat_gateway")}) == 2
        assert not plan.found("aws_instance")
    else:
        assert not plan.found("aws_nat_gateway")
        assert plan.only("aws_instance", "nat")["source_dest_check"] is False


@holds("CM-NET-08")
def routes(plan: Plan) -> None:
    """Each tier's own way out, and none for data."""
    ways = {one["route_table_id"]: one for one in plan.all("aws_route")}
    assert {one["destination_cidr_block"] for one in ways.values()} == {ANYWHERE}
    tables = {
        one["subnet_id"]: one["route_table_id"] for one in plan.all("aws_route_table_association")
    }
    assert tables.keys() == plan.ids("aws_subnet")
    gateway = plan.only("aws_internet_gateway")["id"]
    for one in plan.all("aws_subnet", "public"):
        assert ways[tables[one["id"]]]["gateway_id"] == gateway
    for one in plan.all("aws_subnet", "data"):
        assert tables[one["id"]] not in ways
    for one in plan.all("aws_subnet", "app"):
        way = ways[tables[one["id"]]]
        assert bool(way["network_interface_id"]) is not plan.production
        if plan.production:
            nat = plan.only("aws_nat_gateway", id=way["nat_gateway_id"])
            place = plan.only("aws_subnet", "public", id=nat["subnet_id"])
            assert place["availability_zone"] == one["availability_zone"]


@holds("CM-NET-09")
def no_bastion(plan: Plan) -> None:
    """Nobody has asked for one; port 22 is open nowhere."""
    assert {one.label for one in plan.found("aws_instance")} <= {"nat"}
    rules = plan.all("aws_vpc_security_group_ingress_rule")
    for one in rules:
        low, high = one["from_port"], one["to_port"]
        assert one["ip_protocol"] == "-1" or not low <= 22 <= high
        assert one["ip_protocol"] != "-1" or one["cidr_ipv4"] != ANYWHERE


@holds("CM-NET-10")
def flow_log(plan: Plan) -> None:
    """All traffic, to the archive, which lets the delivery in (D-CM-32)."""
    bucket, log = plan.only("aws_s3_bucket", "logs"), plan.only("aws_flow_log")
    assert (log["log_destination_type"], log["traffic_type"]) == ("s3", "ALL")
    assert log["log_destination"] == bucket["arn"]
    allowed = plan.only("aws_s3_bucket_policy", "logs").statements()
    assert any(
        one.principals == {"delivery.logs.amazonaws.com"} and "s3:PutObject" in one.actions
        for one in allowed
    )


@holds("CM-NET-11", only=("prod",))
def a_zone_may_fail(plan: Plan) -> None:
    """Every tier has two zones, the database a standby, and every service scales."""
    for tier in ("public", "app", "data"):
        assert len({one["availability_zone"] for one in plan.all("aws_subnet", tier)}) == 2
    assert plan.only("aws_db_instance")["multi_az"] is True
    scaled = {one.label for one in plan.all("aws_appautoscaling_target")}
    assert scaled == set(SERVICES)


def _tier(plan: Plan, tier: str, first: int) -> None:
    subnets = plan.all("aws_subnet", tier)
    assert {(one["cidr_block"], one["availability_zone"][-1]) for one in subnets} == {
        (f"10.0.{first}.0/24", "a"),
        (f"10.0.{first + 1}.0/24", "c"),
    }
