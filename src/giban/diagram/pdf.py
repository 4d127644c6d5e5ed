"""Drawing → PDF of one page, its words selectable, in the font that comes with us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from giban.diagram import fonts
from giban.diagram.icons import ICONS
from giban.diagram.measure import width
from giban.diagram.palette import STYLES, Theme, colour
from giban.diagram.shapes import Dot, Drawing, Frame, Icon, Line, Shape, Words
from giban.diagram.svg import HEAD_STYLES, TILE_ROUND, glyph_in, head_of, path_of

if TYPE_CHECKING:
    from fpdf import FPDF

POINTS = 0.75
"""A CSS pixel in points."""

FAMILY = "Giban Sans"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Written as the time of making, so that the same drawing is the same file."""


def pdf(drawing: Drawing, theme: Theme) -> bytes:
    """Write a drawing; raises `UsageError` where the writer is not installed."""
    try:
        from fpdf import FPDF  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise fonts.missing("A PDF") from error
    document = FPDF(unit=POINTS, format=(drawing.width, drawing.height))
    document.set_creation_date(NO_DATE)
    document.set_title(drawing.title)
    document.set_lang("en")
    document.set_auto_page_break(auto=False)
    document.add_font(FAMILY, "", fonts.path("regular"))
    document.add_font(FAMILY, "B", fonts.path("bold"))
    document.add_page()
    for group in drawing.groups:
        for shape in group.shapes:
            _shape(document, shape, theme)
    return bytes(document.output())


def _shape(document: FPDF, shape: Shape, theme: Theme) -> None:
    match shape:
        case Frame():
            x, y, wide, tall = shape.rect
            radius = min(shape.radius, wide / 2, tall / 2)
            with _painted(document, shape.style, theme) as path:
                path.rectangle(x, y, wide, tall, radius, radius)
        case Line():
            _line(document, shape, theme)
        case Dot():
            with _painted(document, shape.style, theme) as path:
                path.circle(shape.centre.x, shape.centre.y, shape.radius)
        case Words():
            _words(document, shape, theme)
        case Icon():
            _icon(document, shape, theme)


@contextmanager
def _painted(document: FPDF, style: str, theme: Theme) -> Iterator[Any]:
    """Open a path that is painted in a style when it is complete."""
    look = STYLES[style]
    with document.new_path() as path:
        path.style.auto_close = False
        path.style.fill_color = colour(look.fill, theme) if look.fill else None
        path.style.stroke_color = colour(look.stroke, theme) if look.stroke else None
        path.style.stroke_width = look.thick
        path.style.stroke_dash_pattern = [float(one) for one in look.dash.split()] or None
        path.style.stroke_cap_style = "butt" if look.dash else "round"
        path.style.stroke_join_style = "round"
        yield path


def _line(document: FPDF, line: Line, theme: Theme) -> None:
    from fpdf.svg import svg_path_converter  # noqa: PLC0415 - an extra

    with _painted(document, line.style, theme) as path:
        svg_path_converter(path, path_of(line))
    if line.arrow:
        first, *others = head_of(line.points)
        with _painted(document, HEAD_STYLES.get(line.style, line.style), theme) as path:
            path.move_to(first.x, first.y)
            for point in others:
                path.line_to(point.x, point.y)
            path.close()


def _words(document: FPDF, words: Words, theme: Theme) -> None:
    style = "B" if words.weight == "bold" else ""
    document.set_font(FAMILY, style, words.size * POINTS)
    document.set_text_color(colour(STYLES[words.style].fill, theme))
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
    x = words.at.x - shift * width(words.text, words.size, words.weight)
    document.text(x, words.at.y, words.text)


def _icon(document: FPDF, icon: Icon, theme: Theme) -> None:
    from fpdf.drawing_primitives import Transform  # noqa: PLC0415 - an extra
    from fpdf.svg import svg_path_converter  # noqa: PLC0415 - an extra

    rect = icon.rect
    if icon.tile:
        _shape(document, Frame(rect, icon.tile, rect.width / TILE_ROUND), theme)
    scale, place = glyph_in(rect)
    with _painted(document, icon.style, theme) as path:
        path.transform = Transform.scaling(scale).translate(place.x, place.y)
        svg_path_converter(path, ICONS[icon.name])
