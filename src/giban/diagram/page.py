"""Where everything stands: boxes inside boxes, nodes inside them, channels between.

Each function places one kind of box at a corner and says how large it became; nothing is moved
afterwards but as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from giban.diagram.cards import (
    CARD,
    CELL,
    CELL_HEIGHT,
    ICON,
    PAD,
    head_height,
    height,
)
from giban.diagram.geometry import PlacedBox, PlacedCell, PlacedNode, Rect, around
from giban.diagram.measure import width
from giban.diagram.needs import Needs
from giban.diagram.nets import OPEN, PORCH, RANK, ROOF, delivery, tiers
from giban.diagram.roles import NEAR
from giban.diagram.scene import CLOUD, EDGE, PIPELINE, USERS, Box, Node, Scene

MARGIN = 36
TITLE = 34
"""The height of the line a large box begins with."""

SMALL_TITLE = 26
FRAME = 18
"""The air between a large frame and what is in it."""

GAP = 14
ZONE_PAD = 10
LANE_PAD = 8
SUBNET = CELL + 4 * LANE_PAD
ZONE = SUBNET + 2 * ZONE_PAD
TIER_GAP = 26
GATE = 168
BESIDE = 50.0
"""How far right of a zone's middle an arrow comes down, clear of the titles at the left."""

HEAD = 60
FOOT = 78


@dataclass(slots=True)
class Page:
    """What has been placed so far. A channel is the rectangle its lines may run in.

    `columns` are the middles of a VPC's zones; `above` is the middle of the gap over the tier that
    a node is in, where the words of what comes from above stand.
    """

    scene: Scene
    needs: Needs
    boxes: list[PlacedBox] = field(default_factory=list)
    nodes: list[PlacedNode] = field(default_factory=list)
    channels: dict[str, Rect] = field(default_factory=dict)
    columns: dict[str, tuple[float, ...]] = field(default_factory=dict)
    above: dict[str, float] = field(default_factory=dict)
    axis: float = 0

    def frame(self, box: Box, rect: Rect) -> Rect:
        """Place a box."""
        self.boxes.append(PlacedBox(box, rect))
        return rect

    def moved(self, down: float) -> None:
        """Move everything down."""
        self.boxes = [PlacedBox(one.box, _down(one.rect, down)) for one in self.boxes]
        self.nodes = [
            PlacedNode(
                one.node,
                _down(one.rect, down),
                tuple(PlacedCell(cell.cell, _down(cell.rect, down)) for cell in one.cells),
                one.open,
            )
            for one in self.nodes
        ]
        self.channels = {id: _down(rect, down) for id, rect in self.channels.items()}
        self.above = {id: y + down for id, y in self.above.items()}

    def stretched(self, right: float) -> None:
        """Let the last region reach as far as the widest row does."""
        last = [place for place, one in enumerate(self.boxes) if one.box.kind == "region"]
        if last:
            one = self.boxes[last[-1]]
            wider = one.rect._replace(width=right - one.rect.x)
            self.boxes[last[-1]] = PlacedBox(one.box, wider)

    def card(self, node: Node, x: float, y: float, card_width: float = CARD) -> Rect:
        """Place a node that stands outside the rows of a VPC."""
        rect = Rect(x, y, card_width, height(node, card_width, self.needs.ports(node.id)))
        self.nodes.append(PlacedNode(node, rect))
        return rect

    def rank(self, node: Node) -> int:
        """Return how near the top of its shelf a node stands: first what is fed from above."""
        ends = [edge for edge in self.scene.edges if node.id in (edge.source, edge.target)]
        above = {one.id for one in self.scene.held(EDGE)}
        if any(edge.source in above for edge in ends):
            return 0
        return 1 if ends else 2

    def stack(self, nodes: Sequence[Node], x: float, y: float) -> float:
        """Place cards under one another; returns where they end."""
        for node in nodes:
            y = self.card(node, x, y).bottom + GAP
        return y - GAP if nodes else y


def page(scene: Scene, needs: Needs) -> tuple[Page, float, float]:
    """Place a whole scene; returns it with the width and height of the page."""
    made = Page(scene, needs)
    regions = _regions(made, MARGIN + FRAME)
    made.axis = made.axis or (MARGIN + regions.right + FRAME) / 2
    edges = _edge_row(scene, made.axis)
    edge_height = max((height(node, CARD, 0) for node in scene.held(EDGE)), default=0)
    top = MARGIN + HEAD + needs.deep(PORCH)
    row = top + TITLE
    roof = row + edge_height
    made.moved(roof + needs.deep(ROOF))
    for node, x in edges:
        rect = made.card(node, x, row)
        made.nodes[-1] = PlacedNode(node, rect._replace(height=edge_height))
    right = max([regions.right, *(x + CARD for _, x in edges)])
    bottom = roof + needs.deep(ROOF) + regions.height
    bottom = _pipeline(made, MARGIN + FRAME, bottom + FRAME, right)
    right = max([right, *(one.rect.right for one in made.boxes)])
    made.stretched(right)
    right += FRAME
    made.channels[PORCH] = Rect(MARGIN, MARGIN + HEAD, right - MARGIN, needs.deep(PORCH))
    made.channels[ROOF] = Rect(MARGIN, roof, right - MARGIN, needs.deep(ROOF))
    cloud = Rect(MARGIN, top, right - MARGIN, bottom + FRAME - top)
    made.boxes.insert(0, PlacedBox(scene.box(CLOUD), cloud))
    _users(made)
    return made, right + MARGIN, cloud.bottom + FOOT


def _users(made: Page) -> None:
    for node in made.scene.held(USERS):
        made.card(node, made.axis - GATE / 2, MARGIN, GATE)


def _edge_row(scene: Scene, axis: float) -> list[tuple[Node, float]]:
    """Divide the global services to both sides of the way in."""
    nodes = sorted(scene.held(EDGE), key=lambda node: EDGE_RANK.get(node.icon, 1))
    left, start = MARGIN + FRAME, axis + 2 * GAP
    slots = int((axis - 2 * GAP - left + GAP) // (CARD + GAP))
    before = nodes[: min(slots, 1)] + (nodes[len(nodes) - slots + 1 :] if slots > 1 else [])
    after = [node for node in nodes if node not in before]
    step = CARD + GAP
    return [
        *((node, left + place * step) for place, node in enumerate(before)),
        *((node, start + place * step) for place, node in enumerate(after)),
    ]


EDGE_RANK = {"dns": 0, "certificate": 2, "role": 3}
"""The order of global services from the left."""


def _regions(made: Page, x: float) -> Rect:
    """Place the regions side by side; returns the rectangle around them."""
    rects = []
    for box in made.scene.inside(CLOUD):
        if box.kind == "region":
            rects.append(_region(made, box, x, 0))
            x = rects[-1].right + 2 * FRAME
    tall = max((rect.height for rect in rects), default=0)
    placed = {id(rect): rect for rect in rects}
    made.boxes = [
        PlacedBox(one.box, one.rect._replace(height=tall) if id(one.rect) in placed else one.rect)
        for one in made.boxes
    ]
    return around(rects) if rects else Rect(x, 0, 0, 0)


def _region(made: Page, box: Box, x: float, y: float) -> Rect:
    scene, needs = made.scene, made.needs
    inner, top = x + FRAME, y + TITLE
    right, bottom = inner, top
    for vpc in (one for one in scene.inside(box.id) if one.kind == "vpc"):
        rect = _vpc(made, vpc, inner, bottom + (GAP if bottom > top else 0))
        right, bottom = max(right, rect.right), rect.bottom
    low = bottom
    shelves = [one for one in scene.inside(box.id) if one.kind == "shelf"]
    for channel, near in (("street", True), ("back", False)):
        id = f"{box.id}/{channel}"
        if right == inner and not any(_near(one) for one in shelves):
            start = right
        else:
            made.channels[id] = Rect(right, y, needs.across(id), 0)
            start = right + needs.across(id)
        end = _shelves(made, [one for one in shelves if _near(one) == near], start, top)
        low, right = max(low, end.bottom), max(right, end.right)
    return made.frame(box, Rect(x, y, right + FRAME - x, low + FRAME - y))


def _near(shelf: Box) -> bool:
    return shelf.id.rsplit("/", 1)[1] in NEAR


def _shelves(made: Page, shelves: list[Box], x: float, y: float) -> Rect:
    """Place shelves under one another."""
    start, right = y, x
    for shelf in shelves:
        held = sorted(made.scene.held(shelf.id), key=made.rank)
        inner = made.stack(held, x + PAD, y + SMALL_TITLE)
        rect = made.frame(shelf, Rect(x, y, CARD + 2 * PAD, inner + PAD - y))
        y, right = rect.bottom + GAP, rect.right
    return Rect(x, start, right - x, max(0, y - GAP - start))


def _vpc(made: Page, vpc: Box, x: float, y: float) -> Rect:
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


def _pipeline(made: Page, x: float, y: float, right: float) -> float:
    """Place delivery as a band under the regions; returns where it ends."""
    nodes = delivery(made.scene.nodes)
    if not nodes:
        return y - FRAME
    rects = []
    place = x + PAD
    tall = max(height(node, CARD, 0) for node in nodes)
    for node in nodes:
        rect = Rect(place, y + SMALL_TITLE, CARD, tall)
        made.nodes.append(PlacedNode(node, rect))
        rects.append(rect)
        place = rect.right + 4 * GAP
    wide = max(right, rects[-1].right + PAD)
    bottom = y + SMALL_TITLE + tall + PAD
    made.frame(made.scene.box(PIPELINE), Rect(x, y, wide - x, bottom - y))
    return bottom


def _down(rect: Rect, by: float) -> Rect:
    return rect._replace(y=rect.y + by)
