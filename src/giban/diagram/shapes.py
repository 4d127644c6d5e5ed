"""What every drawn form is made of: rectangles, lines, texts and icons, in named groups.

A style is a name; its colours are in `palette.py`. Nothing here knows SVG or PDF.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from giban.diagram.geometry import Point, Rect
from giban.diagram.measure import Weight

Anchor = Literal["start", "middle", "end"]
Role = Literal["box", "node", "edge", "note"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle with rounded corners."""

    rect: Rect
    style: str
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line through corners, each rounded; the last may be an arrow's tip."""

    points: tuple[Point, ...]
    style: str
    arrow: bool = False
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    centre: Point
    radius: float
    style: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. `room` is what it must stay inside of; `full` what it was cut from."""

    text: str
    at: Point
    size: float
    style: str
    room: Rect
    weight: Weight = "regular"
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Icon:
    """A glyph of `icons.py` in a square; on a tile where `tile` names its colour."""

    name: str
    rect: Rect
    style: str
    tile: str = ""


Shape = Frame | Line | Dot | Words | Icon


@dataclass(frozen=True, slots=True)
class Group:
    """The shapes of one thing; `label` is read aloud, `tip` shown under the pointer."""

    id: str
    role: Role
    label: str
    shapes: tuple[Shape, ...]
    tip: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of groups, from the back to the front."""

    width: float
    height: float
    title: str
    description: str
    groups: tuple[Group, ...] = field(default=())
