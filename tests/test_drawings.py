"""The gallery shows what the examples are now."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import drawings  # noqa: E402 - a script, found by the line above

DRAWN = drawings.drawings()


@pytest.mark.parametrize("name", DRAWN)
def test_drawings_are_current(name: str) -> None:
    """`make docs` would change nothing."""
    assert DRAWN[name] == (drawings.FOLDER / name).read_bytes()


def test_every_drawing_is_shown() -> None:
    """The gallery's page shows every drawing, and no others are kept."""
    page = (drawings.FOLDER / "README.md").read_text()
    kept = {path.name for path in drawings.FOLDER.iterdir()} - {"README.md"}

    assert set(DRAWN) == kept
    assert [] == [name for name in DRAWN if f"({name})" not in page]
