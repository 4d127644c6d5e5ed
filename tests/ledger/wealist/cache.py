"""The cache."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan


@holds("WL-CCH-01")
def cache(plan: Plan) -> None:
    """A replication group, which can grow; whoever connects logs in by IAM (D-WL-10, D-WL-11)."""
    group = plan.only("aws_elasticache_replication_group")
    assert (group["engine"], group["node_type"]) == ("redis", "cache.t3.micro")
    assert group["num_cache_clusters"] == 1
    assert group["automatic_failover_enabled"] is False
    users = [one for one in plan.all("aws_elasticache_user", "redis") if one.key]
    assert {one.key for one in users} == {"user-service", "board-service"}
    for user in users:
        assert user.block("authentication_mode")["type"] == "iam"
    assert not plan.found("aws_elasticache_cluster")
