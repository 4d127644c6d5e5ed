"""The generated pages say what the code says."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import reference  # noqa: E402 - a script, found by the line above

PAGES = reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_current(name: str) -> None:
    """`make docs` would change nothing."""
    assert (ROOT / "docs/reference" / name).read_text() == PAGES[name]
