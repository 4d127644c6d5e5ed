"""How arrows look: a line with rounded corners, a head, and words where it arrives."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from giban.diagram.geometry import PlacedEdge, Point, Rect
from giban.diagram.needs import LABEL_SIZE
from giban.diagram.shapes import Dot, Frame, Group, Line, Shape, Words

RADIUS = 7.0
JOINT = 2.6
PILL = 5.0

Run = tuple[Point, ...]
"""Corners of a line."""


def edges(placed: tuple[PlacedEdge, ...], titles: dict[str, str]) -> list[Group]:
    """Draw all arrows; `titles` are the names of nodes, for those who listen."""
    joints = _joints(placed)
    lines = [
        _edge(one, parts, titles, joints.get(one.edge.id, ())) for one, parts in _parts(placed)
    ]
    return [*lines, *(_words(one) for one in placed if one.label)]


def _style(placed: PlacedEdge) -> str:
    edge = placed.edge
    return f"edge-{edge.change}" if edge.change else edge.kind


def _edge(
    placed: PlacedEdge, parts: list[Run], titles: dict[str, str], joints: tuple[Point, ...]
) -> Group:
    edge = placed.edge
    shapes: list[Shape] = [
        Line(part, _style(placed), arrow=part[-1] == placed.points[-1], radius=RADIUS)
        for part in parts
    ]
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


def _parts(placed: tuple[PlacedEdge, ...]) -> list[tuple[PlacedEdge, list[Run]]]:
    """Return each arrow with those parts of it that no earlier one of its company has drawn.

    Drawn twice, the gaps of a dashed line would be filled.
    """
    drawn: dict[str, list[tuple[Point, Point]]] = {}
    found = []
    for one in placed:
        keys = [f"{end}|{one.edge.change}" for end in _ends(one)]
        runs = [run for key in keys for run in drawn.get(key, ())]
        found.append((one, _joined(_left(pair, runs) for pair in pairwise(one.points))))
        for key in keys:
            drawn.setdefault(key, []).extend(pairwise(one.points))
    return found


def _left(pair: tuple[Point, Point], runs: list[tuple[Point, Point]]) -> list[Run]:
    """Return what is left of a straight run when others are taken from it, in its direction."""
    left = [pair]
    for run in runs:
        left = [rest for part in left for rest in _without(part, run)]
    return list(left)


def _without(part: tuple[Point, Point], run: tuple[Point, Point]) -> list[tuple[Point, Point]]:
    start, end = part
    if start.x == end.x == run[0].x == run[1].x:
        low, high = sorted((run[0].y, run[1].y))
        cut = [Point(start.x, min(max(y, low), high)) for y in (start.y, end.y)]
    elif start.y == end.y == run[0].y == run[1].y:
        low, high = sorted((run[0].x, run[1].x))
        cut = [Point(min(max(x, low), high), start.y) for x in (start.x, end.x)]
    else:
        return [part]
    if cut[0] == cut[1]:
        return [part]
    return [rest for rest in ((start, cut[0]), (cut[1], end)) if rest[0] != rest[1]]


def _joined(pieces: Iterable[list[Run]]) -> list[Run]:
    """Join pieces that touch into lines."""
    found: list[Run] = []
    for piece in (one for some in pieces for one in some):
        if found and found[-1][-1] == piece[0]:
            found[-1] = (*found[-1], *piece[1:])
        else:
            found.append(piece)
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
