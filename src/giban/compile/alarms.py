"""Alarms to one topic: what a person wants to be woken for (Amazon CloudWatch, Amazon SNS)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from giban.catalogue import cloudwatch, ecs, elb, sns
from giban.compile.account import account_id
from giban.compile.cache import Cache
from giban.compile.draft import Draft, Part
from giban.compile.key import Keys, key_arn
from giban.compile.loadbalancer import Front
from giban.compile.names import label, named
from giban.compile.policies import allow, policy
from giban.compile.service import Service
from giban.compile.slack import slack
from giban.system import Alarms, Database
from giban.values import Value, text

MIB, GIB = 2**20, 2**30
PERIOD = 300
FREE_PERCENT = 10
MANY_PERCENT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A threshold on a metric; `ends` is the word the alarm's name ends in.

    `missing` says what silence means: for most metrics that nothing happens.
    """

    ends: str
    metric: str
    threshold: float
    words: str
    statistic: str = "Average"
    below: bool = False
    periods: int = 2
    missing: str = "notBreaching"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Makes alarms that report to one topic."""

    topic: sns.Topic

    def watch(
        self,
        part: Part,
        owner: str,
        namespace: str,
        dimensions: Mapping[str, Value],
        wanted: tuple[Watch, ...],
        each: str | None = None,
    ) -> None:
        """Make an alarm for each watch on the metrics of one thing, `each` if it is one of many."""
        for watch in wanted:
            names = (owner, watch.ends) if each is None else (owner, each, watch.ends)
            part.add(
                cloudwatch.MetricAlarm(
                    label(owner, watch.ends),
                    each=each,
                    alarm_name=named(part.draft.system, *names),
                    alarm_description=watch.words,
                    namespace=namespace,
                    metric_name=watch.metric,
                    dimensions=dimensions,
                    statistic=watch.statistic,
                    period=PERIOD,
                    evaluation_periods=watch.periods,
                    comparison_operator="LessThanThreshold"
                    if watch.below
                    else "GreaterThanThreshold",
                    threshold=watch.threshold,
                    treat_missing_data=watch.missing,
                    alarm_actions=[self.topic.ref.arn],
                    ok_actions=[self.topic.ref.arn],
                    tags={"Name": named(part.draft.system, *names)},
                )
            )


def watcher(draft: Draft, key: Keys) -> Watcher:
    """Make the topic that alarms report to, and tell the people who asked."""
    system, part = draft.system, draft.part("alarms", "alarms")
    topic = part.add(
        sns.Topic(
            "alarms",
            name=named(system, system.alarms.topic),
            kms_master_key_id=key_arn(key, "sns"),
            tags={"Name": named(system, system.alarms.topic)},
        )
    )
    part.add(
        sns.TopicPolicy(
            "alarms",
            arn=topic.ref.arn,
            policy=policy(
                [
                    allow(
                        "Alarms",
                        ["sns:Publish"],
                        [topic.ref.arn],
                        principal={"Service": "cloudwatch.amazonaws.com"},
                        condition={"StringEquals": {"aws:SourceAccount": account_id(draft)}},
                    )
                ]
            ),
        )
    )
    for address in system.alarms.email:
        part.add(
            sns.TopicSubscription(
                "alarms", each=address, topic_arn=topic.ref.arn, protocol="email", endpoint=address
            ),
            "AWS sends each address a message to confirm.",
        )
    if system.alarms.slack is not None:
        slack(draft, system.alarms.slack, topic)
    return Watcher(topic)


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


def watch_front(front: Front, watcher: Watcher, draft: Draft) -> None:
    """Watch errors and unhealthy targets at the load balancer (ledger ERP-OBS-04)."""
    part, errors = draft.part("services", "alarms"), draft.system.alarms.errors
    periods = draft.system.alarms.error_periods
    balancer = {"LoadBalancer": front.balancer.ref.arn_suffix}
    watcher.watch(
        part,
        "alb",
        "AWS/ApplicationELB",
        balancer,
        (
            Watch(
                ends="5xx-errors",
                metric="HTTPCode_Target_5XX_Count",
                threshold=errors,
                words=f"Services answered more than {errors} requests with an error in 5 minutes.",
                statistic="Sum",
                periods=periods,
            ),
            Watch(
                ends="elb-5xx-errors",
                metric="HTTPCode_ELB_5XX_Count",
                threshold=errors,
                words=f"The load balancer itself failed more than {errors} requests in 5 minutes.",
                statistic="Sum",
                periods=periods,
            ),
        ),
    )
    for name, target in front.targets.items():
        _watch_targets(draft, watcher, name, {**balancer, **_target(target)})


def _watch_targets(
    draft: Draft, watcher: Watcher, name: str, dimensions: Mapping[str, Value]
) -> None:
    watcher.watch(
        draft.part(f"services.{name}", "alarms"),
        name,
        "AWS/ApplicationELB",
        dimensions,
        (
            Watch(
                ends="unhealthy",
                metric="UnHealthyHostCount",
                threshold=0,
                words=f"A task of service {name} does not answer its health check.",
                statistic="Maximum",
            ),
            Watch(
                ends="down",
                metric="HealthyHostCount",
                threshold=1,
                words=f"No task of service {name} answers its health check, or none runs.",
                statistic="Maximum",
                below=True,
                periods=1,
                missing="breaching",
            ),
        ),
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

    Metrics are a node's, and AWS numbers the nodes of a group from 001
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html).
    """
    for number in range(1, made.wanted.nodes + 1):
        node = f"{number:03}"
        watcher.watch(
            draft.part(f"caches.{made.wanted.name}", "alarms"),
            f"cache-{made.wanted.name}",
            "AWS/ElastiCache",
            {"CacheClusterId": text(made.replication.ref.replication_group_id, f"-{node}")},
            _cache_watches(made.wanted.name, node, draft.system.alarms),
            each=node,
        )


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
