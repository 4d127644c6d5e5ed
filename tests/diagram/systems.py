"""Systems to draw: every environment of every example, and any that hypothesis thinks of."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from giban.blueprint import Blueprint
from giban.compile import compile_project
from giban.manifest import load, loads
from giban.system import resolve_all

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("main", "sessions", "orders", "files", "reports", "audit-trail", "search-index")
SERVICES = ("web", "api", "admin", "worker", "a-service-with-quite-a-long-name", "mail", "cron")


def manifests() -> list[Path]:
    """Return the manifest of each example."""
    return sorted(EXAMPLES.glob("**/giban.yaml"))


@cache
def example(path: Path) -> dict[str, Blueprint]:
    """Return the Blueprint of each environment of an example."""
    return compile_project(list(resolve_all(load(path)).values()))


def examples() -> list[tuple[str, Blueprint]]:
    """Return every environment of every example, by a name for it."""
    return [
        (f"{path.parent.relative_to(EXAMPLES)}-{environment}", blueprint)
        for path in manifests()
        for environment, blueprint in example(path).items()
    ]


def compiled(written: dict[str, Any]) -> Blueprint:
    """Return the Blueprint of a manifest with one environment."""
    systems = resolve_all(loads(json.dumps(written)))
    return next(iter(compile_project(list(systems.values())).values()))


@st.composite
def systems(draw: st.DrawFn) -> dict[str, Any]:
    """Return a manifest of some services and some things they use."""
    kinds = draw(st.lists(st.sampled_from(("db", "cache", "bucket", "queue")), max_size=6))
    stores = list(zip(NAMES, kinds, strict=False))
    used = st.lists(st.sampled_from([name for name, _ in stores] or ["none"]), unique=True)
    services: dict[str, Any] = {}
    for name in SERVICES[: draw(st.integers(0, len(SERVICES)))]:
        service: dict[str, Any] = {"uses": [_use(one) for one in draw(used) if one != "none"]}
        if draw(st.booleans()):
            service |= {"port": 3000, "health": "/health", "path": f"/{name}/*"}
        services[name] = service
    written = {
        "project": draw(st.sampled_from(["erp", "a-project-with-a-long-name"])),
        "region": "ap-northeast-2",
        "network": {"zones": draw(st.sampled_from([["a", "c"], ["a", "b", "c"]]))},
        "services": services,
        "databases": {name: {"engine": "postgres"} for name, kind in stores if kind == "db"},
        "caches": {name: {"engine": "valkey"} for name, kind in stores if kind == "cache"},
        "buckets": {name: {} for name, kind in stores if kind == "bucket"},
        "queues": {name: {} for name, kind in stores if kind == "queue"},
        "environments": {
            "production": {"availability": draw(st.sampled_from(["economy", "standard", "high"]))}
        },
    }
    if draw(st.booleans()):
        written |= {"domain": "example.com", "github": "example/erp"}
        written["sites"] = {name: {"host": name} for name in ("docs", "www")[: draw(COUNT)]}
    return written


def _use(name: str) -> dict[str, str]:
    return {"name": name, "as": name.upper().replace("-", "_")}


COUNT = st.integers(0, 2)
