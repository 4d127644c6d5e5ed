"""Which way each arrow takes, before anything has coordinates: sides and channels.

A channel is a strip that nothing stands in. In a VPC there is one on each side of the zones
(`left`, `right`), and one above them (`hall`); beside a VPC is the `street` to the shelves and
behind the near shelves the `back`; above the regions is the `roof`, below the users the `porch`.
Arrows that mean the same to the same node share one line and part only where they must.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from giban.diagram.roles import NEAR
from giban.diagram.scene import EDGE, PIPELINE, USERS, Box, Edge, Node, Scene

Side = Literal["left", "right", "top", "bottom"]
Kind = Literal["users", "edge", "gate", "lane", "floor", "near", "far", "pipeline"]

ROOF = "roof"
PORCH = "porch"
OPEN = ("nat",)
"""Icons of nodes that are nothing but their copies, with room between them."""

RANK = {"balancer": 0, "cache": 2, "database": 2, "endpoint": 3, "nat": 4}
"""The order of lanes in a tier, where it is not the author's."""


class Place(Struct, frozen=True):
    """What part of the page a node is in. `lane` counts the rows of a VPC from the top."""

    kind: Kind
    region: str = ""
    vpc: str = ""
    lane: int = 0
    columns: tuple[int, ...] = ()


class Way(Struct, frozen=True):
    """An arrow's way: out of a side, through channels, into a side.

    `straight` is the position it goes straight down at: an even number is a zone's middle, an odd
    one the gap after a zone.
    """

    edge: Edge
    net: str
    out: Side
    channels: tuple[str, ...]
    into: Side
    straight: int | None = None


def lanes(scene: Scene, vpc: str) -> list[Node]:
    """Return the nodes in the rows of a VPC, from the top; each has a row of its own."""
    found: list[Node] = []
    for tier in tiers(scene, vpc):
        held = list(scene.held(tier.id))
        found += sorted(held, key=lambda node: RANK.get(node.icon, 1))
    return found


def tiers(scene: Scene, vpc: str) -> list[Box]:
    """Return the rows of a VPC: what is public above, what holds data below."""
    found = [box for box in scene.inside(vpc) if box.kind == "tier"]
    return sorted(found, key=lambda tier: depth(tier.title))


def depth(title: str) -> int:
    """Return how far from the internet a tier is by its name."""
    if "public" in title:
        return 0
    return 2 if any(word in title for word in DEEP) else 1


DEEP = ("data", "db", "isolated", "intra")


STEPS = {"source": 0, "pipeline": 1, "build": 2, "registry": 3, "rollout": 4}
"""The order of delivery, from the left; where it ends comes last."""


def delivery(nodes: Iterable[Node]) -> list[Node]:
    """Return the steps of delivery in their order."""
    steps = [node for node in nodes if node.box == PIPELINE]
    return sorted(steps, key=lambda node: STEPS.get(node.icon, len(STEPS)))


def places(scene: Scene) -> dict[str, Place]:
    """Return the place of each node by its id."""
    found = {node.id: Place("users") for node in scene.held(USERS)}
    found |= {node.id: Place("edge") for node in scene.held(EDGE)}
    found |= {node.id: Place("pipeline") for node in scene.held(PIPELINE)}
    for region in (box for box in scene.boxes if box.kind == "region"):
        for box in scene.inside(region.id):
            if box.kind == "vpc":
                found |= _in_vpc(scene, region.id, box.id)
            elif box.kind == "shelf":
                kind: Kind = "near" if box.id.rsplit("/", 1)[1] in NEAR else "far"
                found |= {node.id: Place(kind, region.id) for node in scene.held(box.id)}
    return found


def _in_vpc(scene: Scene, region: str, vpc: str) -> dict[str, Place]:
    zones = [box.id for box in scene.inside(vpc) if box.kind == "zone"]
    found = {}
    for row, node in enumerate(lanes(scene, vpc)):
        columns = tuple(sorted(zones.index(zone) for zone in node.zones))
        found[node.id] = Place("lane", region, vpc, row, columns)
    for node in scene.held(vpc):
        kind: Kind = "gate" if node.icon == "gateway" else "floor"
        found[node.id] = Place(kind, region, vpc)
    return found


class Ways:
    """Finds the way of every arrow of a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.nodes = {node.id: node for node in scene.nodes}
        self.places = places(scene)
        self._fans: dict[str, int] = {}
        for edge in scene.edges:
            for end in (f"{edge.source}>", f">{edge.target}"):
                self._fans[end] = self._fans.get(end, 0) + 1
        self._rows: dict[str, list[Node]] = {}

    def all(self) -> list[Way]:
        """Return the way of each arrow, in the order of the scene."""
        return list(self._found())

    def _found(self) -> Iterator[Way]:
        for edge in self.scene.edges:
            source, target = self.places.get(edge.source), self.places.get(edge.target)
            if source is None or target is None or "floor" in (source.kind, target.kind):
                continue
            way = self._way(edge, source, target)
            if way is not None:
                yield way

    def _way(self, edge: Edge, source: Place, target: Place) -> Way | None:
        if "pipeline" in (source.kind, target.kind):
            return self._delivered(edge, source, target)
        if source.kind == "users":
            return self._from_users(edge, target)
        if source.kind == "gate" and target.vpc == source.vpc:
            return self._from_gate(edge, target)
        if source.kind == target.kind == "lane" and source.vpc == target.vpc:
            return self._between_lanes(edge, source, target)
        if source.kind == "edge" or source.region != target.region:
            return self._over_the_roof(edge, source, target)
        return self._in_region(edge, source, target)

    def _in(self, edge: Edge, out: Side, channels: tuple[str, ...], into: Side) -> Way:
        """Share the line of all that come the same way to say the same."""
        net = f"{edge.target}|{edge.label}|{edge.kind}|{channels}|{into}"
        return Way(edge, net, out, channels, into)

    def _delivered(self, edge: Edge, source: Place, target: Place) -> Way | None:
        if source.kind != target.kind:
            return None
        row = [node.id for node in delivery(self.scene.nodes)]
        if row.index(edge.target) != row.index(edge.source) + 1:
            return None
        return Way(edge, edge.id, "right", (), "left")

    def _from_users(self, edge: Edge, target: Place) -> Way:
        fan = f"{edge.source}|{edge.kind}"
        match target.kind:
            case "edge":
                return Way(edge, f"{fan}|{PORCH}", "bottom", (PORCH,), "top")
            case "gate":
                return Way(edge, f"{fan}|{ROOF}", "bottom", (ROOF,), "top")
            case "lane":
                spot = self._clear(target, -1, target.lane, target.columns)
                if spot is not None:
                    return Way(edge, f"{fan}|{ROOF}", "bottom", (ROOF,), "top", spot)
                return self._in(edge, "bottom", (ROOF, f"{target.vpc}/right"), "right")
            case _:
                return self._in(edge, "bottom", (ROOF, *_entry(target)), "left")

    def _from_gate(self, edge: Edge, target: Place) -> Way:
        fan, hall = f"{edge.source}|{edge.kind}", f"{target.vpc}/hall"
        spot = self._clear(target, -1, target.lane, target.columns)
        if spot is not None:
            return Way(edge, f"{fan}|hall", "bottom", (hall,), "top", spot)
        return Way(edge, f"{fan}|left", "bottom", (hall, f"{target.vpc}/left"), "left")

    def _between_lanes(self, edge: Edge, source: Place, target: Place) -> Way:
        alone = self._fans[f">{edge.target}"] == 1
        fans = self.nodes[edge.source].icon == "balancer"
        if fans:
            alone = alone and self._fans[f"{edge.source}>"] == 1
        if alone and source.lane < target.lane:
            columns = _common(source.columns, target.columns)
            spot = self._clear(target, source.lane, target.lane, columns)
            if spot is not None:
                return Way(edge, edge.id, "bottom", (), "top", spot)
        if fans:
            net = f"{edge.source}|{edge.kind}|left"
            return Way(edge, net, "left", (f"{target.vpc}/left",), "left")
        return self._in(edge, "right", (f"{target.vpc}/right",), "right")

    def _clear(self, target: Place, above: int, below: int, columns: tuple[int, ...]) -> int | None:
        """Return a position at which nothing stands between two rows, best a gap in the middle."""
        if not columns:
            return None
        if target.vpc not in self._rows:
            self._rows[target.vpc] = lanes(self.scene, target.vpc)
        between = self._rows[target.vpc][above + 1 : below]
        low, high = 2 * min(columns), 2 * max(columns)
        middle = (low + high) / 2
        spots = sorted(range(low, high + 1), key=lambda p: (p % 2 == 0, abs(p - middle), p))
        for spot in spots:
            if not any(self._covers(node, spot) for node in between):
                return spot
        return None

    def _covers(self, node: Node, spot: int) -> bool:
        columns = self.places[node.id].columns
        if node.icon in OPEN:
            return spot % 2 == 0 and spot // 2 in columns
        return bool(columns) and 2 * min(columns) <= spot <= 2 * max(columns)

    def _over_the_roof(self, edge: Edge, source: Place, target: Place) -> Way:
        if source.kind == "edge" and target.kind == "edge":
            return self._in(edge, "bottom", (ROOF,), "bottom")
        if target.kind == "edge":
            out, way = _exit(source)
            return self._in(edge, out, (*way, ROOF), "bottom")
        if target.kind == "gate":
            return self._in(edge, "bottom", (ROOF,), "top")
        entry = _entry(target)
        into: Side = "right" if target.kind == "lane" else "left"
        if source.kind == "edge":
            return self._in(edge, "bottom", (ROOF, *entry), into)
        out, way = _exit(source)
        return self._in(edge, out, (*way, ROOF, *entry), into)

    def _in_region(self, edge: Edge, source: Place, target: Place) -> Way:
        ends = (source.kind, target.kind)
        out, channels, into = IN_REGION.get(ends) or IN_REGION["lane", "lane"]
        found = (one if one == ROOF else f"{source.region}/{one}" for one in channels)
        return self._in(edge, out, tuple(found), into)


IN_REGION: dict[tuple[Kind, Kind], tuple[Side, tuple[str, ...], Side]] = {
    ("lane", "lane"): ("right", ("street",), "right"),
    ("lane", "near"): ("right", ("street",), "left"),
    ("gate", "near"): ("right", ("street",), "left"),
    ("lane", "far"): ("right", ("street", ROOF, "back"), "left"),
    ("gate", "far"): ("right", ("street", ROOF, "back"), "left"),
    ("near", "lane"): ("left", ("street",), "right"),
    ("near", "near"): ("right", ("back",), "right"),
    ("near", "far"): ("right", ("back",), "left"),
    ("far", "lane"): ("left", ("back", ROOF, "street"), "right"),
    ("far", "near"): ("left", ("back",), "right"),
    ("far", "far"): ("left", ("back",), "left"),
}
"""The ways inside one region: out of which side, through what, into which side."""


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """Return the columns over which two rows stand above each other."""
    if not one or not other:
        return ()
    low, high = max(min(one), min(other)), min(max(one), max(other))
    return tuple(range(low, high + 1))


def _entry(target: Place) -> tuple[str, ...]:
    """Return the channel by which something is entered from above."""
    return (f"{target.region}/{'back' if target.kind == 'far' else 'street'}",)


def _exit(source: Place) -> tuple[Side, tuple[str, ...]]:
    """Return the side and channel by which something is left upward."""
    match source.kind:
        case "near":
            return "right", (f"{source.region}/back",)
        case "far":
            return "left", (f"{source.region}/back",)
        case _:
            return "right", (f"{source.region}/street",)
