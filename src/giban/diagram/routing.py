"""The corners of every arrow: ports on nodes, lines in channels, words at the ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from giban.diagram.cards import PORT
from giban.diagram.geometry import PlacedEdge, PlacedNode, Point, Rect
from giban.diagram.measure import width
from giban.diagram.needs import LABEL_HEIGHT, LABEL_SIZE, TRACK
from giban.diagram.nets import PORCH, ROOF, Place, Side, Way
from giban.diagram.sheet import Page
from giban.diagram.tracks import Tap, tracks
from giban.diagram.vpc import at

Port = tuple[str, Side, str]
HEAD = 8
"""The length of an arrow's head."""

APART = 5
"""How near two level lines of one channel may come before one is moved."""


def routes(page: Page, ways: Sequence[Way], places: dict[str, Place]) -> list[PlacedEdge]:
    """Return every arrow with its corners."""
    made = _Routing(page, ways, places)
    return [made.edge(way) for way in ways]


class _Routing:
    def __init__(self, page: Page, ways: Sequence[Way], places: dict[str, Place]) -> None:
        self.page, self.ways, self.places = page, ways, places
        self.nodes: dict[str, PlacedNode] = {one.node.id: one for one in page.nodes}
        self.ports: dict[Port, Point] = {}
        self._place_ports()
        self.lines: dict[tuple[str, str], float] = {}
        self._place_lines()
        self._align()
        self.labelled: set[tuple[str, Side, str, str]] = set()

    def _place_ports(self) -> None:
        sides: dict[tuple[str, Side], dict[str, list[Way]]] = defaultdict(dict)
        for way in self.ways:
            for node, side in ((way.edge.source, way.out), (way.edge.target, way.into)):
                sides[node, side].setdefault(way.net, []).append(way)
        taken: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for (node, side), nets in sides.items():
            if side in {"top", "bottom"}:
                self._level(node, side, nets)
            else:
                self._upright(node, side, nets, taken[self._street(node, side)])

    def _street(self, node: str, side: Side) -> str:
        """Return the channel whose level lines the ports of a side share."""
        place = self.places[node]
        if place.kind == "pipeline":
            return f"{node}/{side}"
        if (place.kind, side) in {("lane", "right"), ("gate", "right"), ("near", "left")}:
            return f"{place.region}/street"
        return f"{place.region}/{node}/{side}" if place.kind == "lane" else f"{place.region}/back"

    def _level(self, node: str, side: Side, nets: dict[str, list[Way]]) -> None:
        rect = self.nodes[node].rect
        for place, (net, ways) in enumerate(nets.items()):
            spot, vpc = ways[0].straight, self.places[ways[0].edge.target].vpc
            fixed = spot is not None and self.places[node].kind == "lane"
            if fixed and spot is not None:
                x = self._at(vpc, spot)
            elif self.places[node].kind in {"users", "gate"}:
                x = rect.middle.x
            else:
                x = rect.x + rect.width * (place + 1) / (len(nets) + 1)
            y = rect.y if side == "top" else rect.bottom
            self.ports[node, side, net] = Point(x, y)

    def _at(self, vpc: str, spot: int) -> float:
        return self.page.columns[vpc][0] + at(spot)

    def _upright(
        self, node: str, side: Side, nets: dict[str, list[Way]], taken: list[tuple[float, str]]
    ) -> None:
        rect = self.nodes[node].rect
        x = rect.x if side == "left" else rect.right
        order = sorted(nets, key=lambda net: self._other_end(node, nets[net]))
        for place, net in enumerate(order):
            wanted = rect.y + rect.height * (place + 1) / (len(order) + 1)
            if len(order) == 1:
                wanted = self._level_with(node, nets[net], wanted, rect)
            others = [height for height, other in taken if other != net]
            y = _free(wanted, others, rect)
            taken.append((y, net))
            self.ports[node, side, net] = Point(x, y)

    def _level_with(self, node: str, ways: list[Way], wanted: float, rect: Rect) -> float:
        """Return the height of the other end where that makes the arrow straight."""
        if len(ways) > 1 or len(ways[0].channels) != 1:
            return wanted
        way = ways[0]
        ends = ((way.edge.source, way.out), (way.edge.target, way.into))
        for other, side in ends:
            port = self.ports.get((other, side, way.net))
            if other != node and port and rect.y + PORT <= port.y <= rect.bottom - PORT:
                return port.y
        return wanted

    def _other_end(self, node: str, ways: Iterable[Way]) -> float:
        others = [way.edge.target if way.edge.source == node else way.edge.source for way in ways]
        return sum(self.nodes[other].rect.middle.y for other in others) / len(others)

    def _place_lines(self) -> None:
        taps: dict[str, dict[str, list[Tap]]] = defaultdict(dict)
        for way in self.ways:
            for channel, found in self._taps(way):
                taps[channel].setdefault(way.net, []).extend(found)
        for channel, nets in taps.items():
            rect = self.page.channels[channel]
            level = channel in {PORCH, ROOF} or channel.endswith("/hall")
            start = rect.middle.y if level else rect.x + self.page.needs.before(channel)
            placed = tracks(nets)
            if level:
                start -= max(placed.values()) * TRACK / 2
            for net, track in placed.items():
                self.lines[channel, net] = start + track * TRACK

    def _align(self) -> None:
        """Let what leaves downward leave right above the line it takes, where that is possible."""
        for way in self.ways:
            if way.out != "bottom" or way.channels[:1] != (ROOF,) or len(way.channels) < 2:  # noqa: PLR2004
                continue
            rect = self.nodes[way.edge.source].rect
            x = self.lines[way.channels[1], way.net]
            key = (way.edge.source, way.out, way.net)
            if rect.x + PORT <= x <= rect.right - PORT and self.places[key[0]].kind == "edge":
                self.ports[key] = self.ports[key]._replace(x=x)

    def _taps(self, way: Way) -> Iterable[tuple[str, list[Tap]]]:
        """Yield where a way joins and leaves each channel, taking others' middles for granted."""
        start = self.ports[way.edge.source, way.out, way.net]
        end = self.ports[way.edge.target, way.into, way.net]
        stops = [start, *(self.page.channels[one].middle for one in way.channels), end]
        for place, channel in enumerate(way.channels, start=1):
            level = channel in {PORCH, ROOF} or channel.endswith("/hall")
            middle = stops[place]
            yield (
                channel,
                [
                    Tap(near.x, near.y < middle.y) if level else Tap(near.y, near.x < middle.x)
                    for near in (stops[place - 1], stops[place + 1])
                ],
            )

    def edge(self, way: Way) -> PlacedEdge:
        """Return an arrow's corners and the place of its words, which stand once for each end."""
        start = self.ports[way.edge.source, way.out, way.net]
        end = self.ports[way.edge.target, way.into, way.net]
        points = [start]
        upright = way.out in {"top", "bottom"}
        for channel in way.channels:
            line, last = self.lines[channel, way.net], points[-1]
            points.append(Point(last.x, line) if upright else Point(line, last.y))
            upright = not upright
        last = points[-1]
        points += [Point(end.x, last.y) if way.into in {"top", "bottom"} else Point(last.x, end.y)]
        points.append(end)
        key = (way.edge.target, way.into, way.net, way.edge.label)
        label = None
        if way.edge.label and key not in self.labelled:
            self.labelled.add(key)
            label = self._label(way, end)
        return PlacedEdge(way.edge, _corners(points), label)

    def _label(self, way: Way, end: Point) -> Rect:
        wide = width(way.edge.label, LABEL_SIZE)
        place = self.places[way.edge.target]
        match way.into:
            case "top" if place.kind == "lane":
                middle = self.page.above[way.edge.target] - LABEL_HEIGHT / 2
                return Rect(end.x - wide / 2, middle, wide, LABEL_HEIGHT)
            case "top":
                return Rect(end.x + 7, end.y - LABEL_HEIGHT - 8, wide, LABEL_HEIGHT)
            case "bottom":
                return Rect(end.x + 7, end.y + 4, wide, LABEL_HEIGHT)
            case "right" if place.kind == "lane":
                x = self.page.channels[f"{place.vpc}/right"].x + 5
            case "right":
                x = end.x + HEAD + 3
            case "left" if place.kind == "lane":
                channel = self.page.channels[f"{place.vpc}/left"]
                x = channel.right - 5 - wide
            case _:
                x = end.x - HEAD - 3 - wide
        return Rect(x, end.y - LABEL_HEIGHT - 1, wide, LABEL_HEIGHT)


def _free(wanted: float, taken: Sequence[float], rect: Rect) -> float:
    """Return a height near the wanted one at which no other line runs."""
    for step in range(int(rect.height)):
        for y in (wanted + step, wanted - step):
            inside = rect.y + PORT / 2 <= y <= rect.bottom - PORT / 2
            if inside and all(abs(y - other) >= APART for other in taken):
                return y
    return wanted


def _corners(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points at which a line turns, and its ends."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1].x - point.x) < 0.01 and abs(kept[-1].y - point.y) < 0.01:  # noqa: PLR2004
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _in_line(one: Point, two: Point, three: Point) -> bool:
    return (one.x == two.x == three.x) or (one.y == two.y == three.y)
