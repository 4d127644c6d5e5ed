"""Names that are taken: by AWS, and by the folders that giban writes."""

from __future__ import annotations

from collections.abc import Iterable

from giban.errors import Mistake
from giban.manifest import Manifest
from giban.system.facts import TAKEN_PREFIXES
from giban.system.reading import Reader

RESERVED_ENVIRONMENTS = ("shared", "foundation")


def check_project(reader: Reader) -> None:
    """Leave a mistake for a project whose resources AWS would refuse to name after it."""
    project = reader.text("project")
    for prefix, why in TAKEN_PREFIXES.items():
        if project.startswith(prefix):
            reader.wrong(
                "reserved-name",
                "project",
                f"A project cannot be called `{project}`.",
                why=f"{why} whose name begins with `{prefix}`.",
                fix="Give it another name.",
            )


def check_environments(reader: Reader, manifest: Manifest, names: Iterable[str]) -> None:
    """Leave a mistake for each environment with the name of a folder."""
    for name in names:
        if name in RESERVED_ENVIRONMENTS:
            top = manifest.written
            written = top.exact(("environments", name)) if top else None
            reader.mistakes.append(
                Mistake(
                    "reserved-name",
                    f"An environment cannot be called `{name}`.",
                    where=(written.key or written.span) if written else None,
                    path=f"environments.{name}",
                    why="That is a folder of what several have in common.",
                    fix="Give it another name.",
                )
            )
