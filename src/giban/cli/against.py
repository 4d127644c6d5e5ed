"""A project as it was at a git ref: its manifest, and what AWS gets for that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from giban.cli.options import find_manifest, shown

if TYPE_CHECKING:
    from giban.blueprint import Blueprint
    from giban.manifest import Manifest
    from giban.system import System


class Past(Struct, frozen=True):
    """The environments of a project as they were at a git ref."""

    ref: str
    systems: dict[str, System]
    blueprints: dict[str, Blueprint]


def past(ref: str, file: Path | None) -> Past:
    """Return a project at a git ref, compiled by this giban.

    What differs from now is therefore the manifest's doing. Raises `UsageError` for an unknown ref,
    `Mistakes` for a manifest that was wrong then.
    """
    from giban.cli.products import compiled  # noqa: PLC0415 - the catalogue is heavy
    from giban.system import resolve_all  # noqa: PLC0415 - pydantic is heavy

    systems = resolve_all(manifest_at(ref, file))
    return Past(ref, systems, compiled(systems))


def manifest_at(ref: str, file: Path | None) -> Manifest:
    """Return the manifest as it was; its places are called `giban.yaml@REF`."""
    from giban.history import file_at  # noqa: PLC0415 - runs git
    from giban.manifest import read_text  # noqa: PLC0415 - pydantic is heavy

    path = file or find_manifest(Path.cwd())
    return read_text(file_at(path, ref), path, f"{shown(path)}@{ref}")
