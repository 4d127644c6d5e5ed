"""The stacks of a foundation, in the order in which they need each other (ledger HY-GOV-02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from giban.blueprint import SHARED, Blueprint, Stack
from giban.compile.audit import audit_draft
from giban.compile.bootstrap import bootstrap
from giban.compile.draft import Draft
from giban.compile.foundation.atlantis import atlantis_draft
from giban.compile.foundation.ecr import ecr_draft
from giban.compile.foundation.kms import kms_draft
from giban.compile.foundation.network import network_draft
from giban.compile.foundation.rds import rds_draft, replica_draft
from giban.compile.foundation.recovery import abroad, peering_draft
from giban.compile.foundation.replication import other_regions, registry_draft
from giban.compile.foundation.watch import watch_draft
from giban.compile.foundation.zones import certificate_draft, zones_draft
from giban.compile.names import NOBODYS, named
from giban.compile.states import state
from giban.system import System


def foundation(systems: Sequence[System]) -> dict[str, Blueprint]:
    """Return the Blueprint of each environment of a foundation; `systems` are all of them."""
    lead = _lead(systems)
    first = bootstrap([lead, *(one for one in systems if one is not lead)])
    lead = replace(lead, naming=NOBODYS)
    repositories = list(_repositories(lead, systems))
    others = list(_shared(lead, systems))
    return {
        system.environment: Blueprint(
            project=system.project,
            environment=system.environment,
            region=system.region,
            stacks=(first, *_own(system, repositories, others)),
            stems=tuple((named(one), one.region) for one in _places(system)),
        )
        for system in systems
    }


def _lead(systems: Sequence[System]) -> System:
    """Return the environment whose tags and limits hold for what all have in common."""
    high = [system for system in systems if system.availability == "high"]
    return (high or list(systems))[-1]


def _places(system: System) -> list[System]:
    return [system, abroad(system, system.dr)] if system.dr else [system]


def _repositories(lead: System, systems: Sequence[System]) -> Iterator[Stack]:
    """Yield the repositories of every tenant, in every region that images are copied to."""
    for tenant in lead.exports.tenants.values() if lead.exports else ():
        draft = ecr_draft(lead, tenant, other_regions(systems))
        yield _frozen(draft, f"ecr/{tenant.name}", SHARED)


def _shared(lead: System, systems: Sequence[System]) -> Iterator[Stack]:
    """Yield what belongs to no environment."""
    if any(system.zone for system in systems):
        yield _frozen(zones_draft(lead, systems), "route53", SHARED)
    if lead.exports and lead.exports.tenants and other_regions(systems):
        yield _frozen(registry_draft(lead, other_regions(systems)), "registry", SHARED)
    if lead.audit:
        yield _frozen(audit_draft(lead, lead.audit), "cloudtrail", SHARED)


def _own(system: System, repositories: list[Stack], others: list[Stack]) -> Iterator[Stack]:
    """Yield everything that one environment needs after the bootstrap stack."""
    name = system.environment
    yield _frozen(network_draft(system), "network", name)
    yield _frozen(kms_draft(system), "kms", name)
    yield from _ground_abroad(system)
    yield from repositories
    yield from others
    if system.databases:
        yield _frozen(rds_draft(system), "rds", name)
    if system.domain:
        yield _frozen(certificate_draft(system), "acm", name)
    yield _frozen(watch_draft(system), "monitoring", name)
    if system.atlantis:
        yield _frozen(atlantis_draft(system, system.atlantis), "atlantis", name)
    yield from _abroad(system)


def _ground_abroad(system: System) -> Iterator[Stack]:
    """Yield network and keys of the other region: secrets are copied under a key there."""
    if system.dr is None:
        return
    there = abroad(system, system.dr)
    yield _frozen(network_draft(there), "network", there.environment)
    yield _frozen(kms_draft(there), "kms", there.environment)


def _abroad(system: System) -> Iterator[Stack]:
    """Yield what stands ready in another region."""
    if system.dr is None:
        return
    there = abroad(system, system.dr)
    if there.databases:
        yield _frozen(replica_draft(there, system), "rds", there.environment)
    yield _frozen(watch_draft(there, system.dr.rpo), "monitoring", there.environment)
    yield _frozen(peering_draft(system, there), "peering", there.environment)


def _frozen(draft: Draft, name: str, environment: str) -> Stack:
    """Return the stack of a draft; `Component` says on everything which stack it is of."""
    kept = state(draft.system, f"{environment}/{name}")
    component = name.partition("/")[0]
    return draft.freeze(name, environment, kept, {"Component": component})
