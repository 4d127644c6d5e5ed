"""What stands ready in the other region: everything but running tasks (ledger HY-DR-01 to -06).

A stack of its own, made after the platform. It reads the foundation's exports of that region, and
what the platform has said there; nobody is woken from there, since nothing is meant to run.
"""

from __future__ import annotations

from giban.blueprint import Stack, State
from giban.compile import cache as caches
from giban.compile import queue as queues
from giban.compile.bucket import bucket
from giban.compile.cluster import cluster
from giban.compile.draft import Draft
from giban.compile.loadbalancer import front
from giban.compile.log_archive import log_archive
from giban.compile.replication import replicate
from giban.compile.secret import shared_secrets
from giban.compile.service import service
from giban.compile.shared import shared_keys, shared_network
from giban.compile.stores import Stores
from giban.compile.task import Surroundings, shared_variables
from giban.compile.tenant import tenant_database
from giban.compile.waf import waf
from giban.compile.wiring import together
from giban.system import System

NAME = "standby"


def standby(home: System, there: System, state: State) -> Stack:
    """Compile what stands ready for an environment; `there` is the same system abroad."""
    draft = Draft(there)
    keys = shared_keys(draft, there.foundation.keys if there.foundation else ())
    network = shared_network(draft)
    subnets = caches.subnet_group(draft, network)
    stores = Stores(
        databases={},
        caches={
            name: caches.cache(draft, wanted, network, subnets, keys)
            for name, wanted in there.caches.items()
            if subnets is not None
        },
        buckets={name: bucket(draft, wanted, keys) for name, wanted in there.buckets.items()},
        queues={name: queues.queue(draft, wanted, keys) for name, wanted in there.queues.items()},
        tenant=tenant_database(draft, keys),
    )
    for name, copy in stores.buckets.items():
        if there.buckets[name].replica:
            replicate(draft, home, there.buckets[name], copy)
    way_in = front(draft, network, log_archive(draft))
    if way_in is not None:
        waf(draft, way_in.balancer, keys)
        address = way_in.balancer.ref.dns_name
        draft.output("load_balancer", address, "DNS name of the load balancer that stands ready.")
    capacity = cluster(draft)
    if capacity is not None:
        secrets = shared_secrets(draft.part("services", "secrets"), keys, shared_variables(there))
        around = Surroundings(network, keys, *capacity, way_in, secrets, {})
        for name, wanted in there.services.items():
            granted = together(stores.grant(use, name, keys) for use in wanted.uses)
            service(draft, wanted, granted, around)
        draft.output("cluster", capacity[0].ref.name, "Name of the ECS cluster.")
    return draft.freeze(NAME, there.environment, state)
