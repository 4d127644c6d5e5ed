"""The forms a picture can be written in, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from giban.diagram.dress import dress
from giban.diagram.layered import layered
from giban.diagram.layout import layout
from giban.diagram.palette import Theme
from giban.diagram.plain import plain
from giban.diagram.scene import Scene
from giban.diagram.svg import svg


class Wish(Struct, frozen=True):
    """How a scene is to be drawn; without a theme an SVG follows its reader, others are light."""

    theme: Theme | None = None


Form = Callable[[Scene, Wish], bytes]


def _svg(scene: Scene, wish: Wish) -> bytes:
    return svg(dress(scene, layout(scene)), wish.theme).encode()


def _png(scene: Scene, wish: Wish) -> bytes:
    from giban.diagram.png import png  # noqa: PLC0415 - wanted by few

    return png(dress(scene, layout(scene)), wish.theme or "light")


def _pdf(scene: Scene, wish: Wish) -> bytes:
    from giban.diagram.pdf import pdf  # noqa: PLC0415 - wanted by few

    return pdf(dress(scene, layout(scene)), wish.theme or "light")


def _txt(scene: Scene, wish: Wish) -> bytes:
    del wish
    return plain(scene).encode()


def _mmd(scene: Scene, wish: Wish) -> bytes:
    from giban.diagram.mermaid import mermaid  # noqa: PLC0415 - wanted by few

    del wish
    return mermaid(scene).encode()


def _drawio(scene: Scene, wish: Wish) -> bytes:
    from giban.diagram.drawio import drawio  # noqa: PLC0415 - wanted by few

    del wish
    placed = layered(scene) if scene.arrangement == "matrix" else layout(scene)
    return drawio(scene, placed).encode()


FORMS: dict[str, Form] = {
    ".svg": _svg,
    ".png": _png,
    ".pdf": _pdf,
    ".txt": _txt,
    ".mmd": _mmd,
    ".drawio": _drawio,
}
