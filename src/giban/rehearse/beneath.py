"""The foundation that an application stands on, brought up before it in the same local AWS."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from giban.blueprint import Blueprint
from giban.compile import compile_project
from giban.contract import needed
from giban.contract.crossing import consumed
from giban.manifest import Manifest
from giban.system import System, resolve_all
from giban.system.assumed import assumed, assumption


def on_its_foundation(
    blueprint: Blueprint, system: System, manifest: Manifest, talk: Callable[[str], None]
) -> Blueprint:
    """Return a Blueprint with the stacks of its foundation that it needs before its own.

    Without a foundation it is returned as it is. Where the foundation's manifest is not known, one
    is assumed, and `talk` is told.
    """
    foundation = system.foundation
    if foundation is None:
        return blueprint
    systems = _systems(blueprint, system, manifest, talk)
    base = compile_project(systems)[foundation.environment]
    stacks = needed(base.stacks, blueprint.stacks)
    beneath = (replace(stack, beneath=True) for stack in stacks)
    return replace(blueprint, stacks=(*beneath, *blueprint.stacks))


def _systems(
    blueprint: Blueprint, system: System, manifest: Manifest, talk: Callable[[str], None]
) -> Sequence[System]:
    if manifest.base is not None:
        return list(resolve_all(manifest.base).values())
    prefix = system.foundation.prefix if system.foundation else ""
    names = {name for stack in blueprint.stacks for name, _, _ in consumed(stack)}
    words = frozenset(word for name in names if name.startswith(prefix) for word in name.split("/"))
    made = assumed(system, words)
    talk(assumption(system, made[0]))
    return made
