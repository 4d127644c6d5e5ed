"""The one place that joins Systems with what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from giban.errors import WorldError

if TYPE_CHECKING:
    from giban.blueprint import Blueprint
    from giban.system import System

CUSTOM = "custom"
"""The folder beside a manifest that holds Terraform written by hand."""


def compiled(systems: Mapping[str, System]) -> dict[str, Blueprint]:
    """Return the Blueprint of each environment; all Systems of a project go together."""
    from giban.compile import compile_project  # noqa: PLC0415 - the catalogue is heavy

    return compile_project(list(systems.values()))


def complete(systems: Mapping[str, System], manifest: Path) -> dict[str, Blueprint]:
    """Return the Blueprints with what stands in `custom/` beside the manifest.

    Raises `Mistakes` where that has a name of ours, and `WorldError` where it cannot be read.
    """
    from giban.hcl import carried  # noqa: PLC0415 - only for those who write Terraform

    return carried(compiled(systems), _custom(manifest.parent / CUSTOM))


def _custom(folder: Path) -> dict[str, str]:
    """Return the Terraform files below a folder by their paths in it."""
    try:
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.tf"))
        }
    except (OSError, UnicodeDecodeError) as error:
        what = f"{folder} cannot be read."
        raise WorldError(
            what, fix="Check its files: Terraform is written in UTF-8.", detail=str(error)
        ) from error


def terraform_files(blueprints: Sequence[Blueprint]) -> dict[str, str]:
    """Return all Terraform files by their path in the output folder."""
    from giban.hcl import write  # noqa: PLC0415 - only `build` writes

    files: dict[str, str] = {}
    for blueprint in blueprints:
        for stack in blueprint.stacks:
            files |= {f"terraform/{stack.path}/{name}": text for name, text in write(stack).items()}
    return files
