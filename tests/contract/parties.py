"""A foundation and an application on it, as parties of a contract."""

from __future__ import annotations

from pathlib import Path

from giban.compile import compile_project
from giban.contract import Party
from giban.manifest import load
from giban.system import resolve_all

FOLDER = Path(__file__).parents[1] / "fixtures/foundations"


def parties(*names: str) -> list[Party]:
    """Return every environment of the manifests of these names."""
    found = []
    for name in names:
        systems = resolve_all(load(FOLDER / f"{name}.yaml"))
        for system, blueprint in zip(
            systems.values(), compile_project(list(systems.values())).values(), strict=True
        ):
            exports = system.exports is not None
            found.append(Party(blueprint, ("/shared",), exports=exports))
    return found
