"""The forms a picture can be written in, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from giban.diagram.dress import dress
from giban.diagram.layout import layout
from giban.diagram.palette import Theme
from giban.diagram.scene import Scene
from giban.diagram.svg import svg


@dataclass(frozen=True, slots=True)
class Wish:
    """How a scene is to be drawn; without a theme an SVG follows its reader, others are light."""

    theme: Theme | None = None


Form = Callable[[Scene, Wish], bytes]


def _svg(scene: Scene, wish: Wish) -> bytes:
    return svg(dress(scene, layout(scene)), wish.theme).encode()


FORMS: dict[str, Form] = {".svg": _svg}
