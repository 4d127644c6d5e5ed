"""Amazon ElastiCache: https://aws.amazon.com/elasticache/pricing/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.catalogue import elasticache
from giban.pricing.amount import HOURS
from giban.pricing.line import Charge
from giban.pricing.reading import number, word
from giban.pricing.scope import Scope

GROUP = "ElastiCache"


def replication_group(thing: elasticache.ReplicationGroup, scope: Scope) -> Iterator[Charge]:
    """Yield the nodes of a cache and its snapshots."""
    engine = word(thing.engine, "engine", "redis")
    kind = word(thing.node_type, "node_type")
    count = nodes(thing)
    yield Charge(
        name=f"Node ({kind}, {engine})",
        quantity=count * HOURS,
        price=f"elasticache.{engine}.{kind}",
        note=f"{count:f} nodes" if count != 1 else "",
    )
    if number(thing.snapshot_retention_limit, "snapshot_retention_limit") > 0:
        more = scope.assume("cache_backup_gb")
        yield Charge(
            name="Snapshots above the one that is free",
            quantity=more.value,
            price="elasticache.backup.gb_month",
            rests_on=(more,),
        )


def nodes(thing: elasticache.ReplicationGroup) -> Decimal:
    """Return how many nodes a group has: every shard has a primary and its replicas."""
    if thing.num_cache_clusters is not None:
        return number(thing.num_cache_clusters, "num_cache_clusters")
    shards = number(thing.num_node_groups, "num_node_groups", 1)
    return shards * (1 + number(thing.replicas_per_node_group, "replicas_per_node_group"))
