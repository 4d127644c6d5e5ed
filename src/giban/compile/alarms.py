"""Alarms to one topic: what a person wants to be woken for (Amazon CloudWatch, Amazon SNS)."""

from __future__ import annotations

from giban.catalogue import cloudwatch, ecs, elb
from giban.compile.cache import Cache
from giban.compile.draft import Draft
from giban.compile.loadbalancer import Front
from giban.compile.service import Service
from giban.compile.takeover import at_work
from giban.compile.task import Alarming
from giban.compile.watcher import Watch, Watcher
from giban.system import Alarms, Database, System
from giban.system import Service as Wanted
from giban.values import Value, text

NAMESPACE = "AWS/ApplicationELB"
MIB, GIB = 2**20, 2**30
FREE_PERCENT = 10
MANY_PERCENT = 80


def watch_service(made: Service, cluster: ecs.Cluster, watcher: Watcher, draft: Draft) -> None:
    """Watch a service's CPU and memory (ledger ERP-OBS-02)."""
    wanted, limits = made.wanted, draft.system.alarms
    watcher.watch(
        draft.part(f"services.{wanted.name}", "alarms"),
        wanted.name,
        "AWS/ECS",
        {"ClusterName": cluster.ref.name, "ServiceName": made.service.ref.name},
        (
            Watch(
                ends="cpu-high",
                metric="CPUUtilization",
                threshold=limits.cpu,
                words=f"Service {wanted.name} uses more than {limits.cpu} % of its CPU.",
            ),
            Watch(
                ends="memory-high",
                metric="MemoryUtilization",
                threshold=limits.memory,
                words=f"Service {wanted.name} uses more than {limits.memory} % of its memory.",
            ),
        ),
    )


def watch_front(front: Front, watcher: Watcher, draft: Draft) -> Alarming:
    """Watch errors and unhealthy targets at the load balancer (ledger ERP-OBS-04).

    Returns, by service, the alarms that tell of a deployment that fails.
    """
    balancer = {"LoadBalancer": front.balancer.ref.arn_suffix}
    watcher.watch(
        draft.part("services", "alarms"),
        "alb",
        NAMESPACE,
        balancer,
        (
            _errors(
                draft,
                "5xx-errors",
                "HTTPCode_Target_5XX_Count",
                "Services answered more than {errors} requests with an error in {time}.",
            ),
            _errors(
                draft,
                "elb-5xx-errors",
                "HTTPCode_ELB_5XX_Count",
                "The load balancer itself failed more than {errors} requests in {time}.",
            ),
        ),
    )
    return {name: _watch_targets(draft, watcher, name, front) for name in front.targets}


def _errors(draft: Draft, ends: str, metric: str, words: str) -> Watch:
    limits = draft.system.alarms
    return Watch(
        ends=ends,
        metric=metric,
        threshold=limits.errors,
        words=words.format(errors=limits.errors, time=_time(limits.error_seconds)),
        statistic="Sum",
        periods=limits.error_periods,
        period=limits.error_seconds,
        urgent=True,
    )


def _may_rest(wanted: Wanted) -> bool:
    """Return whether a service is meant to run no task at times."""
    scale = wanted.scale
    return 0 in (scale.min, *(step.min for step in scale.schedule))


def _time(seconds: int) -> str:
    minutes = seconds // 60
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def _watch_targets(
    draft: Draft, watcher: Watcher, name: str, front: Front
) -> tuple[cloudwatch.MetricAlarm, ...]:
    """Watch the targets of a service, of both its versions where there are two."""
    part, service = draft.part(f"services.{name}", "alarms"), draft.system.services[name]
    balancer = {"LoadBalancer": front.balancer.ref.arn_suffix}
    several = {
        version: {**balancer, **_target(groups[name])}
        for version, groups in (("blue", front.targets), ("green", front.greens))
        if name in groups
    }
    wanted: tuple[Watch, ...] = (_unhealthy(draft, name), _down(draft.system, service))
    if service.deployment.alarms:
        words = f"Service {name} answered more than {{errors}} requests with an error in {{time}}."
        wanted = (*wanted, _errors(draft, "5xx-errors", "HTTPCode_Target_5XX_Count", words))
    if len(several) == 1:
        made = watcher.watch(part, name, NAMESPACE, several["blue"], wanted)
    else:
        made = watcher.watch_together(part, name, NAMESPACE, several, wanted)
    unhealthy, _, *errors = made
    return (unhealthy, *errors)


def _unhealthy(draft: Draft, name: str) -> Watch:
    return Watch(
        ends="unhealthy",
        metric="UnHealthyHostCount",
        threshold=0,
        words=f"A task of service {name} does not answer its health check.",
        statistic="Maximum",
        periods=2,
        period=draft.system.alarms.unhealthy_seconds // 2,
        urgent=True,
    )


def _down(system: System, wanted: Wanted) -> Watch:
    """Without a task there is no figure: that is a failure, unless it is what was wanted.

    In a region that is meant to be idle nothing has to answer.
    """
    rests = _may_rest(wanted)
    words = f"No task of service {wanted.name} answers its health check"
    return Watch(
        ends="down",
        metric="HealthyHostCount",
        threshold=at_work(system, working=1, idle=0),
        words=f"{words}." if rests else f"{words}, or none runs.",
        statistic="Maximum",
        below=True,
        periods=1,
        missing="notBreaching"
        if rests
        else at_work(system, working="breaching", idle="notBreaching"),
        urgent=True,
    )


def _target(target: elb.TargetGroup) -> dict[str, Value]:
    return {"TargetGroup": target.ref.arn_suffix}


def watch_database(wanted: Database, identifier: Value, watcher: Watcher, draft: Draft) -> None:
    """Watch a database's CPU, storage, memory and connections (ledger ERP-OBS-03)."""
    cpu = draft.system.alarms.cpu
    free = wanted.storage * GIB * FREE_PERCENT // 100
    memory = round(wanted.class_memory * 1024 * FREE_PERCENT / 100)
    connections = wanted.connections * MANY_PERCENT // 100
    watcher.watch(
        draft.part(f"databases.{wanted.name}", "alarms"),
        f"db-{wanted.name}",
        "AWS/RDS",
        {"DBInstanceIdentifier": identifier},
        (
            Watch(
                ends="cpu-high",
                metric="CPUUtilization",
                threshold=cpu,
                words=f"Database {wanted.name} uses more than {cpu} % of its CPU.",
            ),
            Watch(
                ends="storage-low",
                metric="FreeStorageSpace",
                threshold=free,
                words=f"Database {wanted.name} has under {FREE_PERCENT} % of storage left.",
                below=True,
                periods=1,
            ),
            Watch(
                ends="memory-low",
                metric="FreeableMemory",
                threshold=memory * MIB,
                words=f"Database {wanted.name} has less than {memory} MiB of memory free.",
                below=True,
            ),
            Watch(
                ends="connections-high",
                metric="DatabaseConnections",
                threshold=connections,
                words=f"Database {wanted.name} holds more than {connections} connections.",
            ),
        ),
    )


def watch_cache(made: Cache, watcher: Watcher, draft: Draft) -> None:
    """Watch the CPU, memory and evictions of a cache's nodes (defect D-ERP-22).

    Metrics are a node's, and AWS numbers the nodes of a group from 001, those of a cluster by
    shard and node from 0001-001
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html).
    """
    for node, id in cache_nodes(made).items():
        watcher.watch(
            draft.part(f"caches.{made.wanted.name}", "alarms"),
            f"cache-{made.wanted.name}",
            "AWS/ElastiCache",
            {"CacheClusterId": id},
            _cache_watches(made.wanted.name, node, draft.system.alarms),
            each=node,
        )


def cache_nodes(made: Cache) -> dict[str, Value]:
    """Return the ids of a cache's nodes by their numbers."""
    wanted = made.wanted
    nodes = [f"{node:03}" for node in range(1, wanted.nodes + 1)]
    if wanted.shards is not None:
        shards = range(1, wanted.shards + 1)
        nodes = [f"{shard:04}-{node}" for shard in shards for node in nodes]
    return {node: text(made.replication.ref.replication_group_id, f"-{node}") for node in nodes}


def _cache_watches(name: str, node: str, limits: Alarms) -> tuple[Watch, ...]:
    whose = f"Node {node} of cache {name}"
    return (
        Watch(
            ends="cpu-high",
            metric="EngineCPUUtilization",
            threshold=limits.cpu,
            words=f"{whose} uses more than {limits.cpu} % of its engine's CPU.",
        ),
        Watch(
            ends="memory-high",
            metric="DatabaseMemoryUsagePercentage",
            threshold=limits.memory,
            words=f"{whose} uses more than {limits.memory} % of its memory.",
        ),
        Watch(
            ends="evictions",
            metric="Evictions",
            threshold=0,
            words=f"{whose} drops keys before their time.",
            statistic="Sum",
        ),
    )
