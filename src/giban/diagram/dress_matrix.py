"""A scene as a matrix: who is at the left reaches who is at the top, on the ports between."""

from __future__ import annotations

from giban.diagram.cards import CARD
from giban.diagram.geometry import Layout, PlacedNode, Point, Rect
from giban.diagram.measure import fit, wrap
from giban.diagram.palette import FAMILIES
from giban.diagram.scene import Edge, Node, Scene
from giban.diagram.shapes import Frame, Group, Icon, Line, Shape, Words

MARGIN = 36.0
HEAD = 76.0
FOOT = 78.0
COLUMN = 104.0
ROW = 44.0
TOP = 84.0
ICON = 24.0
TITLE = 12.0
FACT = 10.0
PAD = 10.0


def sources(scene: Scene) -> list[Node]:
    """Return the nodes that reach others, in the order of the scene."""
    ends = {edge.source for edge in scene.edges}
    return [node for node in scene.nodes if node.id in ends]


def targets(scene: Scene) -> list[Node]:
    """Return the nodes that are reached."""
    ends = {edge.target for edge in scene.edges}
    return [node for node in scene.nodes if node.id in ends]


def matrix(scene: Scene) -> Layout:
    """Give a matrix its place: its sources at the left; the rest is dressed from them."""
    rows, columns = sources(scene), targets(scene)
    top = MARGIN + HEAD + TOP
    wide = max(2 * MARGIN + CARD + len(columns) * COLUMN, 760.0)
    tall = top + len(rows) * ROW + FOOT + MARGIN / 2
    nodes = tuple(
        PlacedNode(node, Rect(MARGIN, top + place * ROW, CARD, ROW - 6))
        for place, node in enumerate(rows)
    )
    return Layout(
        width=wide,
        height=tall,
        boxes=(),
        nodes=nodes,
        edges=(),
        head=Rect(MARGIN, MARGIN, wide - 2 * MARGIN, HEAD),
        foot=Rect(MARGIN, tall - FOOT, wide - 2 * MARGIN, FOOT),
    )


def table(scene: Scene, layout: Layout) -> list[Group]:
    """Draw the heads of the columns, the rows, and the ports where they meet."""
    columns = {node.id: place for place, node in enumerate(targets(scene))}
    groups = [_column(node, columns[node.id]) for node in targets(scene)]
    rows = {one.node.id: one.rect for one in layout.nodes}
    wide = CARD + len(columns) * COLUMN
    for placed in layout.nodes:
        groups.append(_row(placed, wide))
    return groups + [_ports(edge, rows[edge.source], columns[edge.target]) for edge in scene.edges]


def _column(node: Node, place: int) -> Group:
    room = Rect(MARGIN + CARD + place * COLUMN + 4, MARGIN + HEAD, COLUMN - 8, TOP - 8)
    icon = Rect(room.middle.x - ICON / 2, room.y, ICON, ICON)
    shapes: list[Shape] = [Icon(node.icon, icon, "glyph", f"tile-{FAMILIES[node.icon]}")]
    for line, text in enumerate(wrap(node.title, room.width, TITLE, "bold")):
        at = Point(room.middle.x, icon.bottom + 18 + line * 15)
        shapes.append(Words(text, at, TITLE, "ink", room, "bold", "middle"))
    return Group(
        f"to {node.id}", "node", f"to {node.title}", tuple(shapes), (node.title, *node.facts)
    )


def _row(placed: PlacedNode, wide: float) -> Group:
    node, rect = placed.node, placed.rect
    icon = Rect(rect.x, rect.middle.y - ICON / 2, ICON, ICON)
    left = icon.right + PAD
    room = Rect(left, rect.y - 3, rect.right - left - PAD, rect.height + 6)
    line = (Point(rect.x, rect.bottom + 3), Point(rect.x + wide, rect.bottom + 3))
    title_down = -2 if node.facts else 4
    shapes: list[Shape] = [
        Line(line, "rule"),
        Icon(node.icon, icon, "glyph", f"tile-{FAMILIES[node.icon]}"),
        Words(
            fit(node.title, room.width, TITLE, "bold"),
            Point(left, rect.middle.y + title_down),
            TITLE,
            "ink",
            room,
            "bold",
        ),
    ]
    for fact in node.facts[:1]:
        text = fit(fact, room.width, FACT)
        shapes.append(Words(text, Point(left, rect.middle.y + 13), FACT, "muted", room))
    tip = (node.title, *node.facts, *node.addresses[:1])
    return Group(f"from {node.id}", "node", f"from {node.title}", tuple(shapes), tip)


def _ports(edge: Edge, row: Rect, column: int) -> Group:
    rect = Rect(MARGIN + CARD + column * COLUMN + 5, row.y + 2, COLUMN - 10, row.height - 4)
    style = f"card-{edge.change}" if edge.change else "band-network"
    text = fit(edge.label, rect.width - 8, FACT, "bold")
    at = Point(rect.middle.x, rect.middle.y + 4)
    shapes = (Frame(rect, style, 6.0), Words(text, at, FACT, "ink", rect, "bold", "middle"))
    return Group(edge.id, "edge", f"{edge.id}: {edge.label}", shapes, (edge.label,))
