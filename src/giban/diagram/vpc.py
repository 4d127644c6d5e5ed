"""Where everything in a VPC stands: zones as columns, tiers as rows, a lane for each node."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from giban.diagram.cards import CARD, CELL, CELL_HEIGHT, ICON, PAD, head_height, height
from giban.diagram.geometry import PlacedCell, PlacedNode, Rect, around
from giban.diagram.measure import width
from giban.diagram.nets import OPEN, RANK, tiers
from giban.diagram.scene import Box, Node
from giban.diagram.sheet import (
    BESIDE,
    GAP,
    GATE,
    LANE_PAD,
    SMALL_TITLE,
    SUBNET,
    TIER_GAP,
    TITLE,
    ZONE,
    ZONE_PAD,
    Page,
)


def place_vpc(made: Page, vpc: Box, x: float, y: float) -> Rect:
    """Place a VPC: the way in, zones as columns, tiers as rows, and what has no row below."""
    scene, needs, id = made.scene, made.needs, vpc.id
    zones = [one for one in scene.inside(id) if one.kind == "zone"]
    grid = x + needs.across(f"{id}/left")
    wide = len(zones) * (ZONE + GAP) - GAP if zones else CARD
    columns = [grid + place * (ZONE + GAP) for place in range(len(zones))]
    made.columns[id] = tuple(column + ZONE / 2 for column in columns)
    middle = made.columns[id][0] + way_in(len(zones)) if zones else grid + wide / 2
    made.axis = made.axis or middle
    below = _gates(made, vpc, middle, y + TITLE)
    made.channels[f"{id}/hall"] = Rect(x, below, wide, needs.deep(f"{id}/hall"))
    top = below + needs.deep(f"{id}/hall")
    end = _tiers(made, vpc, columns, top + SMALL_TITLE) if zones else top
    for zone, column in zip(zones, columns, strict=True):
        made.frame(zone, Rect(column, top, ZONE, end + ZONE_PAD - top))
    right = grid + wide + needs.across(f"{id}/right")
    low = _floor(made, vpc, Rect(grid, end + ZONE_PAD + GAP, wide, 0))
    made.channels[f"{id}/left"] = Rect(x, y, needs.across(f"{id}/left"), low - y)
    made.channels[f"{id}/right"] = Rect(grid + wide, y, needs.across(f"{id}/right"), low - y)
    right = max(right, x + width(vpc.title, 13, "bold") + 80)
    return made.frame(vpc, Rect(x, y, right - x, low + GAP - y))


def way_in(zones: int) -> float:
    """Return where users come in, from the middle of the first zone: in the gap nearest the middle.

    In a single zone it is beside the middle, away from the titles at the left.
    """
    return at(1 + 2 * ((zones - 2) // 2)) if zones > 1 else at(0)


def at(spot: int) -> float:
    """Return how far a spot is from the middle of the first zone; odd ones are gaps."""
    beside = 0.0 if spot % 2 else BESIDE
    return spot * (ZONE + GAP) / 2 + beside


def _gates(made: Page, vpc: Box, middle: float, y: float) -> float:
    end = y
    for node in made.scene.held(vpc.id):
        if node.icon == "gateway":
            rect = made.card(node, middle - GATE / 2, y, GATE)
            end = max(end, rect.bottom)
    return end


def _floor(made: Page, vpc: Box, room: Rect) -> float:
    """Place what belongs to a VPC and to no subnet, in rows under the zones."""
    x, y, tall = room.x, room.y, 0.0
    for node in made.scene.held(vpc.id):
        if node.icon == "gateway":
            continue
        if x > room.x and x + CARD > room.right:
            x, y, tall = room.x, y + tall + GAP, 0.0
        rect = made.card(node, x, y)
        x, tall = rect.right + GAP, max(tall, rect.height)
    return y + tall if tall else room.y - GAP


def _tiers(made: Page, vpc: Box, columns: Sequence[float], y: float) -> float:
    """Place the rows; returns where the last one ends."""
    scene = made.scene
    zones = [one.id for one in scene.inside(vpc.id) if one.kind == "zone"]
    gap = y - SMALL_TITLE - made.needs.deep(f"{vpc.id}/hall") / 2
    for tier in tiers(scene, vpc.id):
        subnets = [one for one in scene.inside(vpc.id) if one.tier == tier.id]
        lines = max((len(one.lines) for one in subnets), default=0)
        start = y + SMALL_TITLE + lines * 15
        held = sorted(scene.held(tier.id), key=lambda node: RANK.get(node.icon, 1))
        made.above |= {node.id: gap for node in held}
        end = _lanes(made, held, dict(zip(zones, columns, strict=True)), start)
        for subnet in subnets:
            column = columns[zones.index(subnet.zone)] + ZONE_PAD
            made.frame(subnet, Rect(column, y, SUBNET, end + LANE_PAD - y))
        gap = end + LANE_PAD + TIER_GAP / 2
        y = end + LANE_PAD + TIER_GAP
    return y - TIER_GAP


def _lanes(made: Page, nodes: Iterable[Node], columns: dict[str, float], y: float) -> float:
    """Place the nodes of a tier under one another, each over the zones it stretches over."""
    start = y
    for node in nodes:
        lane = _lane(made, node, columns, y)
        y = lane.bottom + GAP
    return y - GAP if y > start else y + 10


def _lane(made: Page, node: Node, columns: dict[str, float], y: float) -> Rect:
    lefts = [columns[zone] + ZONE_PAD + LANE_PAD for zone in node.zones] or [
        min(columns.values()) + ZONE_PAD + LANE_PAD
    ]
    across = max(lefts) - min(lefts) + SUBNET - 2 * LANE_PAD
    if node.icon in OPEN:
        return _open_lane(made, node, columns, y)
    rect = Rect(min(lefts), y, across, height(node, across, made.needs.ports(node.id)))
    below = y + head_height(node, across)
    cells = tuple(
        PlacedCell(
            cell,
            Rect(columns[cell.zone] + ZONE_PAD + 2 * LANE_PAD, below, CELL, CELL_HEIGHT),
        )
        for cell in node.cells
    )
    made.nodes.append(PlacedNode(node, rect, cells))
    return rect


def _open_lane(made: Page, node: Node, columns: dict[str, float], y: float) -> Rect:
    """Place a node that is nothing but its copies."""
    tall = ICON + PAD + (PAD if node.cost else 0)
    cells = tuple(
        PlacedCell(
            cell,
            Rect(columns[cell.zone] + ZONE_PAD + LANE_PAD, y, SUBNET - 2 * LANE_PAD, tall),
        )
        for cell in node.cells
    )
    rect = around([cell.rect for cell in cells])
    made.nodes.append(PlacedNode(node, rect, cells, open=True))
    return rect
