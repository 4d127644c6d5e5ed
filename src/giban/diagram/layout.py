"""Scene → Layout: a pure function, the same places for the same scene."""

from __future__ import annotations

from giban.diagram.dress_matrix import matrix
from giban.diagram.geometry import Layout, Rect
from giban.diagram.layered import layered
from giban.diagram.needs import Needs
from giban.diagram.nets import Ways
from giban.diagram.page import page
from giban.diagram.routing import routes
from giban.diagram.scene import Scene
from giban.diagram.sheet import FOOT, HEAD, MARGIN


def layout(scene: Scene) -> Layout:
    """Give everything in a scene its place."""
    match scene.arrangement:
        case "layers":
            return layered(scene)
        case "matrix":
            return matrix(scene)
        case "map":
            return _map(scene)


def _map(scene: Scene) -> Layout:
    found = Ways(scene)
    ways = found.all()
    made, wide, tall = page(scene, Needs(ways, found.places))
    return Layout(
        width=wide,
        height=tall,
        boxes=tuple(made.boxes),
        nodes=tuple(made.nodes),
        edges=tuple(routes(made, ways, found.places)),
        head=Rect(MARGIN, MARGIN, wide - 2 * MARGIN, HEAD),
        foot=Rect(MARGIN, tall - FOOT, wide - 2 * MARGIN, FOOT),
    )
