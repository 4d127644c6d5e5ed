"""The SVG: valid, alone, accessible, selectable, the same bytes for the same system."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from giban.diagram import FORMS, Wish, scene
from giban.diagram.palette import Theme
from tests.diagram.systems import EXAMPLES as FOLDER
from tests.diagram.systems import examples, manifests

SVG = "{http://www.w3.org/2000/svg}"
EXAMPLES = dict(examples())
HOSPITAL = "hospital-erp-production"
GIBAN = str(Path(sys.executable).with_name("giban"))


def written(name: str = HOSPITAL, theme: Theme | None = None) -> str:
    """Return the SVG of an environment."""
    return FORMS[".svg"](scene(EXAMPLES[name]), Wish(theme=theme)).decode()


@pytest.mark.parametrize("name", EXAMPLES)
def test_valid_and_alone(name: str) -> None:
    """It is XML, every id is there once, and it asks for nothing from outside."""
    text = written(name)
    root = ET.fromstring(text)
    ids = [one.get("id", "") for one in root.iter() if one.get("id")]

    assert f"{SVG}svg" == root.tag
    assert sorted(ids) == sorted(set(ids))
    assert [] == re.findall(r'(?:href|src)="[^"]*|url\((?!data:)[^)]*\)|<script|<image', text)


def test_accessible() -> None:
    """A screen reader finds a title, what the picture says in words, and a name for each part."""
    root = ET.fromstring(written())
    named = {one.get("aria-label") for one in root.iter(f"{SVG}g") if one.get("role")}

    assert "hospital-erp · production · ap-northeast-2" == root.findtext(f"{SVG}title")
    assert "ECS app to RDS main by 5432/tcp." in (root.findtext(f"{SVG}desc") or "")
    assert "ECS app to RDS main: 5432/tcp" in named
    assert "Subnet app · private 10.0.10.0/24" in named


def test_text_is_text() -> None:
    """Words are text that can be selected and searched, under a pointer they say the address."""
    root = ET.fromstring(written())
    words = {one.text for one in root.iter(f"{SVG}text")}
    tips = [one.findtext(f"{SVG}title") or "" for one in root.iter(f"{SVG}g")]

    assert {"RDS main", "PostgreSQL 16 · db.t3.medium · 50 GB", "standby"} <= words
    assert any("platform/aws_db_instance.main" in tip for tip in tips)


def test_both_papers() -> None:
    """Without a theme it follows the reader's; with one it has only that one's colours."""
    assert "@media(prefers-color-scheme:dark)" in written()
    assert "@media" not in written(theme="dark")
    assert written(theme="light") != written(theme="dark")


@pytest.mark.parametrize("path", manifests(), ids=lambda path: path.parent.name)
def test_same_system_same_bytes(tmp_path: Path, path: Path) -> None:
    """Another hash seed changes nothing."""
    pictures = []
    for seed in ("0", "4711"):
        out = tmp_path / f"{seed}.svg"
        environment = next(name for name in EXAMPLES if name.startswith(_name(path)))
        name = environment.removeprefix(f"{_name(path)}-")
        subprocess.run(
            [GIBAN, "draw", "-f", str(path), "-e", name, "-o", str(out)],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        pictures.append(out.read_bytes())

    assert pictures[0] == pictures[1]


def _name(path: Path) -> str:
    return str(path.parent.relative_to(FOLDER))
