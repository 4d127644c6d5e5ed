"""What staging does without."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.plan import Plans


@holds_across("ERP-OPT-01")
def staging_is_small(plans: Plans) -> None:
    """One of everything, on subnets in two zones, which AWS demands (D-ERP-20)."""
    small, large = plans["staging/platform"], plans["production/platform"]
    assert len(small.all("aws_nat_gateway")) == 1
    assert small.only("aws_db_instance")["multi_az"] is False
    assert small.only("aws_elasticache_replication_group")["num_cache_clusters"] == 1
    for measure in ("cpu", "memory"):
        mine, theirs = (
            int(plan.only("aws_ecs_task_definition")[measure]) for plan in (small, large)
        )
        assert mine < theirs
    assert len({one["availability_zone"] for one in small.all("aws_subnet")}) == 2
