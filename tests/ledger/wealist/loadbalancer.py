"""The load balancer and its target groups."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan

TARGETS = {"user-service": 8080, "board-service": 8000, "monitoring": 3000}


@holds("WL-LB-01")
def balancer(plan: Plan) -> None:
    """One, open to the internet."""
    only = plan.only("aws_lb")
    assert (only["load_balancer_type"], only["internal"]) == ("application", False)


@holds("WL-LB-02")
def listeners(plan: Plan) -> None:
    """The source's two; the first sends to the second."""
    assert {one["port"] for one in plan.all("aws_lb_listener")} == {80, 443}
    first = plan.only("aws_lb_listener", port=80).block("default_action")
    assert first["type"] == "redirect"
    assert first["redirect"][0]["status_code"] == "HTTP_301"
    assert plan.only("aws_lb_listener", port=443)["protocol"] == "HTTPS"


@holds("WL-LB-03")
def targets(plan: Plan) -> None:
    """Three: the fourth of the source has no service, no port and no rule (D-WL-06)."""
    groups = {one["name"]: one for one in plan.all("aws_lb_target_group")}
    assert groups.keys() == {f"wealist-prod-{name}-{port}" for name, port in TARGETS.items()}
    assert {one["target_type"] for one in groups.values()} == {"instance"}
    attached = {
        name: set(plan.only("aws_autoscaling_group", name)["target_group_arns"])
        for name in ("backend", "monitoring")
    }
    arns = {name: groups[f"wealist-prod-{name}-{port}"]["arn"] for name, port in TARGETS.items()}
    assert attached == {
        "backend": {arns["user-service"], arns["board-service"]},
        "monitoring": {arns["monitoring"]},
    }
    for arn in arns.values():
        rules = plan.all("aws_lb_listener_rule")
        assert any(one.block("action")["target_group_arn"] == arn for one in rules)
