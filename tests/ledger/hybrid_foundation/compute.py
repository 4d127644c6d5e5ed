"""What runs in the central half."""

from __future__ import annotations

from giban.catalogue import ecs, elb, iam
from tests.ledger.assertions import holds_across
from tests.ledger.plan import Plans
from tests.ledger.variants import variant

LINE = "dev: {availability: economy, secret_recovery_days: 7}"
ASKED = "dev: {availability: economy, atlantis: {host: atlantis.dev.ryuqqq.com}}"


@holds_across("HY-CMP-10")
def atlantis_is_an_option(plans: Plans) -> None:
    """Nothing runs here unless it is asked for; one word adds the server with all it needs."""
    assert plans["dev/network"].all("aws_vpc")
    assert not [plan.path for plan in plans.values() if plan.found("aws_ecs_service")]

    stack = variant("hybrid-foundation", (LINE, ASKED))["dev"].stack("atlantis")
    things = list(stack.resources())
    for kind in (ecs.Service, ecs.TaskDefinition, elb.LoadBalancer, elb.Listener, iam.Role):
        assert any(isinstance(one, kind) for one in things), kind
