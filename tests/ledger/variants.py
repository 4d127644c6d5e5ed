"""A system whose manifest says something else: what a word would do that its author left out."""

from __future__ import annotations

from giban.blueprint import Blueprint
from giban.compile import compile_project
from giban.manifest.loading import read_text
from giban.system import resolve_all
from tests.examples import EXAMPLES


def variant(system: str, *exchanged: tuple[str, str]) -> dict[str, Blueprint]:
    """Return the Blueprints of every environment after pieces of the manifest were exchanged."""
    path = EXAMPLES[system].manifest
    text = path.read_text()
    for piece, instead in exchanged:
        assert text.count(piece) == 1, f"{system} has {text.count(piece)} times {piece!r}"
        text = text.replace(piece, instead)
    read = read_text(text, path, path.name)
    return compile_project(list(resolve_all(read).values()))
