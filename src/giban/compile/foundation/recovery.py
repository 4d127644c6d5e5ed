"""The other region: the same stacks for an environment `<name>-dr`, and the way between them."""

from __future__ import annotations

from msgspec.structs import replace

from giban.catalogue import ec2
from giban.compile.border import foreign, imported
from giban.compile.draft import Draft, Part
from giban.compile.foundation.network import table_name
from giban.compile.names import label, named
from giban.compile.network import PUBLIC, route_tables
from giban.compile.service import TIER
from giban.system import Database, Recovery, System
from giban.values import Value


def abroad(system: System, dr: Recovery) -> System:
    """Return the environment that stands ready in the other region (ledger HY-DR-02)."""
    return replace(
        system,
        environment=f"{system.environment}-dr",
        region=dr.region,
        network=dr.network,
        databases={
            name: replace(one, instance_class=dr.instance_class or one.instance_class)
            for name, one in system.databases.items()
        },
        tags={**system.tags, "Region": dr.region},
        dr=None,
        standby=True,
        atlantis=None,
    )


def peering_draft(home: System, there: System) -> Draft:
    """Join the two networks: a request, its acceptance, and routes both ways (defect D-HY-43).

    Every table of the private and data tiers gets one. What crosses is the database's port, from
    where tasks run: an application without `dr` goes on here when the database has moved. RDS, S3,
    ECR and Secrets Manager copy over AWS's own network. A group of another region cannot be named.
    """
    draft = Draft(home)
    alias = draft.region(there.region)
    part = draft.part("dr", "peering")
    request = part.add(
        ec2.VpcPeeringConnection(
            "dr",
            vpc_id=imported(draft, "network", "vpc-id"),
            peer_vpc_id=foreign(draft, there, "network", "vpc-id"),
            peer_region=there.region,
            auto_accept=False,
            tags={"Name": named(home, "dr"), "Side": "Requester"},
        )
    )
    accepted = part.add(
        ec2.VpcPeeringConnectionAccepter(
            "dr",
            vpc_peering_connection_id=request.ref.id,
            auto_accept=True,
            tags={"Name": named(home, "dr"), "Side": "Accepter"},
        ),
        provider=alias,
    )
    way = accepted.ref.id
    _routes(part, home, "to_dr", str(there.network.cidr), way, None)
    _routes(part, there, "from_dr", str(home.network.cidr), way, alias)
    for wanted in home.databases.values():
        _doors(part, wanted, home, there)
        _doors(part.in_region(there.region), wanted, there, home)
    return draft


def _doors(part: Part, wanted: Database, side: System, other: System) -> None:
    """Let the tasks of the other region reach the database of one side."""
    own = "to_dr" if side.standby else "from_dr"
    group = foreign(part.draft, side, "rds", "security-group-id")
    for subnet in other.network.tiers.get(TIER, ()):
        part.in_chapter("security").add(
            ec2.IngressRule(
                label("db", wanted.name, own),
                each=subnet.zone,
                security_group_id=group,
                description=f"Tasks in {other.region}, {wanted.port}/tcp",
                cidr_ipv4=str(subnet.cidr),
                ip_protocol="tcp",
                from_port=wanted.port,
                to_port=wanted.port,
                tags={"Name": named(side, "db", wanted.name, other.region)},
            )
        )


def _routes(
    part: Part, side: System, name: str, target: str, way: Value, alias: str | None
) -> None:
    """Give every private table of one side a route to the other."""
    for tier, zone in route_tables(side.network):
        if tier == PUBLIC:
            continue
        table = foreign(part.draft, side, "network", table_name(tier, zone))
        part.add(
            ec2.Route(
                label(name),
                each=f"{tier}-{zone}" if zone else tier,
                route_table_id=table,
                destination_cidr_block=target,
                vpc_peering_connection_id=way,
            ),
            provider=alias,
        )
