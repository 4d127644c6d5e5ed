"""The VPC, its subnets in tiers and zones, and the routes between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from giban.catalogue import ec2
from giban.catalogue import instances as servers
from giban.compile.draft import Draft, Part
from giban.compile.endpoints import endpoints
from giban.compile.names import label, named, zone_name
from giban.compile.nat import nat_instance
from giban.system import Network as Addresses
from giban.values import Expr, Value

ANYWHERE = "0.0.0.0/0"
PUBLIC = "public"
ISOLATED = "data"
TIER_WORDS = {"public": "public", "app": "private", "data": "data"}
"""What others call each tier (ledger HY-NET-06, HY-SSM-02)."""


class Network(Struct, frozen=True):
    """What other parts attach themselves to, whoever made it.

    `subnets` holds the ids of a tier's subnets, one a zone; in a network that another stack owns
    they are one value that Terraform splits.
    """

    vpc_id: Value
    subnets: Mapping[str, list[Value] | Expr]

    def ids(self, tier: str) -> list[Value] | Expr:
        """Return the ids of a tier's subnets, one a zone."""
        return self.subnets[tier]


def route_tables(network: Addresses) -> Iterator[tuple[str, str | None]]:
    """Yield the route tables of a network: the tier of each, and its zone if it has its own."""
    for tier, subnets in network.tiers.items():
        shared = tier in {PUBLIC, ISOLATED} or network.nat == "none"
        for subnet in subnets[:1] if shared else subnets:
            yield tier, None if shared else subnet.zone


def network(draft: Draft) -> Network:
    """Make the VPC with everything that lets traffic find its way."""
    system, part = draft.system, draft.part("network", "network")
    vpc = part.add(
        ec2.Vpc(
            "main",
            cidr_block=str(system.network.cidr),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": named(system, "vpc")},
        )
    )
    part.add(
        ec2.DefaultSecurityGroup(
            "main", vpc_id=vpc.ref.id, tags={"Name": named(system, "default-closed")}
        ),
        "The group every VPC is born with, without rules: nothing may rely on it.",
    )
    subnets = {tier: _subnets(draft, part, vpc, tier) for tier in system.network.tiers}
    gateways = _internet(draft, part, vpc, subnets)
    tables = _routes(draft, part, vpc, subnets, gateways)
    endpoints(part, vpc, subnets, [table.ref.id for table in tables])
    ids: dict[str, list[Value] | Expr] = {
        tier: [subnet.ref.id for subnet in members] for tier, members in subnets.items()
    }
    return Network(vpc.ref.id, ids)


def _subnets(draft: Draft, part: Part, vpc: ec2.Vpc, tier: str) -> tuple[ec2.Subnet, ...]:
    system, public = draft.system, tier == PUBLIC
    return tuple(
        part.add(
            ec2.Subnet(
                label(tier),
                each=subnet.zone,
                vpc_id=vpc.ref.id,
                availability_zone=zone_name(system, subnet.zone),
                cidr_block=str(subnet.cidr),
                map_public_ip_on_launch=public,
                tags={
                    "Name": named(system, tier, subnet.zone),
                    "Type": "Public" if public else "Private",
                    **({"Tier": TIER_WORDS[tier]} if system.exports else {}),
                },
            )
        )
        for subnet in system.network.tiers[tier]
    )


class _Gateways(Struct, frozen=True):
    internet: ec2.InternetGateway
    nat: Mapping[str, ec2.NatGateway]
    instance: servers.Instance | None = None


def _internet(
    draft: Draft, part: Part, vpc: ec2.Vpc, subnets: Mapping[str, tuple[ec2.Subnet, ...]]
) -> _Gateways:
    system, public = draft.system, subnets[PUBLIC]
    internet = part.add(
        ec2.InternetGateway("main", vpc_id=vpc.ref.id, tags={"Name": named(system, "igw")})
    )
    zones = {
        "per-zone": system.network.zones,
        "single": system.network.zones[:1],
        "none": (),
        "instance": (),
    }
    nat = {}
    for subnet in public:
        zone = subnet.each or ""
        if zone not in zones[system.network.nat]:
            continue
        address = part.add(
            ec2.Eip("nat", each=zone, domain="vpc", tags={"Name": named(system, "nat", zone)}),
            after=[internet],
        )
        nat[zone] = part.add(
            ec2.NatGateway(
                "main",
                each=zone,
                allocation_id=address.ref.allocation_id,
                subnet_id=subnet.ref.id,
                tags={"Name": named(system, "nat", zone)},
            ),
            after=[internet],
        )
    if system.network.nat == "instance":
        inside = subnets.get("app", ())
        return _Gateways(internet, nat, nat_instance(part, vpc, public[0], inside, internet))
    return _Gateways(internet, nat)


def _routes(
    draft: Draft,
    part: Part,
    vpc: ec2.Vpc,
    subnets: Mapping[str, tuple[ec2.Subnet, ...]],
    gateways: _Gateways,
) -> list[ec2.RouteTable]:
    """Make the route tables; returns those of private tiers."""
    system, private = draft.system, []
    for tier, members in subnets.items():
        shared = tier in {PUBLIC, ISOLATED} or system.network.nat == "none"
        for subnet in members if not shared else members[:1]:
            zone = None if shared else subnet.each
            parts = (tier,) if zone is None else (tier, zone)
            table = part.add(
                ec2.RouteTable(
                    label(tier),
                    each=zone,
                    vpc_id=vpc.ref.id,
                    tags={"Name": named(system, *parts)},
                ),
                "No way to or from the internet." if tier == ISOLATED else "",
            )
            if tier != PUBLIC:
                private.append(table)
            _default_route(part, tier, table, gateways)
            for member in members if shared else (subnet,):
                part.add(
                    ec2.RouteTableAssociation(
                        label(tier),
                        each=member.each,
                        subnet_id=member.ref.id,
                        route_table_id=table.ref.id,
                    )
                )
    return private


def _default_route(part: Part, tier: str, table: ec2.RouteTable, gateways: _Gateways) -> None:
    if tier == PUBLIC:
        part.add(
            ec2.Route(
                label(tier, "internet"),
                route_table_id=table.ref.id,
                destination_cidr_block=ANYWHERE,
                gateway_id=gateways.internet.ref.id,
            )
        )
    elif tier != ISOLATED and gateways.instance:
        part.add(
            ec2.Route(
                label(tier, "nat"),
                each=table.each,
                route_table_id=table.ref.id,
                destination_cidr_block=ANYWHERE,
                network_interface_id=gateways.instance.ref.primary_network_interface_id,
            )
        )
    elif tier != ISOLATED and gateways.nat:
        nat = gateways.nat.get(table.each or "") or next(iter(gateways.nat.values()))
        part.add(
            ec2.Route(
                label(tier, "nat"),
                each=table.each,
                route_table_id=table.ref.id,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=nat.ref.id,
            )
        )
