"""A foundation of which only the SSM path is known: what a rehearsal takes for it."""

from __future__ import annotations

from typing import Any

from giban.manifest import Database, Environment, Manifest, Tenant
from giban.system.model import System
from giban.system.reading import listed
from giban.system.resolve import resolve_all

PROJECT = "foundation"


def assumed(system: System, needs: frozenset[str]) -> list[System]:
    """Return a foundation that an application could stand on; `needs` are topics it reads.

    Everything is as small as it goes. Raises `ValueError` for a system without a foundation.
    """
    foundation = system.foundation
    if foundation is None:
        msg = f"{system.project} stands on nothing"
        raise ValueError(msg)
    repositories = sorted({one.repository for one in system.services.values()})
    tenant = Tenant(repositories=repositories) if repositories else Tenant()
    wanted: dict[str, Any] = {
        "project": PROJECT,
        "region": system.region,
        "exports": foundation.prefix,
        "tenants": {foundation.tenant.name: tenant},
        "environments": {foundation.environment: Environment(availability="economy")},
    }
    if "github" in needs:
        wanted["github"] = "nobody/nothing"
    if "rds" in needs:
        wanted["databases"] = {"mysql": Database(engine="mysql")}
    manifest = Manifest(**wanted)
    return list(resolve_all(manifest).values())


def assumption(system: System, made: System) -> str:
    """Say what is assumed, in a sentence for the person who rehearses."""
    exports, foundation = made.exports, system.foundation
    if exports is None or foundation is None:
        return ""
    parts = [f"a network of {made.network.cidr} in zones {listed(made.network.zones)}"]
    parts.append(f"the keys {listed(exports.keys)}")
    repositories = [name for one in exports.tenants.values() for name in one.repositories]
    parts += [f"the repositories {listed(repositories)}"] if repositories else []
    parts += [f"a {one.engine} {one.version} database" for one in made.databases.values()]
    return (
        f"Nothing is known of the foundation at {foundation.prefix} but that path. Assumed here: "
        f"{'; '.join(parts)}. Write `foundation: {{manifest: …}}` to rehearse on the real one."
    )
