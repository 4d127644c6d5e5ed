"""The load balancer."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import shared
from tests.ledger.plan import Plan


@holds("HY-LB-01")
def balancer(plan: Plan) -> None:
    """In the public subnets, open on 80 and 443, to tasks that answer."""
    made = plan.only("aws_lb")
    assert set(made["subnets"]) == set(shared(plan, "public_subnet_ids").split(","))
    targets = plan.only("aws_lb_target_group")
    assert (targets["port"], targets["target_type"]) == (8080, "ip")
    assert targets["vpc_id"] == shared(plan, "vpc_id")
    health = targets.block("health_check")
    assert (health["path"], health["port"]) == ("/actuator/health", "traffic-port")
    group = plan.only("aws_security_group", "alb")
    assert made["security_groups"] == [group["id"]]
    doors = plan.all("aws_vpc_security_group_ingress_rule", security_group_id=group["id"])
    assert {door["from_port"] for door in doors} == {80, 443}
    https = plan.only("aws_lb_listener", port=443)
    assert https.block("default_action")["target_group_arn"] == targets["arn"]
    assert https["certificate_arn"]
    http = plan.only("aws_lb_listener", port=80).block("default_action", "redirect")
    assert (http["port"], http["protocol"]) == ("443", "HTTPS")
