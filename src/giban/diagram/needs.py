"""How much room arrows need: tracks in each channel, words at its sides, ports on each node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from giban.diagram.measure import width
from giban.diagram.nets import Place, Side, Way

TRACK = 14
"""The distance of two lines in one channel."""

LABEL_SIZE = 10
LABEL_HEIGHT = 13
LABEL_ROOM = 22
"""What a label takes besides its text: the arrow's head, and air on both sides."""

BARE = 12


class Needs:
    """What the ways of a scene ask of the page."""

    def __init__(self, ways: Iterable[Way], places: dict[str, Place]) -> None:
        self._nets: dict[str, set[str]] = defaultdict(set)
        self._words: dict[tuple[str, str], float] = defaultdict(float)
        self._ports: dict[tuple[str, Side], set[str]] = defaultdict(set)
        for way in ways:
            for channel in way.channels:
                self._nets[channel].add(way.net)
            self._ports[way.edge.source, way.out].add(way.net)
            self._ports[way.edge.target, way.into].add(way.net)
            where = label_place(way, places[way.edge.target])
            text = width(way.edge.label, LABEL_SIZE) if way.edge.label else 0
            self._words[where] = max(self._words[where], text + LABEL_ROOM if text else 0)

    def before(self, channel: str) -> float:
        """Return the room for words at the left side of an upright channel."""
        return max(BARE, self._words.get((channel, "left"), 0))

    def after(self, channel: str) -> float:
        """Return the room for words at its right side."""
        return max(BARE, self._words.get((channel, "right"), 0))

    def breadth(self, channel: str) -> float:
        """Return the room for the lines of a channel."""
        return max(0, len(self._nets.get(channel, ())) - 1) * TRACK

    def across(self, channel: str) -> float:
        """Return the whole breadth of an upright channel."""
        return self.before(channel) + self.breadth(channel) + self.after(channel)

    def deep(self, channel: str) -> float:
        """Return the whole breadth of a level channel."""
        return self.breadth(channel) + 2 * BARE

    def ports(self, node: str) -> int:
        """Return the number of arrows on a node's busiest upright side."""
        return max(len(self._ports.get((node, side), ())) for side in ("left", "right"))


def label_place(way: Way, target: Place) -> tuple[str, str]:
    """Return the channel in which the words at the end of a way stand, and on which side of it."""
    match way.into, target.kind:
        case "right", "lane":
            return f"{target.vpc}/right", "left"
        case "left", "lane":
            return f"{target.vpc}/left", "right"
        case "left", "near" if way.channels:
            return f"{target.region}/street", "right"
        case "left", "far":
            return f"{target.region}/back", "right"
        case "right", "near":
            return f"{target.region}/back", "left"
        case _:
            return "", ""
