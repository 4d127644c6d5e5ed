"""What an art director would circle, found by measuring: each function lists what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from giban.diagram.geometry import Layout, PlacedBox, PlacedNode, Point, Rect
from giban.diagram.measure import width
from giban.diagram.shapes import Drawing, Words

PEN = 0.01
ROWS = ("tier", "edge")


def problems(layout: Layout, drawing: Drawing) -> list[str]:
    """Return everything that is wrong with a picture."""
    return [
        *overlapping_nodes(layout),
        *overlapping_boxes(layout),
        *outside_of_boxes(layout),
        *arrows_through_nodes(layout),
        *arrows_that_miss(layout),
        *arrows_on_one_another(layout),
        *words_on_something(layout),
        *words_outside(drawing),
        *arrows_through_titles(layout, drawing),
    ]


def overlapping_nodes(layout: Layout) -> Iterator[str]:
    """No two nodes share an area."""
    solid = [(one.node.id, rect) for one in layout.nodes for rect in one.solid]
    for (one, first), (other, second) in combinations(solid, 2):
        if first.overlaps(second):
            yield f"{one} overlaps {other}"


def overlapping_boxes(layout: Layout) -> Iterator[str]:
    """No two boxes share an area unless one holds the other."""
    for one, other in combinations(layout.boxes, 2):
        apart = not one.rect.overlaps(other.rect)
        if not (apart or one.rect.holds(other.rect) or other.rect.holds(one.rect)):
            yield f"{one.box.id} overlaps {other.box.id}"


def outside_of_boxes(layout: Layout) -> Iterator[str]:
    """Everything is inside the box it belongs to, and on the page."""
    frames = {one.box.id: one.rect for one in layout.boxes}
    page = Rect(0, 0, layout.width, layout.height)
    for box in layout.boxes:
        if not frames.get(box.box.inside, page).holds(box.rect):
            yield f"{box.box.id} is outside of {box.box.inside or 'the page'}"
    for node in layout.nodes:
        if not frames.get(node.node.box, page).holds(node.rect):
            yield f"{node.node.id} is outside of {node.node.box}"
        for cell in node.cells:
            if not (node.open or node.rect.holds(cell.rect)):
                yield f"a copy of {node.node.id} is outside of it"
        yield from _beside_its_zone(node, frames)


def _beside_its_zone(node: PlacedNode, frames: dict[str, Rect]) -> Iterator[str]:
    for cell in node.cells:
        if not frames[cell.cell.zone].holds(cell.rect):
            yield f"a copy of {node.node.id} is outside of its zone"


def arrows_through_nodes(layout: Layout) -> Iterator[str]:
    """No arrow crosses a node, its own ends' insides included."""
    for edge in layout.edges:
        for start, end in pairwise(edge.points):
            for node in layout.nodes:
                if any(_crosses(start, end, rect) for rect in node.solid):
                    yield f"{edge.edge.id} goes through {node.node.id}"


def _crosses(start: Point, end: Point, rect: Rect) -> bool:
    inner = rect.inset(PEN)
    left, right = sorted((start.x, end.x))
    top, bottom = sorted((start.y, end.y))
    return left < inner.right and right > inner.x and top < inner.bottom and bottom > inner.y


def arrows_that_miss(layout: Layout) -> Iterator[str]:
    """An arrow is level or upright everywhere, and begins and ends on the frames of its nodes."""
    nodes = {one.node.id: one.rect for one in layout.nodes}
    for edge in layout.edges:
        if any(a.x != b.x and a.y != b.y for a, b in pairwise(edge.points)):
            yield f"{edge.edge.id} is slanted"
        ends = (
            (edge.edge.source, edge.points[0]),
            (edge.edge.target, edge.points[-1]),
        )
        for id, point in ends:
            if not _on_frame(point, nodes[id]):
                yield f"{edge.edge.id} misses {id}"


def _on_frame(point: Point, rect: Rect) -> bool:
    level = rect.x <= point.x <= rect.right and point.y in {rect.y, rect.bottom}
    upright = rect.y <= point.y <= rect.bottom and point.x in {rect.x, rect.right}
    return level or upright


def arrows_on_one_another(layout: Layout) -> Iterator[str]:
    """Lines of arrows that share no end never lie on each other."""
    for one, other in combinations(layout.edges, 2):
        ends = {one.edge.source, one.edge.target} & {other.edge.source, other.edge.target}
        if ends:
            continue
        for first in pairwise(one.points):
            if any(_along(*first, *second) for second in pairwise(other.points)):
                yield f"{one.edge.id} lies on {other.edge.id}"


def _along(a: Point, b: Point, c: Point, d: Point) -> bool:
    if a.x == b.x == c.x == d.x:
        return min(a.y, b.y) < max(c.y, d.y) and min(c.y, d.y) < max(a.y, b.y)
    if a.y == b.y == c.y == d.y:
        return min(a.x, b.x) < max(c.x, d.x) and min(c.x, d.x) < max(a.x, b.x)
    return False


def words_on_something(layout: Layout) -> Iterator[str]:
    """The words of an arrow stand on no node and on no other arrow's words."""
    labels = [(edge.edge.id, edge.label) for edge in layout.edges if edge.label]
    for id, label in labels:
        for node in layout.nodes:
            if any(label.overlaps(rect) for rect in node.solid):
                yield f"the words of {id} stand on {node.node.id}"
    for (one, first), (other, second) in combinations(labels, 2):
        if first.overlaps(second):
            yield f"the words of {one} stand on those of {other}"


def words_outside(drawing: Drawing) -> Iterator[str]:
    """Every text is inside the room it was given, measured with the font's own widths."""
    for group in drawing.groups:
        for shape in group.shapes:
            if isinstance(shape, Words) and not _inside(shape):
                yield f"{shape.text!r} of {group.id} is outside of {shape.room}"


def extent(words: Words) -> Rect:
    """Return the area of a line of text: from a little above its capitals to its descenders."""
    wide = width(words.text, words.size, words.weight)
    left = words.at.x - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    return Rect(left, words.at.y - words.size * 0.74, wide, words.size * 0.95)


def _inside(words: Words) -> bool:
    area = extent(words)
    room = words.room
    grown = Rect(room.x - PEN, room.y - PEN, room.width + 2 * PEN, room.height + 2 * PEN)
    return grown.holds(area)


def arrows_through_titles(layout: Layout, drawing: Drawing) -> Iterator[str]:
    """No arrow crosses the title of a box."""
    titles = [
        (group.id, extent(shape))
        for group in drawing.groups
        if group.role == "box"
        for shape in group.shapes
        if isinstance(shape, Words)
    ]
    for edge in layout.edges:
        for start, end in pairwise(edge.points):
            for id, area in titles:
                if _crosses(start, end, area):
                    yield f"{edge.edge.id} goes through the title of {id}"


def frames_of(boxes: tuple[PlacedBox, ...], kind: str) -> list[Rect]:
    """Return the frames of all boxes of a kind."""
    return [one.rect for one in boxes if one.box.kind == kind]
