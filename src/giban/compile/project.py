"""All environments of a project, compiled together because they share the bootstrap stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from giban.blueprint import Blueprint, Stack
from giban.compile.abroad import abroad
from giban.compile.bootstrap import bootstrap
from giban.compile.foundation.stacks import foundation
from giban.compile.names import named
from giban.compile.platform import NAME, platform
from giban.compile.replication import NAME as REPLICATION
from giban.compile.replication import replication
from giban.compile.standby import NAME as STANDBY
from giban.compile.standby import standby
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
            stacks=(
                shared,
                platform(system, state(system, f"{system.environment}/{NAME}")),
                *_standby(system),
            ),
        )
        for system in systems
    }


def _standby(system: System) -> Iterator[Stack]:
    """Yield what stands ready for an application in another region."""
    if system.dr is None or system.foundation is None:
        return
    there = abroad(system, system.dr)
    yield standby(system, there, state(there, f"{there.environment}/{STANDBY}"))
    if any(wanted.replica for wanted in system.buckets.values()):
        yield replication(system, there, state(system, f"{there.environment}/{REPLICATION}"))
