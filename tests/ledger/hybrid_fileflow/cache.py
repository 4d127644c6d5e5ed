"""Redis."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import named, shared
from tests.ledger.plan import Plan

REDIS = "aws_elasticache_replication_group"


@holds("HY-CCH-01")
def redis(plan: Plan) -> None:
    """Users by IAM in place of a token: a token would lie in the state."""
    cache = plan.only(REDIS)
    assert cache["replication_group_id"] == named(plan, "redis")
    assert (cache["engine"], cache["engine_version"]) == ("redis", "7.0")
    assert cache["parameter_group_name"] == "default.redis7"
    subnets = plan.only("aws_elasticache_subnet_group")
    assert cache["subnet_group_name"] == subnets["name"]
    assert set(subnets["subnet_ids"]) == set(shared(plan, "data_subnet_ids").split(","))
    assert cache["security_group_ids"] == [plan.only("aws_security_group", "cache_redis")["id"]]
    assert cache["at_rest_encryption_enabled"] == "true"
    assert cache["transit_encryption_enabled"] is True
    assert cache["kms_key_id"] == shared(plan, "elasticache_key_arn")
    assert cache["auth_token"] is None
    assert cache["user_group_ids"] == [plan.only("aws_elasticache_user_group")["id"]]


def _size(plan: Plan, node: str, nodes: int) -> None:
    cache = plan.only(REDIS)
    assert (cache["node_type"], cache["num_cache_clusters"]) == (node, nodes)
    assert cache["automatic_failover_enabled"] is (nodes > 1)
    assert cache["multi_az_enabled"] is (nodes > 1)


@holds("HY-CCH-02", only=("dev",))
def dev(plan: Plan) -> None:
    """The smallest."""
    _size(plan, "cache.t3.micro", 1)


@holds("HY-CCH-03", only=("staging",))
def staging(plan: Plan) -> None:
    """One of its own size."""
    _size(plan, "cache.t3.small", 1)


@holds("HY-CCH-04", only=("prod",))
def prod(plan: Plan) -> None:
    """A replica in another zone."""
    _size(plan, "cache.t3.medium", 2)
