"""Scene → Layout in layers: each node below all that lead to it, arrows in channels between."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from giban.diagram.cards import CARD, height
from giban.diagram.geometry import Layout, PlacedEdge, PlacedNode, Point, Rect
from giban.diagram.measure import width
from giban.diagram.needs import LABEL_HEIGHT, LABEL_SIZE, TRACK
from giban.diagram.scene import Edge, Node, Scene
from giban.diagram.tracks import Tap, tracks

MARGIN = 36.0
HEAD = 76.0
FOOT = 78.0
GAP = 26.0
AIR = 26.0
MOST = 5
"""How many nodes stand in one row; a longer layer takes several."""


def layered(scene: Scene) -> Layout:
    """Give everything in a scene its place."""
    rows = _rows(scene)
    made = _Layers(scene, rows)
    return made.layout()


def ranks(scene: Scene) -> dict[str, int]:
    """Return how many arrows lie above each node at most; what goes in circles is cut once."""
    before: dict[str, list[str]] = defaultdict(list)
    for edge in scene.edges:
        before[edge.target].append(edge.source)
    found: dict[str, int] = {}

    def rank(id: str, seen: frozenset[str]) -> int:
        if id not in found:
            above = [one for one in before[id] if one not in seen]
            found[id] = max((rank(one, seen | {id}) + 1 for one in above), default=0)
        return found[id]

    for node in scene.nodes:
        rank(node.id, frozenset({node.id}))
    return found


def _rows(scene: Scene) -> list[list[Node]]:
    found = ranks(scene)
    joined = {end for edge in scene.edges for end in (edge.source, edge.target)}
    layers: dict[int, list[Node]] = defaultdict(list)
    for node in scene.nodes:
        layers[found[node.id] if node.id in joined else len(scene.nodes)].append(node)
    rows: list[list[Node]] = []
    for layer in sorted(layers):
        nodes = layers[layer]
        rows += [nodes[start : start + MOST] for start in range(0, len(nodes), MOST)]
    return rows


class _Layers:
    """Nodes in rows, a level channel above each row, and an upright one at the right of all."""

    def __init__(self, scene: Scene, rows: list[list[Node]]) -> None:
        self.scene, self.rows = scene, rows
        self.row = {node.id: place for place, row in enumerate(rows) for node in row}
        self.rects: dict[str, Rect] = {}
        self.above: list[float] = []
        self.wide = max((len(row) for row in rows), default=1) * (CARD + GAP) - GAP
        long = {edge.target for edge in scene.edges if self._long(edge)}
        self.side = MARGIN + self.wide + AIR
        self.right = self.side + len(long) * TRACK
        self._place()

    def _long(self, edge: Edge) -> bool:
        return self.row[edge.target] != self.row[edge.source] + 1

    def _place(self) -> None:
        y = MARGIN + HEAD
        for place, row in enumerate(self.rows):
            used = {edge.target for edge in self.scene.edges if self._touches(edge, place)}
            lines = 2 * AIR + LABEL_HEIGHT + (len(used) - 1) * TRACK
            channel = lines if used else GAP * bool(place)
            self.above.append(y + AIR)
            y += channel
            start = MARGIN + (self.wide - len(row) * (CARD + GAP) + GAP) / 2
            tall = max(height(node, CARD, 0) for node in row)
            for column, node in enumerate(row):
                self.rects[node.id] = Rect(start + column * (CARD + GAP), y, CARD, tall)
            y += tall
        last = {edge.target for edge in self.scene.edges if self._touches(edge, len(self.rows))}
        self.above.append(y + AIR)
        self.bottom = y + (2 * AIR + len(last) * TRACK if last else 0)

    def _touches(self, edge: Edge, channel: int) -> bool:
        """Tell whether an arrow runs in the channel above a row."""
        return channel in {self.row[edge.target], self.row[edge.source] + 1}

    def layout(self) -> Layout:
        """Return everything with its place."""
        edges = self._edges()
        right = max(self.right + MARGIN, MARGIN * 2 + self.wide)
        tall = self.bottom + FOOT + MARGIN / 2
        return Layout(
            width=right,
            height=tall,
            boxes=(),
            nodes=tuple(PlacedNode(node, self.rects[node.id]) for node in self.scene.nodes),
            edges=edges,
            head=Rect(MARGIN, MARGIN, right - 2 * MARGIN, HEAD),
            foot=Rect(MARGIN, tall - FOOT, right - 2 * MARGIN, FOOT),
        )

    def _edges(self) -> tuple[PlacedEdge, ...]:
        outs = self._ports([edge.source for edge in self.scene.edges], {})
        lines = self._lines(outs)
        placed = []
        for edge, start in zip(self.scene.edges, outs, strict=True):
            points = self._points(edge, start, lines)
            label = None
            if edge.label:
                wide = width(edge.label, LABEL_SIZE)
                label = Rect(start.x + 5, start.y + 3, wide, LABEL_HEIGHT)
            placed.append(PlacedEdge(edge, points, label))
        return tuple(placed)

    def _ports(self, nodes: list[str], seen: dict[str, int]) -> list[Point]:
        """Return where each arrow leaves the lower side of its node, side by side."""
        points = []
        for id in nodes:
            rect, count = self.rects[id], nodes.count(id)
            seen[id] = seen.get(id, 0) + 1
            points.append(Point(rect.x + rect.width * seen[id] / (count + 1), rect.bottom))
        return points

    def _lines(self, outs: list[Point]) -> dict[tuple[str, str], float]:
        """Return the line of each target in each channel it is led through."""
        level: dict[int, dict[str, list[Tap]]] = defaultdict(dict)
        upright: dict[str, list[Tap]] = {}
        for edge, start in zip(self.scene.edges, outs, strict=True):
            end = self.rects[edge.target].middle.x
            first, last = self.row[edge.source] + 1, self.row[edge.target]
            if first == last:
                taps = [Tap(start.x, below=True), Tap(end, below=False)]
                level[first].setdefault(edge.target, []).extend(taps)
                continue
            level[first].setdefault(edge.target, []).extend(
                [Tap(start.x, below=True), Tap(self.right, below=False)]
            )
            level[last].setdefault(edge.target, []).extend(
                [Tap(self.right, below=True), Tap(end, below=False)]
            )
            upright.setdefault(edge.target, []).extend(
                [Tap(self.above[first], below=True), Tap(self.above[last], below=True)]
            )
        found: dict[tuple[str, str], float] = {}
        for place, nets in level.items():
            for net, track in tracks(nets).items():
                found[f"row {place}", net] = self.above[place] + track * TRACK
        for net, track in tracks(upright).items():
            found["side", net] = self.side + track * TRACK
        return found

    def _points(
        self, edge: Edge, start: Point, lines: dict[tuple[str, str], float]
    ) -> tuple[Point, ...]:
        rect = self.rects[edge.target]
        end = Point(rect.middle.x, rect.y)
        first, last = self.row[edge.source] + 1, self.row[edge.target]
        y = lines[f"row {first}", edge.target]
        points = [start, Point(start.x, y)]
        if first != last:
            x, down = lines["side", edge.target], lines[f"row {last}", edge.target]
            points += [Point(x, y), Point(x, down), Point(end.x, down)]
        else:
            points.append(Point(end.x, y))
        kept = [points[0]]
        kept += [two for one, two in pairwise((*points, end)) if one != two]
        return tuple(kept)
