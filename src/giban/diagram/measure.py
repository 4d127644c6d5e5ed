"""How wide text is: by the advance widths of the font that drawings are set in.

Scripts the tables do not have (Hangul and other wide ones) count a full em, which no common font
exceeds: text never grows out of its box, whatever font a reader has.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Weight = Literal["regular", "bold"]
WIDE = 0x1100
UNKNOWN = 700
EM = 1000


@cache
def _widths() -> dict[str, dict[str, int]]:
    """Return the advance of each character in thousandths of an em, by the weight."""
    text = files("giban.diagram").joinpath("fonts/widths.json").read_text(encoding="utf-8")
    tables: dict[str, dict[str, int]] = json.loads(text)
    return tables


@lru_cache(maxsize=4096)
def width(text: str, size: float, weight: Weight = "regular") -> float:
    """Return the width of a line of text in pixels."""
    table = _widths()[weight]
    total = 0
    for character in text:
        total += table.get(character) or (EM if ord(character) >= WIDE else UNKNOWN)
    return total * size / EM


def fit(text: str, room: float, size: float, weight: Weight = "regular") -> str:
    """Return text that fits into so many pixels, cut with an ellipsis where it must be."""
    if width(text, size, weight) <= room:
        return text
    cut = text
    while cut and width(f"{cut}…", size, weight) > room:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"


def wrap(
    text: str, room: float, size: float, weight: Weight = "regular", most: int = 2
) -> list[str]:
    """Return text in at most so many lines that fit; the last is cut where it must be."""
    lines: list[str] = []
    words = text.split(" ")
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, weight) <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(fit(line, room, size, weight))
    if words:
        lines.append(fit(" ".join(words), room, size, weight))
    return lines
