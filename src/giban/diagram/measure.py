"""How wide text is: by the advance widths of the font that drawings are set in.

Scripts the tables do not have (Hangul and other wide ones) count a full em, which no common font
exceeds: text never grows out of its box, whatever font a reader has.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

Weight = Literal["regular", "bold"]
WIDTHS = Path(__file__).parent / "fonts/widths.json"
WIDE = 0x1100
UNKNOWN = 700
EM = 1000


@cache
def _widths() -> dict[str, dict[str, int]]:
    """Return the advance of each character in thousandths of an em, by the weight."""
    text = WIDTHS.read_text(encoding="utf-8")
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
    left = room - width("…", size, weight)
    for place, character in enumerate(text):
        left -= width(character, size, weight)
        if left < 0:
            return f"{text[:place].rstrip()}…"
    return text


def wrap(
    text: str, room: float, size: float, weight: Weight = "regular", most: int = 2
) -> list[str]:
    """Return text in at most so many lines that fit; the last is cut where it must be."""
    lines: list[str] = []
    words = text.split(" ")
    start = 0
    while start < len(words) and len(lines) < most - 1:
        end = start + 1
        while end < len(words) and width(" ".join(words[start : end + 1]), size, weight) <= room:
            end += 1
        lines.append(fit(" ".join(words[start:end]), room, size, weight))
        start = end
    if start < len(words):
        lines.append(fit(" ".join(words[start:]), room, size, weight))
    return lines
