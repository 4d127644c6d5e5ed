"""What is written on a card and how tall that makes it: shared by layout and drawing."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from giban.diagram.measure import Weight, width, wrap
from giban.diagram.scene import Node

CARD = 204
"""The width of a card that stands outside a VPC."""

CELL = 176
"""The width of a copy in a subnet."""

CELL_HEIGHT = 30
PAD = 10
ICON = 32
TEXT_LEFT = PAD + ICON + PAD
TITLE_SIZE = 13
FACT_SIZE = 11
TITLE_LINE = 17
FACT_LINE = 15
PORT = 15
"""The least distance of two arrows on one side."""

COST_SIZE = 12


class Line(Struct, frozen=True):
    """A line of text on a card."""

    text: str
    size: float
    weight: Weight
    role: Literal["title", "fact", "cost"]
    height: float


def lines(node: Node, room: float) -> list[Line]:
    """Return the lines of a card whose text may be `room` pixels wide."""
    found = [
        Line(text, TITLE_SIZE, "bold", "title", TITLE_LINE)
        for text in wrap(node.title, room, TITLE_SIZE, "bold")
    ]
    for fact in _facts(node, room):
        for text in wrap(fact, room, FACT_SIZE):
            found.append(Line(text, FACT_SIZE, "regular", "fact", FACT_LINE))
    if node.cost:
        for text in wrap(node.cost, room, COST_SIZE, "bold", 1):
            found.append(Line(text, COST_SIZE, "bold", "cost", TITLE_LINE))
    return found


def _facts(node: Node, room: float) -> tuple[str, ...]:
    """Put as many facts on a line as fit."""
    rows: list[str] = []
    for piece in " · ".join(node.facts).split(" · ") if node.facts else ():
        longer = f"{rows[-1]} · {piece}" if rows else ""
        if longer and width(longer, FACT_SIZE) <= room:
            rows[-1] = longer
        else:
            rows.append(piece)
    return tuple(rows)


def room(card_width: float) -> float:
    """Return how wide the text of a card may be."""
    return card_width - TEXT_LEFT - PAD


def head_height(node: Node, card_width: float) -> float:
    """Return the height of a card without its copies."""
    text = sum(line.height for line in lines(node, room(card_width)))
    return max(ICON, text) + 2 * PAD


def height(node: Node, card_width: float, ports: int) -> float:
    """Return the height of a card with so many arrows on its busiest side."""
    own = head_height(node, card_width)
    if node.cells:
        own += CELL_HEIGHT + PAD
    return max(own, (ports + 1) * PORT)
