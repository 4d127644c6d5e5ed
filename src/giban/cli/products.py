"""The one place that joins Systems with what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from giban.blueprint import Blueprint
    from giban.system import System


def compiled(systems: Mapping[str, System]) -> dict[str, Blueprint]:
    """Return the Blueprint of each environment; all Systems of a project go together."""
    from giban.compile import compile_project  # noqa: PLC0415 - the catalogue is heavy

    return compile_project(list(systems.values()))


def terraform_files(blueprints: Sequence[Blueprint]) -> dict[str, str]:
    """Return all Terraform files by their path in the output folder."""
    from giban.hcl import write  # noqa: PLC0415 - only `build` writes

    files: dict[str, str] = {}
    for blueprint in blueprints:
        for stack in blueprint.stacks:
            files |= {f"terraform/{stack.path}/{name}": text for name, text in write(stack).items()}
    return files
