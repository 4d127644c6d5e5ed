"""Drawing → PNG, by resvg: the same pixels on every machine, with the font that comes with us."""

from __future__ import annotations

from giban.diagram import fonts
from giban.diagram.palette import Theme
from giban.diagram.shapes import Drawing
from giban.diagram.svg import svg

ZOOM = 2.0
"""Pixels of the image for one of the drawing: sharp on dense screens and on paper."""


def png(drawing: Drawing, theme: Theme) -> bytes:
    """Paint a drawing; raises `UsageError` where the painter is not installed."""
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise fonts.missing("A PNG") from error
    image: bytes = resvg_py.svg_to_bytes(
        svg_string=svg(drawing, theme, fonts=False),
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=[str(fonts.path(weight)) for weight in ("regular", "bold")],
    )
    return bytes(image)
