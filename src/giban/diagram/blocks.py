"""Blocks of text side by side, above each other and in frames: box drawing for a terminal.

A block is a list of lines of one width, counted in columns: a Hangul syllable takes two.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from unicodedata import east_asian_width

Block = list[str]


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def cut(text: str, most: int) -> str:
    """Return a text that takes at most so many columns."""
    if columns(text) <= most:
        return text
    while text and columns(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def padded(text: str, wide: int) -> str:
    """Return a text that takes exactly so many columns."""
    text = cut(text, wide)
    return text + " " * (wide - columns(text))


def folded(text: str, wide: int, *, indent: str = "") -> Block:
    """Return a text in lines of so many columns, the later ones indented."""
    lines: Block = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and columns(longer) <= wide:
            lines[-1] = longer
        else:
            lines.append(f"{indent}{word}" if lines else word)
    return [padded(line, wide) for line in lines]


def framed(title: str, lines: Sequence[str], wide: int) -> Block:
    """Return lines in a frame that is `wide` columns across, its title in the upper side."""
    shown = cut(title, wide - 6)
    top = f"┌─ {shown} {'─' * (wide - 5 - columns(shown))}┐" if title else f"┌{'─' * (wide - 2)}┐"
    body = [f"│ {padded(line, wide - 4)} │" for line in lines]
    return [top, *body, f"└{'─' * (wide - 2)}┘"]


def beside(blocks: Sequence[Block], gap: int = 1) -> Block:
    """Return blocks side by side, the shorter ones filled up below."""
    wide = [columns(block[0]) if block else 0 for block in blocks]
    rows = zip_longest(*blocks)
    return [
        (" " * gap).join(
            " " * wide[place] if line is None else line for place, line in enumerate(row)
        )
        for row in rows
    ]
