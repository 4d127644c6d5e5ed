"""What stands ready in the other region: everything but running tasks (ledger HY-DR-01 to -06).

A stack of its own, made after the platform. It reads the foundation's exports of that region, and
what the platform has said there, and asks nothing of the first region: that may be lost. The
switch `failed_over` starts it; until then its alarms are told to nobody.
"""

from __future__ import annotations

from msgspec import Struct

from giban.blueprint import Stack, State
from giban.compile import alarms
from giban.compile.bucket import bucket
from giban.compile.cluster import cluster
from giban.compile.draft import Draft
from giban.compile.job import job
from giban.compile.key import Keys
from giban.compile.loadbalancer import Front, front
from giban.compile.log_archive import log_archive
from giban.compile.network import Network
from giban.compile.order import order
from giban.compile.secret import shared_secrets
from giban.compile.service import service
from giban.compile.shared import shared_keys, shared_network
from giban.compile.stores import Stores
from giban.compile.task import Alarming, Surroundings, shared_variables
from giban.compile.tenant import tenant_database
from giban.compile.waf import waf
from giban.compile.watched import watched_caches, watched_queues
from giban.compile.watcher import Watcher, watcher
from giban.compile.wiring import together
from giban.system import System

NAME = "standby"


class _Ground(Struct, frozen=True):
    """What every part stands on."""

    draft: Draft
    keys: Keys
    network: Network
    watcher: Watcher


def standby(home: System, there: System, state: State) -> Stack:
    """Compile what stands ready for an environment; `there` is the same system abroad."""
    draft = Draft(there)
    keys = shared_keys(draft, there.foundation.keys if there.foundation else ())
    ground = _Ground(draft, keys, shared_network(draft), watcher(draft, keys))
    stores = Stores(
        databases={},
        caches=watched_caches(draft, ground.network, keys, ground.watcher),
        buckets={name: bucket(draft, wanted, keys) for name, wanted in there.buckets.items()},
        queues=watched_queues(draft, keys, ground.watcher),
        tenant=tenant_database(draft, keys),
    )
    way_in, alarming = _front(ground)
    _tasks(ground, way_in, alarming, stores)
    order(draft, home, way_in)
    return draft.freeze(NAME, there.environment, state)


def _front(ground: _Ground) -> tuple[Front | None, Alarming]:
    draft = ground.draft
    way_in = front(draft, ground.network, log_archive(draft))
    if way_in is None:
        return None, {}
    waf(draft, way_in.balancer, ground.keys)
    alarming = alarms.watch_front(way_in, ground.watcher, draft)
    address = way_in.balancer.ref.dns_name
    draft.output("load_balancer", address, "DNS name of the load balancer that stands ready.")
    return way_in, alarming


def _tasks(ground: _Ground, way_in: Front | None, alarming: Alarming, stores: Stores) -> None:
    draft, system = ground.draft, ground.draft.system
    capacity = cluster(draft)
    if capacity is None:
        return
    kept = shared_secrets(draft.part("services", "secrets"), ground.keys, shared_variables(system))
    around = Surroundings(ground.network, ground.keys, *capacity, way_in, kept, alarming)
    for name, wanted in system.fargate.items():
        granted = together(stores.grant(use, name, ground.keys) for use in wanted.uses)
        made = service(draft, wanted, granted, around)
        alarms.watch_service(made, around.cluster, ground.watcher, draft)
    for name, wanted_job in system.jobs.items():
        granted = together(stores.grant(use, name, ground.keys) for use in wanted_job.task.uses)
        job(draft, wanted_job, granted, around)
    draft.output("cluster", around.cluster.ref.name, "Name of the ECS cluster.")
