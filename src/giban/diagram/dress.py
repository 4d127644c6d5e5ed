"""Layout → Drawing: what everything looks like, and the words around it."""

from __future__ import annotations

from giban.diagram import words
from giban.diagram.dress_boxes import boxes
from giban.diagram.dress_edges import edges
from giban.diagram.dress_matrix import table
from giban.diagram.dress_nodes import nodes
from giban.diagram.geometry import Layout, Point, Rect
from giban.diagram.measure import fit, width, wrap
from giban.diagram.scene import USERS, Scene
from giban.diagram.shapes import Drawing, Frame, Group, Line, Shape, Words

TITLE = 24.0
SUBTITLE = 13.0
SUBTITLE_LINE = 15.0
SMALL = 11.0
SAMPLE = 34.0
SWATCH = 16.0
SPACE = 22.0


def dress(scene: Scene, layout: Layout) -> Drawing:
    """Draw a layout."""
    paper = Frame(Rect(0, 0, layout.width, layout.height), "paper")
    return Drawing(
        width=layout.width,
        height=layout.height,
        title=f"{scene.title} · {scene.subtitle}",
        description=description(scene),
        groups=(
            Group("paper", "note", "", (paper,)),
            *_body(scene, layout),
            _head(scene, layout),
            _legend(scene, layout),
            _notes(scene, layout),
        ),
    )


def _body(scene: Scene, layout: Layout) -> list[Group]:
    if scene.arrangement == "matrix":
        return table(scene, layout)
    titles = {node.id: node.title for node in scene.nodes}
    return [*boxes(layout), *edges(layout.edges, titles), *nodes(layout.nodes)]


def description(scene: Scene) -> str:
    """Tell in words what the drawing shows, for those who cannot see it."""
    titles = {node.id: node.title for node in scene.nodes}
    said = [
        f"{words.counted(len(scene.nodes), 'part')}, {words.counted(len(scene.edges), 'arrow')}."
    ]
    for edge in scene.edges:
        by = f" by {edge.label}" if edge.label else ""
        said.append(f"{titles[edge.source]} to {titles[edge.target]}{by}.")
    return " ".join(said)


def _head(scene: Scene, layout: Layout) -> Group:
    users = [one.rect.x for one in layout.nodes if one.node.box == USERS]
    room = layout.head._replace(width=min([layout.head.right, *users]) - layout.head.x - SPACE)
    title = fit(scene.title, room.width, TITLE, "bold")
    below = wrap(scene.subtitle, room.width, SUBTITLE)
    shapes: list[Shape] = [Words(title, Point(room.x, room.y + 20), TITLE, "ink", room, "bold")]
    for line, text in enumerate(below):
        at = Point(room.x, room.y + 40 + line * SUBTITLE_LINE)
        shapes.append(Words(text, at, SUBTITLE, "muted", room))
    return Group("head", "note", scene.title, tuple(shapes))


def _legend(scene: Scene, layout: Layout) -> Group:
    x, y = layout.foot.x, layout.foot.y + 30
    shapes: list[Shape] = []
    for style, text in _samples(scene):
        line = Line((Point(x, y), Point(x + SAMPLE, y)), style, arrow=True)
        shapes += [line, _word(text, x + SAMPLE + 8, y, layout.foot)]
        x += SAMPLE + 8 + width(text, SMALL) + SPACE
    for style, text in _swatches(scene):
        frame = Frame(Rect(x, y - SWATCH / 2, SWATCH, SWATCH), style, 4.0)
        shapes += [frame, _word(text, x + SWATCH + 8, y, layout.foot)]
        x += SWATCH + 8 + width(text, SMALL) + SPACE
    return Group("legend", "note", "Legend", tuple(shapes))


def _word(text: str, x: float, y: float, room: Rect) -> Words:
    return Words(text, Point(x, y + 4), SMALL, "muted", room)


def _samples(scene: Scene) -> list[tuple[str, str]]:
    used = {edge.kind for edge in scene.edges} if scene.arrangement != "matrix" else set()
    said = words.HANDED if scene.arrangement == "layers" else words.EDGES
    return [(kind, text) for kind, text in said.items() if kind in used]


def _swatches(scene: Scene) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if any(box.kind == "subnet" for box in scene.boxes):
        found += [("public", words.PUBLIC), ("private", words.PRIVATE)]
    if any(cell.standby for node in scene.nodes for cell in node.cells):
        found.append(("standby-database", words.WAITING))
    changes = {node.change for node in scene.nodes} | {edge.change for edge in scene.edges}
    for change in ("added", "changed", "removed"):
        if change in changes:
            found.append((f"card-{change}", change))
    if any(node.cost for node in scene.nodes):
        found += [("heat-1", words.CHEAP), ("heat-5", words.DEAR), ("heat-unknown", words.UNKNOWN)]
    return found


def _notes(scene: Scene, layout: Layout) -> Group:
    y = layout.foot.y + 56
    hidden = ", ".join(f"{count} {reason}" for reason, count in scene.hidden)
    text = " · ".join((*scene.notes, f"{words.NOT_DRAWN}: {hidden}" if hidden else ""))
    fitted = fit(text.removesuffix(" · "), layout.foot.width, SMALL)
    at = Point(layout.foot.x, y + 4)
    return Group("notes", "note", text, (Words(fitted, at, SMALL, "faint", layout.foot),))
