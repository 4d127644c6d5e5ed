"""Measures on databases, caches and buckets."""

from __future__ import annotations

from collections.abc import Iterator

from giban.pricing.charges.rds import surcharge
from giban.saving.measure import Measure, at
from giban.saving.sizes import graviton, half
from giban.system import Bucket, Cache, Database, System

HIGH = "high"
NEWEST = {"postgres": "17", "mysql": "8.4"}


def stores(system: System) -> Iterator[Measure]:
    """Yield what the stores of one environment could save."""
    for database in system.databases.values():
        yield from _database(system, database)
    for cache in system.caches.values():
        yield from _cache(system, cache)
    for bucket in system.buckets.values():
        yield from _bucket(system, bucket)


def _database(system: System, one: Database) -> Iterator[Measure]:
    name, key = system.environment, f"databases.{one.name}"
    newer, smaller = graviton(one.instance_class), half(one.instance_class)
    if newer:
        yield Measure(
            environment=name,
            title=f"{one.name}: {newer} instead of {one.instance_class}",
            risk="low",
            loses="nothing; it restarts once",
            edits=(at(name, f"{key}.class", newer),),
            group=f"{name}.{key}.class",
        )
    if smaller:
        yield Measure(
            environment=name,
            title=f"{one.name}: {smaller} instead of {one.instance_class}",
            risk="medium",
            loses="half of the memory and connections; right where CPU stays under 40 %",
            edits=(at(name, f"{key}.class", smaller),),
            group=f"{name}.{key}.class",
        )
    if one.multi_az and system.availability != HIGH:
        yield Measure(
            environment=name,
            title=f"{one.name}: no standby outside production",
            risk="low",
            loses="when its zone fails, a restore takes an hour",
            edits=(at(name, f"{key}.multi_az", False),),
        )
    if surcharge(one.engine, one.version):
        yield Measure(
            environment=name,
            title=f"{one.name}: {one.engine} {NEWEST[one.engine]} instead of {one.version}, "
            "which is in paid extended support",
            risk="medium",
            loses="nothing; a major upgrade has to be tested and stops writes for minutes",
            edits=(at(name, f"{key}.version", NEWEST[one.engine]),),
        )


def _cache(system: System, one: Cache) -> Iterator[Measure]:
    name, key = system.environment, f"caches.{one.name}"
    newer, smaller = graviton(one.node_type), half(one.node_type)
    if newer:
        yield Measure(
            environment=name,
            title=f"{one.name}: {newer} instead of {one.node_type}",
            risk="low",
            loses="nothing; nodes are replaced one by one",
            edits=(at(name, f"{key}.node", newer),),
            group=f"{name}.{key}.node",
        )
    if smaller:
        yield Measure(
            environment=name,
            title=f"{one.name}: {smaller} instead of {one.node_type}",
            risk="medium",
            loses="half of the memory; right where it stays under 40 %",
            edits=(at(name, f"{key}.node", smaller),),
            group=f"{name}.{key}.node",
        )
    if one.nodes > 1 and system.availability != HIGH and not one.shards:
        yield Measure(
            environment=name,
            title=f"{one.name}: one node outside production",
            risk="low",
            loses="what the cache holds, when the node fails",
            edits=(at(name, f"{key}.nodes", 1),),
        )
    if one.engine == "redis":
        yield Measure(
            environment=name,
            title=f"{one.name}: Valkey instead of Redis",
            risk="medium",
            loses="nothing that Redis 7.2 clients use; the cache is made anew",
            edits=(at(name, f"{key}.engine", "valkey"), at(name, f"{key}.version", "8.0")),
        )


def _bucket(system: System, one: Bucket) -> Iterator[Measure]:
    name, key = system.environment, f"buckets.{one.name}"
    moved = (one.infrequent_after, one.glacier_after, one.tiering)
    if any(days is not None for days in moved):
        return
    if one.expire_after is None or one.expire_after > 90:  # noqa: PLR2004 - days worth a move
        yield Measure(
            environment=name,
            title=f"{one.name}: Infrequent Access after 30 days",
            risk="low",
            loses="reading older objects costs 0.01 a GB",
            edits=(at(name, f"{key}.infrequent_after", 30),),
            group=f"{name}.{key}.class",
        )
        yield Measure(
            environment=name,
            title=f"{one.name}: Intelligent-Tiering",
            risk="low",
            loses="nothing; each object costs a little to watch",
            edits=(at(name, f"{key}.tiering", 0),),
            group=f"{name}.{key}.class",
        )
