"""What every drawn form is made of: rectangles, lines, texts and icons, in named groups.

A style is a name; its colours are in `palette.py`. Nothing here knows SVG or PDF.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from giban.diagram.geometry import Point, Rect
from giban.diagram.measure import Weight

Anchor = Literal["start", "middle", "end"]
Role = Literal["box", "node", "edge", "note"]


class Frame(Struct, frozen=True):
    """A rectangle with rounded corners."""

    rect: Rect
    style: str
    radius: float = 0


class Line(Struct, frozen=True):
    """A line through corners, each rounded; the last may be an arrow's tip."""

    points: tuple[Point, ...]
    style: str
    arrow: bool = False
    radius: float = 0


class Dot(Struct, frozen=True):
    """A filled circle."""

    centre: Point
    radius: float
    style: str


class Words(Struct, frozen=True):
    """One line of text. `room` is what it must stay inside of; `full` what it was cut from."""

    text: str
    at: Point
    size: float
    style: str
    room: Rect
    weight: Weight = "regular"
    anchor: Anchor = "start"


class Icon(Struct, frozen=True):
    """A glyph of `icons.py` in a square; on a tile where `tile` names its colour."""

    name: str
    rect: Rect
    style: str
    tile: str = ""


Shape = Frame | Line | Dot | Words | Icon


class Group(Struct, frozen=True):
    """The shapes of one thing; `label` is read aloud, `tip` shown under the pointer."""

    id: str
    role: Role
    label: str
    shapes: tuple[Shape, ...]
    tip: tuple[str, ...] = ()
    change: str = ""


class Drawing(Struct, frozen=True):
    """A page of groups, from the back to the front."""

    width: float
    height: float
    title: str
    description: str
    groups: tuple[Group, ...] = field(default=())
