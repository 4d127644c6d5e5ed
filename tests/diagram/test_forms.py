"""The same picture in other forms: each is what its readers' programs take."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from pypdf import PdfReader

from giban.diagram import FORMS, Wish, scene
from giban.diagram.blocks import columns, cut, folded
from giban.diagram.layout import layout
from giban.diagram.palette import Theme, colour
from tests.diagram.systems import examples

EXAMPLES = dict(examples())
HOSPITAL = "hospital-erp-production"
SCENES = {name: scene(blueprint) for name, blueprint in EXAMPLES.items()}
HIDDEN = ("tier", "edge")


def written(form: str, name: str = HOSPITAL, theme: Theme | None = None) -> bytes:
    """Return an environment in a form."""
    return FORMS[form](SCENES[name], Wish(theme=theme))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_png(theme: Theme) -> None:
    """A PNG is twice as large as the page, has its paper's colour, and something on it."""
    image = Image.open(io.BytesIO(written(".png", theme=theme))).convert("RGB")
    placed = layout(SCENES[HOSPITAL])
    paper = colour("paper", theme)
    corner = image.getpixel((1, 1))
    colours = image.getcolors(maxcolors=image.width * image.height)

    assert abs(image.width - 2 * placed.width) <= 2
    assert abs(image.height - 2 * placed.height) <= 2
    assert tuple(int(paper[at : at + 2], 16) for at in (1, 3, 5)) == corner
    assert colours is not None
    assert len(colours) > 200


def test_png_has_words() -> None:
    """Where a title is, a PNG has ink: the font that comes with giban was found."""
    image = Image.open(io.BytesIO(written(".png"))).convert("L")
    placed = layout(SCENES[HOSPITAL])
    area = (2 * placed.head.x, 2 * placed.head.y, 2 * placed.head.x + 160, 2 * placed.head.y + 66)
    low, _ = image.crop(area).getextrema()

    assert isinstance(low, int)
    assert low < 64


def test_pdf() -> None:
    """A PDF is one page whose words can be selected, and the same file every time."""
    content = written(".pdf")
    reader = PdfReader(io.BytesIO(content))
    (page,) = reader.pages
    placed = layout(SCENES[HOSPITAL])

    assert abs(float(page.mediabox.width) - placed.width * 0.75) < 1
    assert "PostgreSQL 16 · db.t3.medium · 50 GB" in page.extract_text()
    assert content == written(".pdf")


@pytest.mark.parametrize("name", SCENES)
def test_text_fits_a_page(name: str) -> None:
    """Nothing in a frame is wider than 100 columns, and every frame is closed."""
    lines = written(".txt", name).decode().splitlines()
    frames = [line for line in lines if line[:1] in "┌│└" and line]

    assert {100} == {columns(line) for line in frames}
    text = "\n".join(frames)
    assert text.count("┌") == text.count("└") == text.count("┐") == text.count("┘")


@pytest.mark.parametrize("name", SCENES)
def test_text_says_everything(name: str) -> None:
    """Each node and each arrow of the scene is in the text."""
    said = re.sub(r"[│\s]+", " ", written(".txt", name).decode())
    shown = SCENES[name]

    assert len(shown.edges) == sum("▶ " in line for line in _after_frame(name))
    assert [] == [one.title for one in shown.nodes if one.title.split()[0] not in said]


def _after_frame(name: str) -> list[str]:
    lines = written(".txt", name).decode().splitlines()
    return lines[max(at for at, line in enumerate(lines) if line.startswith("└")) + 1 :]


def test_blocks_count_wide_characters_twice() -> None:
    """A Hangul syllable takes two columns of a terminal."""
    assert 4 == columns("서울")
    assert "서…" == cut("서울시", 4)
    assert ["서울 a", "시   "] == folded("서울 a 시", 6)[:1] + folded("시", 5)


@pytest.mark.parametrize("name", SCENES)
def test_mermaid(name: str) -> None:
    """Every node is declared once, every arrow has declared ends, every subgraph is closed."""
    lines = written(".mmd", name).decode().splitlines()
    declared = [m[1] for line in lines if (m := re.match(r'\s*(\w+)\["', line))]
    arrows = [re.match(r"\s*(\w+) (?:-->|-\.->|==>)(?:\|\"[^\"]*\"\|)? (\w+)$", x) for x in lines]
    ends = {end for arrow in arrows if arrow for end in arrow.groups()}

    assert sorted(set(declared)) == sorted(declared)
    assert len(SCENES[name].edges) == sum(arrow is not None for arrow in arrows)
    assert ends <= set(declared)
    assert sum(" subgraph " in line for line in lines) == sum(x.strip() == "end" for x in lines)


@pytest.mark.parametrize("name", SCENES)
def test_drawio(name: str) -> None:
    """Every cell has an id of its own and a parent, every connector has ends, as mxGraph asks."""
    cells = list(ET.fromstring(written(".drawio", name)).iter("mxCell"))
    ids = [cell.get("id") for cell in cells]
    shown = SCENES[name]

    assert len(ids) == len(set(ids))
    assert all(cell.get("parent") in ids for cell in cells[1:])
    edges = [cell for cell in cells if cell.get("edge") == "1"]
    assert {edge.id for edge in shown.edges} >= {cell.get("id") for cell in edges}
    assert all(cell.get("source") in ids and cell.get("target") in ids for cell in edges)
    assert {one.id for one in shown.boxes if one.kind not in HIDDEN} <= set(ids)
