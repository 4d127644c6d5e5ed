"""The platform of one environment: every part, in the order they need each other."""

from __future__ import annotations

from msgspec import Struct

from giban.blueprint import Stack, State
from giban.catalogue import cloudwatch, xray
from giban.compile import alarms
from giban.compile import database as databases
from giban.compile import service as services
from giban.compile.backups import backups
from giban.compile.bastion import bastion
from giban.compile.bucket import bucket
from giban.compile.cache import Cache
from giban.compile.cdn import cdn
from giban.compile.cdn_files import cdn_files
from giban.compile.cluster import cluster
from giban.compile.dashboard import Shown, dashboard
from giban.compile.draft import Draft
from giban.compile.flow_log import flow_log
from giban.compile.hosting import Settings, of_database, of_grant
from giban.compile.hosts import Around, hosts
from giban.compile.insights import application_insights, queries
from giban.compile.instance_alarms import watch_from_outside, watch_instances
from giban.compile.instance_backup import back_up
from giban.compile.job import job
from giban.compile.key import Keys, encryption_key
from giban.compile.loadbalancer import Front, front
from giban.compile.log_archive import Archive, log_archive
from giban.compile.names import label, named
from giban.compile.network import Network, network
from giban.compile.pipeline import Workplace, pipeline
from giban.compile.queue import Queue
from giban.compile.secret import shared_secrets
from giban.compile.shared import shared_keys, shared_network
from giban.compile.site import site
from giban.compile.stores import Stores
from giban.compile.task import Alarming, Surroundings, Task, shared_variables
from giban.compile.tenant import provision, tenant_database
from giban.compile.waf import edge_waf, waf
from giban.compile.watched import watched_caches, watched_queues
from giban.compile.watcher import Watcher, watcher
from giban.compile.wiring import together
from giban.system import Service, System, Use
from giban.values import text

NAME = "platform"


def platform(system: System, state: State) -> Stack:
    """Compile one environment's platform into one stack."""
    draft = Draft(system)
    logs = log_archive(draft)
    key, net = _beneath(draft, logs)
    ground = _Ground(draft, key, watcher(draft, key), net, logs)
    way_in, alarming = _front(ground)
    stores = Stores(
        databases=_databases(ground),
        caches=_caches(ground),
        buckets={name: bucket(draft, wanted, key) for name, wanted in system.buckets.items()},
        queues=_queues(ground),
        tenant=tenant_database(draft, key),
    )
    running = _services(ground, way_in, alarming, stores)
    if way_in is not None:
        cdn(draft, way_in, stores.buckets, logs, edge_waf(draft, key))
    cdn_files(draft, stores.buckets, logs)
    bastion(draft, net, stores.databases, stores.caches)
    backups(draft, stores.databases)
    dashboard(draft, Shown(way_in, running, stores.databases, stores.caches))
    _hosts(ground, way_in, stores)
    _sites(draft, logs)
    application_insights(draft)
    return draft.freeze(NAME, system.environment, state)


def _beneath(draft: Draft, logs: Archive | None) -> tuple[Keys, Network]:
    """Return keys and network: the foundation's, where there is one, or the system's own."""
    foundation = draft.system.foundation
    if foundation:
        return shared_keys(draft, foundation.keys), shared_network(draft)
    key, made = encryption_key(draft), network(draft)
    flow_log(draft, made, key, logs)
    return key, made


class _Ground(Struct, frozen=True):
    """What every part stands on."""

    draft: Draft
    key: Keys
    watcher: Watcher
    network: Network
    logs: Archive | None


def _front(ground: _Ground) -> tuple[Front | None, Alarming]:
    draft = ground.draft
    way_in = front(draft, ground.network, ground.logs)
    if way_in is None:
        return None, {}
    waf(draft, way_in.balancer, ground.key)
    alarming = alarms.watch_front(way_in, ground.watcher, draft)
    address = way_in.balancer.ref.dns_name
    domain = draft.system.domain
    draft.output("load_balancer", address, "DNS name of the load balancer.")
    draft.output(
        "url",
        f"https://{domain}" if domain else text("http://", address),
        "Where the system answers.",
    )
    return way_in, alarming


def _databases(ground: _Ground) -> dict[str, databases.Database]:
    draft = ground.draft
    subnets = databases.subnet_group(draft, ground.network)
    if subnets is None:
        return {}
    around = databases.Surroundings(
        ground.network, ground.key, subnets, databases.monitoring_role(draft)
    )
    made = {}
    for name, wanted in draft.system.databases.items():
        made[name] = databases.database(draft, wanted, around)
        identifier = made[name].instance.ref.identifier
        alarms.watch_database(wanted, identifier, ground.watcher, draft)
        endpoint = made[name].instance.ref.endpoint
        draft.output(f"{label(name)}_database", endpoint, f"Endpoint of database {name}.")
    return made


def _caches(ground: _Ground) -> dict[str, Cache]:
    draft = ground.draft
    made = watched_caches(draft, ground.network, ground.key, ground.watcher)
    for name, one in made.items():
        draft.output(f"{label(name)}_cache", one.host, f"Host name of cache {name}.")
    return made


def _queues(ground: _Ground) -> dict[str, Queue]:
    draft = ground.draft
    made = watched_queues(draft, ground.key, ground.watcher)
    for name, one in made.items():
        draft.output(f"{label(name)}_queue", one.queue.ref.url, f"URL of queue {name}.")
    return made


def _hosts(ground: _Ground, way_in: Front | None, stores: Stores) -> None:
    draft, keys = ground.draft, ground.key

    def settings(use: Use, service: Service) -> Settings:
        if use.kind == "database":
            return of_database(draft.system, stores.databases[use.name], use)
        return of_grant(stores.grant(use, service.name, keys))

    around = Around(draft=draft, network=ground.network, keys=keys, front=way_in, settings=settings)
    everything = hosts(around)
    back_up(draft, everything)
    for made in everything:
        watch_instances(made, ground.watcher, draft)
        if made.wanted.public:
            watch_from_outside(made, draft)


def _services(
    ground: _Ground, way_in: Front | None, alarming: Alarming, stores: Stores
) -> dict[str, services.Service]:
    draft = ground.draft
    running: dict[str, services.Service] = {}
    capacity = cluster(draft)
    if capacity is None:
        return running
    shared = shared_secrets(
        draft.part("services", "secrets"), ground.key, shared_variables(draft.system)
    )
    around = Surroundings(ground.network, ground.key, *capacity, way_in, shared, alarming)
    groups: list[cloudwatch.LogGroup] = []
    for name, wanted in draft.system.fargate.items():
        granted = together(stores.grant(use, name, ground.key) for use in wanted.uses)
        made = services.service(draft, wanted, granted, around)
        alarms.watch_service(made, around.cluster, ground.watcher, draft)
        running[name] = made
        groups += made.logs
        if wanted.tracing:
            _traces(draft, name)
    queries(draft, groups)
    started: dict[str, Task] = {}
    for name, wanted_job in draft.system.jobs.items():
        granted = together(stores.grant(use, name, ground.key) for use in wanted_job.task.uses)
        started[name] = job(draft, wanted_job, granted, around)
    if stores.tenant is not None:
        provision(draft, stores.tenant, around)
    pipeline(draft, Workplace(around, stores.buckets, started, ground.watcher.topic))
    draft.output("cluster", around.cluster.ref.name, "Name of the ECS cluster.")
    return running


def _traces(draft: Draft, service: str) -> None:
    """Group the traces of a service (ledger ERP-OBS-01)."""
    draft.part(f"services.{service}", "tracing").add(
        xray.Group(
            label(service),
            group_name=named(draft.system, service, limit=32),
            filter_expression=f'service("{named(draft.system, service)}")',
            tags={"Name": named(draft.system, service)},
        )
    )


def _sites(draft: Draft, logs: Archive | None) -> None:
    for name, wanted in draft.system.sites.items():
        made = site(draft, wanted, logs)
        own, cdn = label(name), made.distribution.ref
        address = f"https://{wanted.host}" if wanted.host else text("https://", cdn.domain_name)
        draft.output(f"{own}_site", address, f"Address of site {name}.")
        draft.output(f"{own}_bucket", made.bucket.ref.id, f"Bucket of the files of site {name}.")
        draft.output(
            f"{own}_distribution", cdn.id, f"Distribution to invalidate when site {name} changes."
        )
