"""Where everything stands: boxes inside boxes, nodes inside them, channels between.

Each function places one kind of box at a corner and says how large it became; nothing is moved
afterwards but as a whole.
"""

from __future__ import annotations

from giban.diagram.cards import CARD, PAD, height
from giban.diagram.geometry import PlacedBox, PlacedNode, Rect, around
from giban.diagram.needs import Needs
from giban.diagram.nets import PORCH, ROOF, delivery
from giban.diagram.roles import NEAR
from giban.diagram.scene import CLOUD, EDGE, PIPELINE, USERS, Box, Node, Scene
from giban.diagram.sheet import FOOT, FRAME, GAP, GATE, HEAD, MARGIN, SMALL_TITLE, TITLE, Page
from giban.diagram.vpc import place_vpc


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
        rect = place_vpc(made, vpc, inner, bottom + (GAP if bottom > top else 0))
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
