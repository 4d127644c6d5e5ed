"""What happens when an instance fails."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan


@holds("WL-OPS-01")
def failures_are_repaired(plan: Plan) -> None:
    """By the load balancer's judgement, which waits for the containers."""
    for name in ("backend", "monitoring"):
        group = plan.only("aws_autoscaling_group", name)
        assert group["health_check_type"] == "ELB"
        assert group["health_check_grace_period"] == 300
