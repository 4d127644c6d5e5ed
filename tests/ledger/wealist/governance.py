"""Environments, and the switch between saving and availability."""

from __future__ import annotations

from collections import Counter

from giban.catalogue import ec2, elasticache, rds
from tests.ledger.assertions import holds_across
from tests.ledger.plan import Plans
from tests.ledger.variants import variant


@holds_across("WL-GOV-01", "WL-DEP-02")
def one_line_switches(plans: Plans) -> None:
    """The plan is the saving one; with `high` in its line there are more of all three (D-WL-01)."""
    assert plans.environments == ["prod"]
    plan = plans["prod/platform"]
    assert plan.only("aws_db_instance")["multi_az"] is False
    assert plan.only("aws_elasticache_replication_group")["num_cache_clusters"] == 1
    assert len(plan.all("aws_nat_gateway")) == 1

    high = variant("wealist", ("prod: {availability: standard,", "prod: {availability: high,"))
    things = list(high["prod"].stack("platform").resources())
    assert [one.multi_az for one in things if isinstance(one, rds.Instance)] == [True]
    nodes = [o.num_cache_clusters for o in things if isinstance(o, elasticache.ReplicationGroup)]
    assert nodes == [2]
    assert Counter(type(one) for one in things)[ec2.NatGateway] == 3
