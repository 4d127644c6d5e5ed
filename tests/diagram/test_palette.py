"""Colours that can be told apart and read, on light and on dark paper."""

from __future__ import annotations

from itertools import product

import pytest

from giban.diagram.palette import STYLES, TONES, Theme, colour

THEMES: tuple[Theme, ...] = ("light", "dark")
READABLE = 4.5
"""The contrast that WCAG 2.2 asks of text (success criterion 1.4.3)."""

VISIBLE = 3.0
"""The contrast it asks of graphics (1.4.11)."""


SURFACES = ("paper", "card", "ground", "public", "private")


def light(hex: str) -> float:
    """Return relative luminance as WCAG defines it."""
    parts = [int(hex[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("theme", "ink", "paper"),
    list(product(THEMES, ("ink", "muted"), SURFACES)),
)
def test_text_is_readable(theme: Theme, ink: str, paper: str) -> None:
    """Text has the contrast that accessibility asks for, on everything it stands on."""
    assert contrast(colour(ink, theme), colour(paper, theme)) >= READABLE


@pytest.mark.parametrize(("theme", "tone"), list(product(THEMES, TONES)))
def test_icons_are_visible(theme: Theme, tone: str) -> None:
    """A glyph is seen on its tile, and a tile on its card."""
    assert contrast(colour("glyph", theme), colour(tone, theme)) >= VISIBLE
    assert contrast(colour(tone, theme), colour("card", theme)) >= VISIBLE


@pytest.mark.parametrize("theme", THEMES)
def test_every_style_has_its_colours(theme: Theme) -> None:
    """Each colour that a style names is in the tables."""
    for style in STYLES.values():
        for name in (style.fill, style.stroke):
            assert not name or colour(name, theme).startswith("#")
