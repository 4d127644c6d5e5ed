"""What staging does without, and what a commitment saves."""

from __future__ import annotations

from decimal import Decimal

from giban.saving.commitments import commitments
from tests.ledger.assertions import holds, holds_across
from tests.ledger.billed import priced
from tests.ledger.plan import Plan, Plans


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


@holds("ERP-OPT-02", only=("production",))
def a_reserved_database(plan: Plan) -> None:
    """A year's reservation saves 22.3 % with nothing upfront and 27.5 % with all, not 30."""
    instance = Decimal("163.52")
    for term, percent in (("nothing", "22.3"), ("all", "27.5")):
        monthly = _saved(plan, f"reserved RDS instances, 1 year, {term} upfront")
        assert f"{monthly / instance * 100:.1f}" == percent


@holds("ERP-OPT-03", only=("production",))
def a_savings_plan(plan: Plan) -> None:
    """A year's Compute Savings Plan saves 20 % of Fargate."""
    monthly = _saved(plan, "Compute Savings Plan for Fargate, 1 year, nothing upfront")
    assert monthly == Decimal("33.16")


def _saved(plan: Plan, title: str) -> Decimal:
    found = {one.title: one.monthly for one in commitments("production", priced(plan))}
    monthly = found.get(title)
    assert monthly, f"nothing is saved by: {title}"
    return monthly
