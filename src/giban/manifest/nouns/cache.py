"""`caches:` - Redis and Valkey on ElastiCache."""

from __future__ import annotations

from typing import ClassVar, Literal

from giban.manifest.part import DAILY, WEEKLY, Part, key


class Snapshot(Part):
    """Daily copies of a cache."""

    noun: ClassVar[str] = "`snapshot`"
    days: int | None = key(
        "Days that copies are kept, 0 for none; without it 7 when availability is high, else 0.",
        7,
        ge=0,
        le=35,
    )
    window: str | None = key(
        "When the copy is made, in `timezone`; without it 02:00-03:00.",
        "02:00-03:00",
        pattern=DAILY,
    )


class Cache(Part):
    """A Redis or Valkey cache, always encrypted."""

    noun: ClassVar[str] = "a cache"
    engine: Literal["redis", "valkey"] | None = key("What kind of cache; must be written.", "redis")
    version: str | None = key(
        "Major and minor version; without it 7.1 for redis, 8.0 for valkey.",
        "7.0",
        pattern=r"^[0-9]+\.[0-9]+$",
    )
    node: str | None = key(
        "Node type; without it cache.t4g.micro.",
        "cache.t3.micro",
        pattern=r"^cache\.[a-z0-9]+\.[a-z0-9]+$",
    )
    nodes: int | None = key(
        "The primary and its replicas, with failover from 2 on; "
        "without it 2 when availability is high, else 1.",
        2,
        ge=1,
        le=6,
    )
    shards: int | None = key(
        "Shards of a cluster (cluster mode), each of `nodes` nodes: clients must speak the cluster "
        "protocol. Without it one primary holds all keys.",
        2,
        ge=1,
        le=90,
    )
    snapshot: Snapshot | None = key("Daily copies.", {"days": 7, "window": "02:00-03:00"})
    maintenance: str | None = key(
        "When AWS may restart it, weekly, in `timezone`; without it Mon 05:00-06:00.",
        "Mon 05:00-06:00",
        pattern=WEEKLY,
    )
    log_days: int | None = key(
        "Days its slow log and its engine log are kept, which every cache delivers to CloudWatch; "
        "without it 30, or 365 when availability is high.",
        30,
        ge=1,
    )
