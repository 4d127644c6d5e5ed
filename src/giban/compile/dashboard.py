"""One page of graphs: latency, traffic, errors, saturation (Amazon CloudWatch; CM-OBS-09)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from giban.catalogue import cloudwatch, ecs
from giban.compile.alarms import cache_nodes
from giban.compile.cache import Cache
from giban.compile.database import Database
from giban.compile.draft import Draft
from giban.compile.loadbalancer import Front
from giban.compile.names import named
from giban.compile.service import Service
from giban.values import Address, Json, Ref

WIDTH, HEIGHT, ACROSS = 12, 6, 24
PERIOD = 60
CLUSTER = Ref(Address("aws_ecs_cluster", "main"), ("name",))
Metric = list[Any]


class Shown(Struct, frozen=True):
    """What a page shows: all of it may be missing."""

    front: Front | None
    services: Mapping[str, Service]
    databases: Mapping[str, Database]
    caches: Mapping[str, Cache]


def dashboard(draft: Draft, shown: Shown) -> None:
    """Make the page; nothing where nobody wants one."""
    if not draft.system.dashboard:
        return
    region = draft.system.region
    widgets = [
        _widget(number, title, metrics, region, stat)
        for number, (title, stat, metrics) in enumerate(_graphs(shown))
    ]
    draft.part("dashboard", "dashboard").add(
        cloudwatch.Dashboard(
            "main",
            dashboard_name=named(draft.system, "dashboard"),
            dashboard_body=Json({"widgets": widgets}),
        )
    )


def _graphs(shown: Shown) -> Iterator[tuple[str, str, list[Metric]]]:
    """Yield title, statistic and metrics of every graph, what users feel first."""
    if shown.front is not None:
        yield from _front(shown.front)
    if shown.services:
        yield from _services([one.service for one in shown.services.values()])
    for name, database in shown.databases.items():
        yield from _database(name, database)
    for name, cache in shown.caches.items():
        yield from _cache(name, cache)


def _front(front: Front) -> Iterator[tuple[str, str, list[Metric]]]:
    balancer = ["LoadBalancer", front.balancer.ref.arn_suffix]

    def metric(name: str, **more: Any) -> Metric:
        return ["AWS/ApplicationELB", name, *balancer, *([more] if more else [])]

    seconds = [
        metric("TargetResponseTime", stat=stat, label=stat) for stat in ("p50", "p95", "p99")
    ]
    yield "Latency: response time, seconds", "p50", seconds
    yield "Traffic: requests a minute", "Sum", [metric("RequestCount")]
    failed = ("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count")
    yield "Errors: answers of 500 and above", "Sum", [metric(name) for name in failed]
    yield (
        "Errors: percent of requests",
        "Sum",
        [
            [{"expression": "100 * FILL(failed, 0) / requests", "label": "5xx rate", "id": "rate"}],
            metric("HTTPCode_Target_5XX_Count", id="failed", visible=False),
            metric("RequestCount", id="requests", visible=False),
        ],
    )


def _services(services: Sequence[ecs.Service]) -> Iterator[tuple[str, str, list[Metric]]]:
    def metrics(space: str, *names: str) -> list[Metric]:
        return [
            [space, name, "ClusterName", CLUSTER, "ServiceName", one.ref.name]
            for name in names
            for one in services
        ]

    yield "Saturation: CPU of services, %", "Average", metrics("AWS/ECS", "CPUUtilization")
    yield "Saturation: memory of services, %", "Average", metrics("AWS/ECS", "MemoryUtilization")
    counts = metrics("ECS/ContainerInsights", "DesiredTaskCount", "RunningTaskCount")
    yield "Tasks: desired and running", "Average", counts


def _database(name: str, database: Database) -> Iterator[tuple[str, str, list[Metric]]]:
    which = ["DBInstanceIdentifier", database.instance.ref.identifier]
    for title, metric in (
        ("CPU, %", "CPUUtilization"),
        ("connections", "DatabaseConnections"),
        ("free storage, bytes", "FreeStorageSpace"),
    ):
        yield f"Database {name}: {title}", "Average", [["AWS/RDS", metric, *which]]


def _cache(name: str, cache: Cache) -> Iterator[tuple[str, str, list[Metric]]]:
    nodes = list(cache_nodes(cache).values())

    def metrics(*names: str) -> list[Metric]:
        return [["AWS/ElastiCache", one, "CacheClusterId", node] for one in names for node in nodes]

    yield f"Cache {name}: hits and misses", "Sum", metrics("CacheHits", "CacheMisses")
    yield f"Cache {name}: CPU, %", "Average", metrics("CPUUtilization")


def _widget(
    number: int, title: str, metrics: Sequence[Metric], region: str, stat: str
) -> dict[str, Any]:
    return {
        "type": "metric",
        "x": number * WIDTH % ACROSS,
        "y": number * WIDTH // ACROSS * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": title,
            "region": region,
            "view": "timeSeries",
            "stat": stat,
            "period": PERIOD,
            "metrics": list(metrics),
        },
    }
