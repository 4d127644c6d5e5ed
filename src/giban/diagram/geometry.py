"""Points, rectangles, and a scene in which everything has its place. Units are CSS pixels."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from giban.diagram.scene import Box, Cell, Edge, Node


class Point(NamedTuple):
    """A place on the page; y grows downward."""

    x: float
    y: float


class Rect(NamedTuple):
    """A rectangle by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def inset(self, by: float) -> Rect:
        """Return the rectangle inside it at a distance."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def overlaps(self, other: Rect) -> bool:
        """Tell whether the two share an area; touching sides do not."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: Rect) -> bool:
        """Tell whether `other` lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def around(rects: list[Rect]) -> Rect:
    """Return the smallest rectangle that holds all of some; there must be one."""
    left, top = min(r.x for r in rects), min(r.y for r in rects)
    right, bottom = max(r.right for r in rects), max(r.bottom for r in rects)
    return Rect(left, top, right - left, bottom - top)


class PlacedBox(Struct, frozen=True):
    """A box and its frame."""

    box: Box
    rect: Rect


class PlacedCell(Struct, frozen=True):
    """One copy of a node and its frame."""

    cell: Cell
    rect: Rect


class PlacedNode(Struct, frozen=True):
    """A node and its frame; `open` ones have no frame of their own, only their cells'."""

    node: Node
    rect: Rect
    cells: tuple[PlacedCell, ...] = ()
    open: bool = False

    @property
    def solid(self) -> tuple[Rect, ...]:
        """What no arrow may cross."""
        return tuple(cell.rect for cell in self.cells) if self.open else (self.rect,)


class PlacedEdge(Struct, frozen=True):
    """An arrow's corners from its source to its target, and where its label stands."""

    edge: Edge
    points: tuple[Point, ...]
    label: Rect | None = None


class Layout(Struct, frozen=True):
    """A scene with a place for everything. `axis` is where users come in."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    head: Rect
    foot: Rect
