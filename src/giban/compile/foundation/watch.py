"""The stack `monitoring`: what is recorded and watched of what applications share."""

from __future__ import annotations

from typing import Any

from giban.catalogue import cloudwatch
from giban.compile.alarms import watch_database
from giban.compile.border import imported
from giban.compile.draft import Draft
from giban.compile.flow_log import flow_log
from giban.compile.names import label, named
from giban.compile.shared import shared_keys, shared_network
from giban.compile.takeover import taken_over
from giban.compile.watcher import Watch, Watcher, watcher
from giban.system import Database, System
from giban.values import Json, Value

WIDTH, HEIGHT = 12, 6
GRAPHS = (
    ("CPU", ("CPUUtilization",)),
    ("Connections", ("DatabaseConnections",)),
    ("Free storage", ("FreeStorageSpace",)),
    ("Free memory", ("FreeableMemory",)),
    ("Latency", ("ReadLatency", "WriteLatency")),
    ("Throughput", ("ReadIOPS", "WriteIOPS")),
)
"""What a person looks at first when a database is slow."""


def watch_draft(system: System, rpo: int | None = None) -> Draft:
    """Make the topic, the alarms of the shared database, and a dashboard (HY-OBS-06, HY-OBS-10).

    The network's flow log is here too: its log group needs a key, and keys come after networks.
    `rpo` is how many minutes the database may be behind the one it copies.
    """
    draft = Draft(system)
    exports = system.exports
    names = [name for name in ("cloudwatch-logs",) if exports and name in exports.keys]
    keys = shared_keys(draft, names)
    if system.network.flow_log_days:
        flow_log(draft, shared_network(draft, ()), keys, None)
    told = watcher(draft, keys)
    for wanted in system.databases.values():
        identifier = imported(draft, "rds", "identifier")
        watch_database(wanted, identifier, told, draft)
        if rpo is not None:
            _watch_copy(draft, wanted, identifier, told, rpo)
        _dashboard(draft, wanted, identifier)
    return draft


def _watch_copy(draft: Draft, wanted: Database, identifier: Value, told: Watcher, rpo: int) -> None:
    """Say when the replica is so far behind that more would be lost than may be (HY-DR-01).

    MySQL says -1 while nothing is copied. Once it is promoted there is no such metric.
    """
    told.watch(
        draft.part("dr", "alarms"),
        f"db-{wanted.name}",
        "AWS/RDS",
        {"DBInstanceIdentifier": identifier},
        (
            Watch(
                ends="behind",
                metric="ReplicaLag",
                threshold=rpo * 60,
                words=f"The replica of database {wanted.name} is over {rpo} minutes behind.",
                statistic="Maximum",
                period=60,
                periods=5,
                missing=taken_over("notBreaching", "breaching"),
                urgent=True,
            ),
            Watch(
                ends="stopped",
                metric="ReplicaLag",
                threshold=0,
                words=f"The replica of database {wanted.name} does not follow it any more.",
                statistic="Minimum",
                below=True,
                period=60,
                periods=5,
                urgent=True,
            ),
        ),
    )


def _dashboard(draft: Draft, wanted: Database, identifier: Value) -> None:
    name = named(draft.system, wanted.name)
    draft.part(f"databases.{wanted.name}", "dashboard").add(
        cloudwatch.Dashboard(
            label(wanted.name),
            dashboard_name=name,
            dashboard_body=Json(
                {
                    "widgets": [
                        _widget(draft.system, number, title, metrics, identifier)
                        for number, (title, metrics) in enumerate(GRAPHS)
                    ]
                }
            ),
        )
    )


def _widget(
    system: System, number: int, title: str, metrics: tuple[str, ...], identifier: Value
) -> dict[str, Any]:
    return {
        "type": "metric",
        "x": number % 2 * WIDTH,
        "y": number // 2 * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": title,
            "region": system.region,
            "view": "timeSeries",
            "stat": "Average",
            "period": 300,
            "metrics": [
                ["AWS/RDS", metric, "DBInstanceIdentifier", identifier] for metric in metrics
            ],
        },
    }
