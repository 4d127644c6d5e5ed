"""Editors check every example against the schema that the program prints; it lies there once."""

import re

import pytest

from giban.cli.schema import schema_text
from tests.examples import EXAMPLES, FOLDER

NAMED = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def test_the_schema_is_current() -> None:
    """`giban schema > examples/giban.schema.json` would change nothing."""
    assert [FOLDER / "giban.schema.json"] == list(FOLDER.rglob("*.schema.json"))
    assert schema_text() == (FOLDER / "giban.schema.json").read_text()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_names_it(name: str) -> None:
    """In its first line, as the editors' YAML server reads it."""
    manifest = EXAMPLES[name].manifest
    named = NAMED.match(manifest.read_text())

    assert named
    assert FOLDER / "giban.schema.json" == (manifest.parent / named[1]).resolve()
