"""Draws the gallery: every example, and each view of one of them, into docs/drawings/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from giban.blueprint import Blueprint
from giban.cli.draw import summed
from giban.cli.priced import of_manifest
from giban.diagram import FORMS, Shown, Wish, scene

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/drawings"
SYSTEMS = {
    "hospital-erp": ("hospital-erp", "production"),
    "codemate": ("codemate", "prod"),
    "table-order": ("table-order", "production"),
    "wealist": ("wealist", "prod"),
    "hybrid-foundation": ("hybrid/foundation", "prod"),
    "hybrid-fileflow": ("hybrid/fileflow", "prod"),
}
VIEWS = {
    "hospital-erp": ("network", "access", "cost"),
    "hybrid-foundation": ("stacks",),
}


def drawings() -> Mapping[str, bytes]:
    """Return every file of the gallery by its name."""
    found: dict[str, bytes] = {}
    for name, (example, environment) in SYSTEMS.items():
        priced = of_manifest(ROOT / "examples" / example / "giban.yaml")
        blueprint = next(one for one in priced.blueprints if one.environment == environment)
        costs = summed(priced.bill.of(environment))
        found[f"{name}.svg"] = _drawn(blueprint, Shown(costs=costs))
        for view in VIEWS.get(name, ()):
            found[f"{name}-{view}.svg"] = _drawn(blueprint, Shown(view=view, costs=costs))
        if name == "hospital-erp":
            found[f"{name}.txt"] = FORMS[".txt"](scene(blueprint), Wish())
    return found


def _drawn(blueprint: Blueprint, shown: Shown) -> bytes:
    return FORMS[".svg"](scene(blueprint, shown), Wish())


def main() -> None:
    """Write the gallery again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in drawings().items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
