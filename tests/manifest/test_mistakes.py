"""Every mistake has a fixture that holds its exact words."""

import re
from pathlib import Path

import pytest

from tests.manifest.told import ids, told

FIXTURES = Path(__file__).parents[1] / "fixtures" / "mistakes"
MANIFESTS = sorted(p for p in FIXTURES.iterdir() if p.suffix in (".yaml", ".py"))
SOURCES = Path(__file__).parents[2] / "src" / "giban"


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_words(path: Path) -> None:
    """What is said of a wrong manifest is what its fixture holds."""
    assert path.with_suffix(".txt").read_text(encoding="utf-8") == told(path)


def test_every_id_has_a_fixture() -> None:
    """No mistake can be added without someone having read its words."""
    made = re.compile(r"(?:Mistake|wrong)\(\s*\"([a-z-]+)\"")
    files = [p for part in ("manifest", "system") for p in (SOURCES / part).rglob("*.py")]
    declared = {id for p in files for id in made.findall(p.read_text(encoding="utf-8"))}
    shown = {id for path in MANIFESTS for id in ids(path)}
    assert len(declared) > 40
    assert declared - shown == set()
