"""How arrows look: a line with rounded corners, a head, and words where it arrives."""

from __future__ import annotations

from giban.diagram.geometry import PlacedEdge, Point, Rect
from giban.diagram.needs import LABEL_SIZE
from giban.diagram.shapes import Dot, Frame, Group, Line, Shape, Words

RADIUS = 7.0
JOINT = 2.6
PILL = 5.0


def edges(placed: tuple[PlacedEdge, ...], titles: dict[str, str]) -> list[Group]:
    """Draw all arrows; `titles` are the names of nodes, for those who listen."""
    joints = _joints(placed)
    lines = [_edge(one, titles, joints.get(one.edge.id, ())) for one in placed]
    return [*lines, *(_words(one) for one in placed if one.label)]


def _style(placed: PlacedEdge) -> str:
    edge = placed.edge
    return f"edge-{edge.change}" if edge.change else edge.kind


def _edge(placed: PlacedEdge, titles: dict[str, str], joints: tuple[Point, ...]) -> Group:
    edge = placed.edge
    shapes: list[Shape] = [Line(placed.points, _style(placed), arrow=True, radius=RADIUS)]
    ink = edge.change or edge.kind
    shapes += [Dot(point, JOINT, f"words-{ink}") for point in joints]
    said = f"{titles[edge.source]} to {titles[edge.target]}"
    label = f"{said}: {edge.label}" if edge.label else said
    return Group(edge.id, "edge", label, tuple(shapes), (label,), edge.change or "")


def _words(placed: PlacedEdge) -> Group:
    edge, label = placed.edge, placed.label or Rect(0, 0, 0, 0)
    ink = edge.change or edge.kind
    at = Point(label.x, label.bottom - 3)
    words = Words(edge.label, at, LABEL_SIZE, f"words-{ink}", label)
    pill = Rect(label.x - PILL, label.y, label.width + 2 * PILL, label.height)
    upright = placed.points[-1].x == placed.points[-2].x
    on_line = upright and label.x < placed.points[-1].x < label.right
    shapes = (Frame(pill, "halo", PILL), words) if on_line else (words,)
    return Group(f"{edge.id}:label", "note", edge.label, shapes)


def _joints(placed: tuple[PlacedEdge, ...]) -> dict[str, tuple[Point, ...]]:
    """Return where lines that share a way part: a corner of one inside a run of another."""
    runs: dict[str, list[tuple[Point, Point]]] = {}
    for one in placed:
        for end in _ends(one):
            runs.setdefault(end, []).extend(zip(one.points, one.points[1:], strict=False))
    found: dict[str, tuple[Point, ...]] = {}
    for one in placed:
        near = [run for end in _ends(one) for run in runs[end]]
        points = tuple(p for p in one.points[1:-1] if any(_inside(p, run) for run in near))
        if points:
            found[one.edge.id] = points
    return found


def _ends(placed: PlacedEdge) -> tuple[str, str]:
    edge = placed.edge
    return f"{edge.source}>|{edge.kind}", f">{edge.target}|{edge.kind}|{edge.label}"


def _inside(point: Point, run: tuple[Point, Point]) -> bool:
    one, other = run
    if one.x == other.x == point.x:
        return min(one.y, other.y) < point.y < max(one.y, other.y)
    if one.y == other.y == point.y:
        return min(one.x, other.x) < point.x < max(one.x, other.x)
    return False
