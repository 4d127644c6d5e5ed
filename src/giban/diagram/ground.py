"""The boxes of a drawing: cloud, regions, VPCs, and in each VPC zones as columns, tiers as rows."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field

from giban.diagram.reading import Reading, Thing, block
from giban.diagram.scene import CLOUD, Box

SUBNETS: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws_autoscaling_group": (("vpc_zone_identifier",),),
    "aws_cloudwatch_event_target": (("ecs_target", "network_configuration", "subnets"),),
    "aws_db_instance": (("db_subnet_group_name",),),
    "aws_db_subnet_group": (("subnet_ids",),),
    "aws_ecs_service": (("network_configuration", "subnets"),),
    "aws_elasticache_replication_group": (("subnet_group_name",),),
    "aws_elasticache_subnet_group": (("subnet_ids",),),
    "aws_instance": (("subnet_id",),),
    "aws_lb": (("subnets",), ("subnet_mapping", "subnet_id")),
    "aws_nat_gateway": (("subnet_id",),),
    "aws_scheduler_schedule": (("target", "ecs_parameters", "network_configuration", "subnets"),),
    "aws_vpc_endpoint": (("subnet_ids",),),
}
"""The arguments by which a type says in which subnets it is."""

GROUPS = ("aws_db_subnet_group", "aws_elasticache_subnet_group")
DATA = ("data.aws_ssm_parameter", "data.aws_subnets", "data.aws_subnet")
FOREIGN = "foreign"


class Spot(Struct, frozen=True):
    """Where a subnet lies."""

    vpc: str
    tier: str
    zone: str


class Ground(Struct):
    """The boxes, and the spot of each subnet by its id."""

    reading: Reading
    boxes: dict[str, Box] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)

    def add(self, box: Box) -> str:
        """Add a box unless it is there; returns its id."""
        self.boxes.setdefault(box.id, box)
        return box.id

    def region(self, name: str) -> str:
        """Return the box of a region."""
        return self.add(Box(id=f"region/{name}", kind="region", title=name, inside=CLOUD))

    def spots_of(self, thing: Thing) -> tuple[Spot, ...]:
        """Return the subnets a thing is in, zone by zone."""
        found = {s.zone: s for s in (self._spot(one) for one in self._subnets(thing)) if s}
        order = [box.id for box in self.boxes.values() if box.kind == "zone"]
        return tuple(sorted(found.values(), key=lambda spot: order.index(spot.zone)))

    def _subnets(self, thing: Thing) -> list[Thing]:
        found: list[Thing] = []
        for path in SUBNETS.get(thing.type, ()):
            for other in self.reading.meant(thing, _at(thing.object, path)):
                found += self._subnets(other) if other.type in GROUPS else [other]
        return found

    def _spot(self, subnet: Thing) -> Spot | None:
        if subnet.id not in self.spots and subnet.type in DATA:
            self._foreign(subnet)
        return self.spots.get(subnet.id)

    def _foreign(self, source: Thing) -> None:
        """Make a row for subnets that another project owns and only their ids are known of."""
        region = self.region(self.reading.region(source))
        vpc = f"{region}/{FOREIGN}"
        self.add(Box(id=vpc, kind="vpc", title="VPC of the foundation", inside=region))
        zone = self.add(Box(id=f"{vpc}/all", kind="zone", title="all zones", inside=vpc))
        name = str(source.get("name") or source.label)
        short = re.sub(r"[-_]?subnet[-_]?(ids)?$", "", name.rsplit("/", 1)[-1])
        kind = "public" if "public" in short else "private"
        title = short if kind in short else f"{short} · {kind}"
        tier = self.add(
            Box(id=f"{vpc}/{source.address.label}", kind="tier", title=title, inside=vpc)
        )
        self.add(
            Box(
                id=source.id,
                kind="subnet",
                title=title,
                inside=vpc,
                tier=tier,
                zone=zone,
                addresses=(source.id,),
            )
        )
        self.spots[source.id] = Spot(vpc, tier, zone)


def ground(reading: Reading) -> Ground:
    """Return the boxes that the networks of a Blueprint make."""
    made = Ground(reading)
    made.add(Box(id=CLOUD, kind="cloud", title="AWS Cloud"))
    made.region(reading.blueprint.region)
    for vpc in reading.of("aws_vpc"):
        region = made.region(reading.region(vpc))
        title = str(given_name(vpc) or vpc.label)
        note = str(vpc.get("cidr_block") or "")
        made.add(
            Box(id=vpc.id, kind="vpc", title=title, note=note, inside=region, addresses=(vpc.id,))
        )
        _grid(made, vpc)
    return made


def _grid(made: Ground, vpc: Thing) -> None:
    subnets = [
        one
        for one in made.reading.users(vpc, "aws_subnet")
        if vpc in made.reading.meant(one, one.raw("vpc_id"))
    ]
    for zone in sorted({zone_of(one) for one in subnets}):
        made.add(Box(id=f"{vpc.id}/{zone}", kind="zone", title=zone, inside=vpc.id))
    subnets.sort(key=lambda one: not _public(made.reading, one))
    for subnet in subnets:
        _subnet(made, vpc, subnet)


def _subnet(made: Ground, vpc: Thing, subnet: Thing) -> None:
    name, zone = tier_of(subnet), f"{vpc.id}/{zone_of(subnet)}"
    public = "public" if _public(made.reading, subnet) else "private"
    title = name if public in name else f"{name} · {public}"
    tier = made.add(Box(id=f"{vpc.id}/tier/{name}", kind="tier", title=title, inside=vpc.id))
    made.add(
        Box(
            id=subnet.id,
            kind="subnet",
            title=title,
            note=str(subnet.get("cidr_block") or ""),
            inside=vpc.id,
            tier=tier,
            zone=zone,
            addresses=(subnet.id,),
        )
    )
    made.spots[subnet.id] = Spot(vpc.id, tier, zone)


def zone_of(subnet: Thing) -> str:
    """Return the zone of a subnet, or what tells it from its neighbours."""
    zone = subnet.get("availability_zone")
    return str(zone or subnet.address.key or subnet.address.label)


def tier_of(subnet: Thing) -> str:
    """Return the name that the subnets of one tier share: without the zone, where it is in it."""
    if subnet.address.key is not None:
        return subnet.label.rsplit(" ", 1)[0]
    ending = rf"[-_](az)?[-_]?([a-f]|\d|{re.escape(zone_of(subnet))})$"
    return re.sub(ending, "", subnet.address.label).replace("_", "-")


def given_name(thing: Thing) -> str | None:
    """Return the tag `Name`, which people know a thing by."""
    tags = thing.raw("tags")
    name = tags.get("Name") if isinstance(tags, dict) else None
    return name if isinstance(name, str) else None


def _public(reading: Reading, subnet: Thing) -> bool:
    """Tell whether a subnet's route table leads to an internet gateway."""
    return any(
        route.raw("gateway_id") is not None
        for one in reading.users(subnet, "aws_route_table_association")
        for table in reading.meant(one, one.raw("route_table_id"))
        for route in reading.users(table, "aws_route")
    )


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        inner = block(value)
        value = inner.given().get(name) if inner is not None else None
    return value
