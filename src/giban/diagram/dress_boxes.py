"""How boxes look: frames, their titles, the tint of a subnet."""

from __future__ import annotations

from giban.diagram.geometry import Layout, PlacedBox, Point, Rect
from giban.diagram.measure import Weight, fit, width
from giban.diagram.scene import USERS
from giban.diagram.shapes import Frame, Group, Shape, Words

RADII = {"cloud": 14.0, "region": 12.0, "vpc": 10.0, "zone": 8.0, "subnet": 6.0, "shelf": 8.0}
SIZES = {"cloud": 14.0, "region": 13.0, "vpc": 13.0, "zone": 11.0, "subnet": 10.5, "shelf": 11.0}
TITLE_LEFT = 12.0
TITLE_DOWN = {"cloud": 22.0, "region": 22.0, "vpc": 22.0, "zone": 17.0, "subnet": 17.0}
SMALL_DOWN = 18.0
LINE = 15.0
JOINT = 4.0
UNSEEN = ("tier", "edge")


def boxes(layout: Layout) -> list[Group]:
    """Draw all boxes, the outer ones first."""
    placed = layout.boxes
    gates = {one.node.box: one.rect for one in layout.nodes if one.node.icon == "gateway"}
    entered = [edge.points[-1] for edge in layout.edges if edge.edge.source == USERS]
    for one in placed:
        for point in entered if one.box.kind == "vpc" else ():
            if one.rect.x < point.x < one.rect.right and one.rect.y < point.y < one.rect.bottom:
                gates.setdefault(one.box.id, Rect(point.x, one.rect.y, 0, 0))
    order = {kind: place for place, kind in enumerate(ORDER)}
    seen = [one for one in placed if one.box.kind not in UNSEEN]
    return [
        _box(one, gates.get(one.box.id))
        for one in sorted(seen, key=lambda one: order[one.box.kind])
    ]


ORDER = ("cloud", "region", "pipeline", "shelf", "vpc", "zone", "subnet")


def _box(placed: PlacedBox, gate: Rect | None) -> Group:
    """Draw a box; what a VPC says stands left of the way in, and of its gate."""
    box, rect = placed.box, placed.rect
    shapes: list[Shape] = [Frame(rect, _style(placed), RADII.get(box.kind, 8.0))]
    size = SIZES.get(box.kind, 11.0)
    down = TITLE_DOWN.get(box.kind, SMALL_DOWN)
    room = Rect(rect.x + TITLE_LEFT, rect.y, rect.width - 2 * TITLE_LEFT, down + 8)
    beside = room
    if gate is not None:
        room = room._replace(width=gate.middle.x - 2 * JOINT - room.x)
        beside = Rect(room.x, room.y, gate.x - 8 - room.x, down + LINE + 8)
    small = box.kind in {"subnet", "zone"}
    weight: Weight = "regular" if small else "bold"
    title = fit(box.title, room.width, size, weight)
    at = Point(room.x, rect.y + down)
    shapes.append(Words(title, at, size, "muted" if small else "ink", room, weight))
    if box.note and gate is not None:
        text = fit(box.note, beside.width, size)
        shapes.append(Words(text, Point(at.x, at.y + LINE + 2), size, "faint", beside))
    elif box.note:
        shapes += _note(box.note, room, at, size, width(title, size, weight))
    for place, text in enumerate(box.lines):
        inner = Rect(room.x, rect.y + down, room.width, (place + 1) * LINE + 6)
        below = Point(room.x, rect.y + down + (place + 1) * LINE)
        shapes.append(Words(fit(text, room.width, 10.5), below, 10.5, "muted", inner))
    label = f"{NAMES[box.kind]} {box.title} {box.note}".strip()
    return Group(box.id, "box", label, tuple(shapes), (label, *box.addresses[:1]))


NAMES = {
    "cloud": "Cloud",
    "region": "Region",
    "vpc": "VPC",
    "zone": "Availability zone",
    "subnet": "Subnet",
    "shelf": "Group",
    "pipeline": "Group",
}


def _note(note: str, room: Rect, at: Point, size: float, after: float) -> list[Shape]:
    """Write what is less important behind the title, or at the right where a subnet's end is."""
    left = room.width - after - TITLE_LEFT
    text = fit(note, left, size)
    return [Words(text, Point(at.x + after + 8, at.y), size, "faint", room)] if left > size else []


def _style(placed: PlacedBox) -> str:
    box = placed.box
    if box.kind == "subnet":
        return "public" if "public" in box.title else "private"
    return box.kind
