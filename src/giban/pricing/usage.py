"""What no Blueprint can know: how much a system is used. Profiles, overridden by the author."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from giban.pricing.line import Assumed

PROFILES = Path(__file__).parent / "profiles"
NAMES = ("small", "medium", "large")

KEYS: dict[str, str] = {
    "internet_gb": "GB a month",
    "requests": "requests a month",
    "lcus": "LCUs on average",
    "cross_zone_gb": "GB a month",
    "nat_gb": "GB a month",
    "endpoint_gb": "GB a month",
    "peering_gb": "GB a month",
    "cdn_gb": "GB a month",
    "cdn_requests": "requests a month",
    "scaled_out": "of the way to the most",
    "logs_gb": "GB a month",
    "database_logs_gb": "GB a month",
    "cache_logs_gb": "GB a month",
    "flow_logs_gb": "GB a month",
    "waf_logs_gb": "GB a month",
    "log_compression": "of what is ingested",
    "custom_metrics": "metrics",
    "insights_metrics": "metrics a service",
    "monitoring_gb": "GB a month",
    "database_backup_gb": "GB",
    "cache_backup_gb": "GB",
    "stored_gb": "GB",
    "put_requests": "requests a month",
    "get_requests": "requests a month",
    "replicated_gb": "GB a month",
    "backup_gb": "GB",
    "images_gb": "GB",
    "job_minutes": "minutes a run",
    "builds": "builds a month",
    "build_minutes": "minutes a build",
    "secret_reads": "reads a month",
    "key_requests": "requests a month",
    "dns_queries": "queries a month",
    "notifications": "notifications a month",
    "queue_requests": "requests a month",
    "traces": "traces a month",
    "account_events": "events a month",
    "data_events": "events a month",
    "table_gb": "GB",
    "table_reads": "reads a month",
    "table_writes": "writes a month",
}
"""Every key of `usage:` with its unit; the profiles and the schema say what each means."""


class Profile(Struct, frozen=True):
    """Figures for systems of one size; `parts` hold what differs for one part of the manifest."""

    name: str
    values: Mapping[str, Decimal]
    parts: Mapping[str, Mapping[str, Decimal]]


@cache
def profile(name: str) -> Profile:
    """Read one of the profiles that come with giban."""
    text = (PROFILES / f"{name}.toml").read_text(encoding="utf-8")
    read: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    return Profile(
        name,
        {key: Decimal(value) for key, value in read.items() if not isinstance(value, dict)},
        {
            part: {key: Decimal(value) for key, value in values.items()}
            for part, values in read.items()
            if isinstance(values, dict)
        },
    )


class Usage(Struct, frozen=True, kw_only=True):
    """How much one environment is used.

    From strongest: `each` (by key path: `services.app`, or a part: `buckets`), the profile's
    figures for a part, `written`, the profile. `free_allocations` says whether what the account
    has for nothing every month is this project's.
    """

    profile: str = "small"
    written: Mapping[str, Decimal] = field(default_factory=dict)
    each: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    free_allocations: bool = True

    def figure(self, key: str, path: str) -> Assumed:
        """Return a figure for what answers to a key path of the manifest."""
        for at in _around(path):
            if key in self.each.get(at, {}):
                return _assumed(key, self.each[at][key], f"usage.each.{at}.{key}")
        sized = profile(self.profile)
        for at in _around(path):
            if key in sized.parts.get(at, {}):
                return _assumed(key, sized.parts[at][key], f"{self.profile} profile, {at}")
        if key in self.written:
            return _assumed(key, self.written[key], f"usage.{key}")
        return _assumed(key, sized.values[key], f"{self.profile} profile")


def _assumed(key: str, value: Decimal, source: str) -> Assumed:
    return Assumed(key=key, value=value, unit=KEYS[key], source=source)


def _around(path: str) -> list[str]:
    """Return a key path and those around it, innermost first."""
    steps = path.split(".")
    return [".".join(steps[:size]) for size in range(len(steps), 0, -1)]
