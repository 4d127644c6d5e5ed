"""All environments of a project, compiled together because they share the bootstrap stack."""

from __future__ import annotations

from collections.abc import Sequence

from giban.blueprint import Blueprint
from giban.compile.bootstrap import bootstrap
from giban.compile.foundation.stacks import foundation
from giban.compile.names import named
from giban.compile.platform import NAME, platform
from giban.compile.states import state
from giban.system import System


def compile_project(systems: Sequence[System]) -> dict[str, Blueprint]:
    """Return the Blueprint of each environment; `systems` are all environments of a project.

    The first stack of each is the one they share; a foundation shares more.
    """
    if systems[0].exports:
        return foundation(systems)
    shared = bootstrap(systems)
    return {
        system.environment: Blueprint(
            project=system.project,
            environment=system.environment,
            region=system.region,
            stems=((named(system), system.region),),
            stacks=(shared, platform(system, state(system, f"{system.environment}/{NAME}"))),
        )
        for system in systems
    }
