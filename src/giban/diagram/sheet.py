"""What layout places things on, and the distances it keeps."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from giban.diagram.cards import CARD, CELL, height
from giban.diagram.geometry import PlacedBox, PlacedCell, PlacedNode, Rect
from giban.diagram.needs import Needs
from giban.diagram.scene import EDGE, Box, Node, Scene

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


class Page(Struct):
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


def _down(rect: Rect, by: float) -> Rect:
    return rect._replace(y=rect.y + by)
