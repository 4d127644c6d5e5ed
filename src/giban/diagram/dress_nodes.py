"""How nodes look: a card, or a band over several zones with a copy in each."""

from __future__ import annotations

from itertools import pairwise

from giban.diagram import words
from giban.diagram.cards import ICON, PAD, TEXT_LEFT, lines, room
from giban.diagram.geometry import PlacedCell, PlacedNode, Point, Rect
from giban.diagram.measure import fit
from giban.diagram.palette import FAMILIES
from giban.diagram.scene import Node
from giban.diagram.shapes import Dot, Frame, Group, Icon, Line, Shape, Words

CELL_SIZE = 11.0
SMALL_ICON = 24.0
STYLES = {"title": "ink", "fact": "muted", "cost": "ink"}


def nodes(placed: tuple[PlacedNode, ...]) -> list[Group]:
    """Draw all nodes."""
    return [_open(one) if one.open else _closed(one) for one in placed]


def tone(node: Node) -> str:
    """Return the family of a node's icon."""
    return FAMILIES[node.icon]


def _group(placed: PlacedNode, shapes: list[Shape]) -> Group:
    node = placed.node
    copies = ", ".join(cell.title for cell in node.cells)
    label = ". ".join(part for part in (node.title, *node.facts, copies, node.cost) if part)
    more = len(node.addresses) - 1
    tip = [node.title, *node.facts, *node.addresses[:1]]
    tip += [f"and {more} more"] if more > 0 else []
    tip += [paid] if (paid := node.cost or node.paid) else []
    tip += [node.change] if node.change else []
    return Group(node.id, "node", label, tuple(shapes), tuple(tip), node.change or "")


def _closed(placed: PlacedNode) -> Group:
    node, rect = placed.node, placed.rect
    shapes: list[Shape] = [Frame(rect, _surface(node), 8.0 if not node.cells else 10.0)]
    head = _head_height(placed)
    icon = Rect(rect.x + PAD, rect.y + PAD, ICON, ICON)
    if not node.cells:
        icon = icon._replace(y=rect.y + (rect.height - ICON) / 2)
    shapes.append(Icon(node.icon, icon, "glyph", f"tile-{tone(node)}"))
    shapes += _lines(node, Rect(rect.x, rect.y, rect.width, head))
    shapes += [shape for cell in placed.cells for shape in _cell(node, cell)]
    shapes += _chain(node, placed.cells)
    return _group(placed, shapes)


def _head_height(placed: PlacedNode) -> float:
    """Return the height of the part that the title stands in."""
    return placed.cells[0].rect.y - placed.rect.y if placed.cells else placed.rect.height


def _surface(node: Node) -> str:
    if node.change:
        return f"card-{node.change}"
    if node.cost:
        return f"heat-{'unknown' if node.heat is None else node.heat}"
    return f"band-{tone(node)}" if node.cells else "card"


def _lines(node: Node, rect: Rect) -> list[Shape]:
    """Write a card's lines, all together in the middle of its height."""
    found = lines(node, room(rect.width))
    y = rect.y + (rect.height - sum(line.height for line in found)) / 2
    shapes: list[Shape] = []
    for line in found:
        y += line.height
        at = Point(rect.x + TEXT_LEFT, y - 4)
        style = "ink" if node.cost else STYLES[line.role]
        shapes.append(Words(line.text, at, line.size, style, rect, line.weight))
    return shapes


def _cell(node: Node, placed: PlacedCell) -> list[Shape]:
    cell, rect = placed.cell, placed.rect
    kind = "standby" if cell.standby else "cell"
    middle = rect.middle.y
    text = fit(cell.title, rect.width - 34, CELL_SIZE)
    mark = Dot(Point(rect.x + 14, middle), 3.5, f"tile-{tone(node)}")
    hollow = Frame(Rect(rect.x + 11, middle - 3, 6, 6), f"ring-{tone(node)}", 3.0)
    at = Point(rect.x + 24, middle + 4)
    return [
        Frame(rect, f"{kind}-{tone(node)}", 6.0),
        hollow if cell.standby else mark,
        Words(text, at, CELL_SIZE, "muted" if cell.standby and not node.cost else "ink", rect),
    ]


def _chain(node: Node, cells: tuple[PlacedCell, ...]) -> list[Shape]:
    """Draw what copies do with one another: an arrow from each to the next."""
    shapes: list[Shape] = []
    for one, other in pairwise(cells):
        if not node.chain:
            continue
        backward = one.cell.standby and not other.cell.standby
        ends = (one.rect.right + 3, other.rect.x - 3)
        start, end = reversed(ends) if backward else ends
        y = one.rect.middle.y
        line = (Point(start, y), Point(end, y))
        shapes.append(Line(line, f"chain-{tone(node)}", arrow=True))
        if one is cells[0]:
            room_ = Rect(one.rect.right, one.rect.y - 10, other.rect.x - one.rect.right, 24)
            at = Point(room_.middle.x, y - 6)
            style = "ink" if node.cost else f"words-{tone(node)}"
            shapes.append(Words(node.chain, at, 10, style, room_, anchor="middle"))
    return shapes


def _open(placed: PlacedNode) -> Group:
    """Draw a node that is nothing but its copies: a small card in each zone."""
    node = placed.node
    shapes: list[Shape] = []
    for cell in placed.cells:
        rect = cell.rect
        icon = Rect(rect.x + PAD, rect.middle.y - SMALL_ICON / 2, SMALL_ICON, SMALL_ICON)
        left = rect.x + PAD + SMALL_ICON + PAD
        title = fit(node.title, rect.right - left - PAD, 12, "bold")
        down = -4 if node.cost else 4
        shapes += [
            Frame(rect, _surface_of_copy(node), 8.0),
            Icon(node.icon, icon, "glyph", f"tile-{tone(node)}"),
            Words(title, Point(left, rect.middle.y + down), 12, "ink", rect, "bold"),
        ]
        if node.cost:
            shapes += _cost(node, rect, left)
    return _group(placed, shapes)


def _surface_of_copy(node: Node) -> str:
    surface = _surface(node)
    return "card" if surface.startswith("band-") else surface


def _cost(node: Node, rect: Rect, left: float) -> list[Shape]:
    said = words.together(node.cost, len(node.cells))
    text = fit(said, rect.right - left - PAD, 11, "bold")
    return [Words(text, Point(left, rect.middle.y + 12), 11, "ink", rect, "bold")]
