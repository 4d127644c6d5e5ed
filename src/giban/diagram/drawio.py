"""Layout → draw.io: the same places, as shapes and connectors to go on with by hand."""

from __future__ import annotations

from base64 import b64encode
from xml.etree import ElementTree as ET

from giban.diagram.geometry import Layout, PlacedEdge, PlacedNode, Point, Rect
from giban.diagram.icons import ICONS, SIZE
from giban.diagram.palette import FAMILIES, STYLES, TONES, colour
from giban.diagram.scene import Scene
from giban.diagram.svg import number

ROOT = "1"
TEXT = "whiteSpace=wrap;html=0;fontFamily=Helvetica;"
CARD = "rounded=1;arcSize=8;absoluteArcSize=1;shape=label;imageWidth=32;imageHeight=32;"
CARD += "imageAlign=left;align=left;verticalAlign=middle;spacingLeft=46;fontSize=11;"
FRAME = "rounded=1;arcSize=10;absoluteArcSize=1;verticalAlign=top;align=left;spacingLeft=8;"
FRAME += "container=1;collapsible=0;dropTarget=0;fontSize=12;"
LINE = "edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;endArrow=block;endFill=1;fontSize=10;"
HIDDEN = ("tier", "edge")


def drawio(scene: Scene, layout: Layout) -> str:
    """Write a layout as a file that draw.io opens."""
    file = ET.Element("mxfile", host="giban", compressed="false")
    page = ET.SubElement(file, "diagram", id="page", name=scene.title)
    model = ET.SubElement(page, "mxGraphModel", grid="1", page="0", dx="0", dy="0")
    root = ET.SubElement(model, "root")
    ET.SubElement(root, "mxCell", id="0")
    ET.SubElement(root, "mxCell", {"id": ROOT, "parent": "0"})
    frames = {one.box.id: one.rect for one in layout.boxes if one.box.kind not in HIDDEN}
    for box in layout.boxes:
        if box.box.id in frames:
            title = f"{box.box.title}  {box.box.note}".strip()
            parent = box.box.inside if box.box.inside in frames else ROOT
            _vertex(
                root, box.box.id, title, FRAME + _colours(box.box.kind), box.rect, parent, frames
            )
    holders = {box.id: box.inside for box in scene.boxes if box.kind in HIDDEN}
    for node in layout.nodes:
        _node(root, node, holders.get(node.node.box, node.node.box), frames)
    rects = {one.node.id: one.rect for one in layout.nodes}
    for edge in layout.edges:
        _edge(root, edge, rects)
    ET.indent(file)
    return ET.tostring(file, encoding="unicode", xml_declaration=True) + "\n"


def _vertex(
    root: ET.Element,
    id: str,
    text: str,
    style: str,
    rect: Rect,
    parent: str,
    frames: dict[str, Rect],
) -> None:
    cell = ET.SubElement(
        root,
        "mxCell",
        {"id": id, "value": text, "style": TEXT + style, "vertex": "1", "parent": parent},
    )
    start = frames.get(parent, Rect(0, 0, 0, 0))
    ET.SubElement(
        cell,
        "mxGeometry",
        {
            "x": number(rect.x - start.x),
            "y": number(rect.y - start.y),
            "width": number(rect.width),
            "height": number(rect.height),
            "as": "geometry",
        },
    )


def _node(root: ET.Element, placed: PlacedNode, box: str, frames: dict[str, Rect]) -> None:
    node = placed.node
    parent = box if box in frames else ROOT
    text = "\n".join((node.title, *node.facts, *([node.cost] if node.cost else [])))
    tone = FAMILIES[node.icon]
    surface = f"strokeColor={TONES[tone][0]};fillColor={colour('card', 'light')};"
    style = f"{CARD}{surface}image={_image(node.icon)};"
    if placed.open:
        for cell in placed.cells:
            frames_id = f"{node.id}/{cell.cell.zone}"
            _vertex(root, frames_id, node.title, style, cell.rect, parent, frames)
        return
    if placed.cells:
        style += f"fillColor={colour(f'{tone}-band', 'light')};verticalAlign=top;spacingTop=4;"
        style += "imageVerticalAlign=top;container=1;collapsible=0;"
    _vertex(root, node.id, text, style, placed.rect, parent, frames)
    own = {node.id: placed.rect}
    for cell in placed.cells:
        dash = "dashed=1;" if cell.cell.standby else ""
        look = f"rounded=1;fontSize=11;strokeColor={TONES[tone][0]};{dash}"
        _vertex(root, f"{node.id}/{cell.cell.zone}", cell.cell.title, look, cell.rect, node.id, own)


def _edge(root: ET.Element, placed: PlacedEdge, rects: dict[str, Rect]) -> None:
    edge = placed.edge
    style = STYLES[edge.kind]
    ends = _anchor("exit", placed.points[0], rects[edge.source])
    ends += _anchor("entry", placed.points[-1], rects[edge.target])
    look = f"strokeColor={colour(style.stroke, 'light')};" + ("dashed=1;" if style.dash else "")
    cell = ET.SubElement(
        root,
        "mxCell",
        {
            "id": edge.id,
            "value": edge.label,
            "style": LINE + look + ends,
            "edge": "1",
            "parent": ROOT,
            "source": edge.source,
            "target": edge.target,
        },
    )
    geometry = ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    if len(placed.points) > 2:  # noqa: PLR2004 - more than its two ends
        corners = ET.SubElement(geometry, "Array", {"as": "points"})
        for point in placed.points[1:-1]:
            ET.SubElement(corners, "mxPoint", x=number(point.x), y=number(point.y))


def _anchor(end: str, point: Point, rect: Rect) -> str:
    x, y = (point.x - rect.x) / rect.width, (point.y - rect.y) / rect.height
    return f"{end}X={x:.4f};{end}Y={y:.4f};{end}Dx=0;{end}Dy=0;"


def _colours(kind: str) -> str:
    style = STYLES["private" if kind == "subnet" else kind]
    fill = colour(style.fill, "light") if style.fill else "none"
    stroke = colour(style.stroke, "light") if style.stroke else "none"
    return f"fillColor={fill};strokeColor={stroke};" + ("dashed=1;" if style.dash else "")


def _image(icon: str) -> str:
    """Return a glyph on its tile as draw.io wants an image in a style: without a semicolon."""
    tile = TONES[FAMILIES[icon]][0]
    glyph = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {SIZE + 8} {SIZE + 8}">'
        f'<rect x="-4" y="-4" width="{SIZE + 8}" height="{SIZE + 8}" rx="7" fill="{tile}"/>'
        f'<path d="{ICONS[icon]}" fill="none" stroke="#FFFFFF" stroke-width="1.7" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return f"data:image/svg+xml,{b64encode(glyph.encode()).decode()}"
