"""Networks: https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/."""

from __future__ import annotations

from collections.abc import Iterator

from giban.catalogue import ec2
from giban.pricing.amount import HOURS
from giban.pricing.charges.ecs import IPV4
from giban.pricing.charges.transfer import GROUP as TRANSFER
from giban.pricing.line import Charge
from giban.pricing.reading import plain, word
from giban.pricing.scope import Scope

GROUP = "VPC"
NAT = "NAT gateways"


def vpc(thing: ec2.Vpc, scope: Scope) -> Iterator[Charge]:
    """Yield what crosses from zone to zone: both sides pay."""
    del thing
    crossing = scope.assume("cross_zone_gb")
    yield Charge(
        name="Data between zones, in and out",
        quantity=crossing.value * 2,
        price="data_transfer.inter_az.gb_each_direction",
        group=TRANSFER,
        rests_on=(crossing,),
    )


def nat_gateway(thing: ec2.NatGateway, scope: Scope) -> Iterator[Charge]:
    """Yield a NAT gateway's hours and its part of what goes through all of them."""
    del thing
    through = scope.assume("nat_gb")
    yield Charge(name="NAT gateway", quantity=HOURS, price="nat_gateway.hour", group=NAT)
    yield Charge(
        name="Data processed",
        quantity=through.value / scope.count(ec2.NatGateway),
        price="nat_gateway.gb",
        group=NAT,
        rests_on=(through,),
    )


def eip(thing: ec2.Eip, scope: Scope) -> Iterator[Charge]:
    """Yield an address; one that nothing uses costs as much as one that something does."""
    used = (
        thing.instance,
        thing.network_interface,
        *scope.pointing(ec2.NatGateway, "allocation_id"),
        *scope.pointing(ec2.EipAssociation, "allocation_id"),
    )
    in_use = any(one is not None for one in used)
    yield Charge(
        name="Public IPv4 address" if in_use else "Public IPv4 address that nothing uses",
        quantity=HOURS,
        price=f"vpc.public_ipv4.{'in_use' if in_use else 'idle'}_hour",
        group=IPV4,
    )


def endpoint(thing: ec2.VpcEndpoint, scope: Scope) -> Iterator[Charge]:
    """Yield an interface endpoint, by zone; gateway endpoints are free."""
    if word(thing.vpc_endpoint_type, "vpc_endpoint_type", "Gateway") == "Gateway":
        return
    zones = plain(thing.subnet_ids) or ()
    through = scope.assume("endpoint_gb")
    yield Charge(
        name="Interface endpoint, each zone",
        quantity=HOURS * max(len(zones), 1),
        price="vpc.interface_endpoint.hour",
        group="VPC endpoints",
    )
    yield Charge(
        name="Data processed",
        quantity=through.value,
        price="vpc.interface_endpoint.gb",
        group="VPC endpoints",
        rests_on=(through,),
    )


def peering(thing: ec2.VpcPeeringConnection, scope: Scope) -> Iterator[Charge]:
    """Yield what crosses a peering connection; within one zone it is free."""
    there = plain(thing.peer_region) or scope.region
    through = scope.assume("peering_gb")
    near = there == scope.region
    yield Charge(
        name="Data to the peer" if not near else "Data across zones, in and out",
        quantity=through.value * (2 if near else 1),
        price="vpc_peering.same_region_cross_az.gb_each_direction"
        if near
        else "vpc_peering.inter_region_out.gb",
        group=TRANSFER,
        rests_on=(through,),
    )


def flow_log(thing: ec2.FlowLog, scope: Scope) -> Iterator[Charge]:
    """Yield delivery to a bucket; what goes to a log group is charged there."""
    if word(thing.log_destination_type, "log_destination_type", "cloud-watch-logs") != "s3":
        return
    written = scope.assume("flow_logs_gb")
    yield Charge(
        name="Flow logs delivered to S3",
        quantity=written.value,
        price="cloudwatch.logs.delivered_to_s3.first_10tb.gb",
        group="CloudWatch",
        rests_on=(written,),
    )
