"""Drawing → SVG: one file that stands alone, in the reader's colours, with text to select."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from giban.diagram.geometry import Point, Rect
from giban.diagram.icons import ICONS, SIZE
from giban.diagram.palette import STYLES, Style, Theme, colour
from giban.diagram.shapes import Dot, Drawing, Frame, Group, Icon, Line, Shape, Words

FAMILY = (
    "'Giban Sans',Pretendard,'Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',"
    "'Noto Sans CJK KR',system-ui,sans-serif"
)
FONTS = Path(__file__).with_name("fonts")
IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
IN_QUOTES = IN_TEXT | str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
"""Not by `xml.sax.saxutils`, which brings HTTP and TLS along: 20 ms of every drawing."""

HEAD = 8.0
HALF = 3.6
TILE_ROUND = 4.5
"""How many times its corner's radius a tile is wide."""

GLYPH = 0.72
"""How much of its tile a glyph fills."""

WEIGHTS = {"regular": "400", "bold": "600"}
ROLES = {"box": "graphics-object", "node": "graphics-symbol", "edge": "graphics-symbol"}


def svg(drawing: Drawing, theme: Theme | None = None, *, fonts: bool = True) -> str:
    """Write a drawing in a theme; without one it follows the reader's."""
    wide, tall = number(drawing.width), number(drawing.height)
    used = _used(drawing)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" '
        f'viewBox="0 0 {wide} {tall}" role="graphics-document document" '
        'aria-labelledby="title description" lang="en">'
    )
    lines = [
        head,
        f'<title id="title">{drawing.title.translate(IN_TEXT)}</title>',
        f'<desc id="description">{drawing.description.translate(IN_TEXT)}</desc>',
        f"<style>{_style_sheet(used, theme, fonts=fonts)}</style>",
        *(_group(group) for group in drawing.groups),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _used(drawing: Drawing) -> list[str]:
    found = {
        name
        for group in drawing.groups
        for shape in group.shapes
        for name in (
            shape.style,
            shape.tile if isinstance(shape, Icon) else "",
            HEAD_STYLES.get(shape.style, "") if isinstance(shape, Line) and shape.arrow else "",
        )
    }
    return sorted(name for name in found if name)


def _style_sheet(used: list[str], theme: Theme | None, *, fonts: bool) -> str:
    base = f"text{{font-family:{FAMILY};white-space:pre}}.b{{font-weight:600}}"
    faces = _faces() if fonts else ""
    if theme is not None:
        return faces + base + _rules(used, theme)
    dark = f"@media(prefers-color-scheme:dark){{{_rules(used, 'dark')}}}"
    return f"{faces}{base}:root{{color-scheme:light dark}}{_rules(used, 'light')}{dark}"


@cache
def _faces() -> str:
    """Return the Latin part of our font, so that words are as wide as they were measured."""
    faces = []
    for name, weight in WEIGHTS.items():
        data = (FONTS / f"giban-sans-{name}.woff2.txt").read_text(encoding="ascii")
        faces.append(
            f"@font-face{{font-family:'Giban Sans';font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{data.strip()}) format('woff2')}}"
        )
    return "".join(faces)


def _rules(used: list[str], theme: Theme) -> str:
    return "".join(f".{name}{{{_declarations(STYLES[name], theme)}}}" for name in used)


def _declarations(style: Style, theme: Theme) -> str:
    parts = [f"fill:{colour(style.fill, theme) if style.fill else 'none'}"]
    if style.stroke:
        parts += [f"stroke:{colour(style.stroke, theme)}", f"stroke-width:{number(style.thick)}"]
    if style.dash:
        parts.append(f"stroke-dasharray:{style.dash}")
    return ";".join(parts)


def _quoted(text: str) -> str:
    """Return the value of an attribute, in the quotes that it does not hold itself."""
    inside = text.translate(IN_QUOTES)
    if '"' in inside and "'" not in inside:
        return f"'{inside}'"
    return '"{}"'.format(inside.replace('"', "&quot;"))


def _group(group: Group) -> str:
    role = ROLES.get(group.role)
    named = f' role="{role}" aria-label={_quoted(group.label)}' if role else ""
    tip = f"<title>{chr(10).join(group.tip).translate(IN_TEXT)}</title>" if group.tip else ""
    body = "".join(_shape(shape) for shape in group.shapes)
    return f"<g id={_quoted(group.id)}{named}>{tip}{body}</g>"


def _shape(shape: Shape) -> str:
    match shape:
        case Frame():
            return _frame(shape)
        case Line():
            return _line(shape)
        case Dot():
            x, y = number(shape.centre.x), number(shape.centre.y)
            return f'<circle class="{shape.style}" cx="{x}" cy="{y}" r="{number(shape.radius)}"/>'
        case Words():
            return _words(shape)
        case Icon():
            return _icon(shape)


def _frame(frame: Frame) -> str:
    x, y, wide, tall = (number(side) for side in frame.rect)
    rounded = f' rx="{number(frame.radius)}"' if frame.radius else ""
    return f'<rect class="{frame.style}" x="{x}" y="{y}" width="{wide}" height="{tall}"{rounded}/>'


def _line(line: Line) -> str:
    path = f'<path class="{line.style}" d="{path_of(line)}"/>'
    return path + (_head(line) if line.arrow else "")


def _head(line: Line) -> str:
    points = " ".join(f"{number(p.x)},{number(p.y)}" for p in head_of(line.points))
    ink = HEAD_STYLES.get(line.style, line.style)
    return f'<polygon class="{ink}" points="{points}"/>'


def _words(words: Words) -> str:
    x, y = number(words.at.x), number(words.at.y)
    bold = " b" if words.weight == "bold" else ""
    anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    size = number(words.size)
    return (
        f'<text class="{words.style}{bold}" x="{x}" y="{y}" font-size="{size}"{anchor}>'
        f"{words.text.translate(IN_TEXT)}</text>"
    )


def _icon(icon: Icon) -> str:
    rect, tile = icon.rect, ""
    if icon.tile:
        tile = _frame(Frame(rect, icon.tile, rect.width / TILE_ROUND))
    scale, (x, y) = glyph_in(rect)
    return (
        f'{tile}<path class="{icon.style}" stroke-linecap="round" stroke-linejoin="round" '
        f'transform="translate({number(x)} {number(y)}) scale({scale:.4f})" '
        f'd="{ICONS[icon.name]}"/>'
    )


def glyph_in(rect: Rect) -> tuple[float, Point]:
    """Return how large a glyph is drawn on its tile, and where its corner is."""
    air = (1 - GLYPH) / 2
    return rect.width * GLYPH / SIZE, Point(rect.x + rect.width * air, rect.y + rect.height * air)


def path_of(line: Line) -> str:
    """Return a line as path data, its corners rounded, ending where an arrow's head begins."""
    points = list(line.points)
    if line.arrow:
        points[-1] = _toward(points[-1], points[-2], HEAD - 1)
    steps = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(line.radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        start, end = _toward(corner, before, radius), _toward(corner, after, radius)
        steps.append(f"L{_at(start)}Q{_at(corner)} {_at(end)}")
    return "".join([*steps, f"L{_at(points[-1])}"])


def head_of(points: tuple[Point, ...]) -> tuple[Point, Point, Point]:
    """Return the triangle of an arrow's head."""
    tip, before = points[-1], points[-2]
    base = _toward(tip, before, HEAD)
    if tip.x == before.x:
        return tip, Point(base.x - HALF, base.y), Point(base.x + HALF, base.y)
    return tip, Point(base.x, base.y - HALF), Point(base.x, base.y + HALF)


def _at(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"


def _distance(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _toward(start: Point, end: Point, by: float) -> Point:
    """Return the point so far from one towards another, on a level or upright line."""
    whole = _distance(start, end)
    share = min(1.0, by / whole) if whole else 0.0
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


HEAD_STYLES = {
    name: f"words-{style.stroke}"
    for name, style in STYLES.items()
    if style.stroke and not style.fill
}
"""The filled style of an arrow's head for each style of a line."""
