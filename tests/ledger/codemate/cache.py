"""Redis on ElastiCache."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.codemate import variables
from tests.ledger.plan import Plan


@holds("CM-CCH-01", only=("dev",))
def development(plan: Plan) -> None:
    """One node, which clients speak to directly."""
    cache = plan.only("aws_elasticache_replication_group")
    assert (cache["engine"], cache["engine_version"]) == ("redis", "7.1")
    assert (cache["node_type"], cache["num_cache_clusters"]) == ("cache.t4g.micro", 1)
    assert cache["snapshot_retention_limit"] == 1
    assert "REDIS_CLUSTER" not in variables(plan, "backend")


@holds("CM-CCH-02", only=("prod",))
def production(plan: Plan) -> None:
    """A cluster of one shard, with TLS and logins; clients know what it is (D-CM-10)."""
    cache = plan.only("aws_elasticache_replication_group")
    assert (cache["engine"], cache["engine_version"]) == ("redis", "7.1")
    assert cache["node_type"] == "cache.t4g.small"
    assert (cache["num_node_groups"], cache["replicas_per_node_group"]) == (1, 1)
    assert cache["parameter_group_name"] == "default.redis7.cluster.on"
    assert (cache["multi_az_enabled"], cache["automatic_failover_enabled"]) == (True, True)
    assert cache["snapshot_retention_limit"] == 5
    assert cache["transit_encryption_enabled"] is True
    assert cache["user_group_ids"]
    told = variables(plan, "backend")
    assert told.get("REDIS_CLUSTER") == "true"
    assert told["REDIS_URL"].startswith("rediss://")
    assert cache["configuration_endpoint_address"] in told["REDIS_URL"]
