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
from giban.compile.watcher import watcher
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


def watch_draft(system: System) -> Draft:
    """Make the topic, the alarms of the shared database, and a dashboard (HY-OBS-06, HY-OBS-10).

    The network's flow log is here too: its log group needs a key, and keys come after networks.
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
        _dashboard(draft, wanted, identifier)
    return draft


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
