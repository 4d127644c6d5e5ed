"""The application load balancer."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import named
from tests.ledger.plan import Plan

LONGEST = 32
"""Characters that AWS allows in the name of a load balancer or target group."""


@holds("ERP-LB-01")
def load_balancer(plan: Plan) -> None:
    """It keeps access logs and drops malformed headers (D-ERP-24)."""
    balancer = plan.only("aws_lb")
    assert balancer["name"] == named(plan, "alb")
    assert len(balancer["name"]) <= LONGEST
    assert balancer["internal"] is False
    assert balancer["load_balancer_type"] == "application"
    assert set(balancer["subnets"]) == plan.ids("aws_subnet", "public")
    assert balancer["security_groups"] == [plan.only("aws_security_group", "alb")["id"]]
    assert balancer["enable_deletion_protection"] is plan.production
    assert balancer["drop_invalid_header_fields"] is True
    kept = balancer.block("access_logs")
    assert kept["enabled"] is True
    assert kept["bucket"] == plan.only("aws_s3_bucket", "logs")["bucket"]


@holds("ERP-LB-02")
def https(plan: Plan) -> None:
    """With the certificate, once it is valid."""
    listener = plan.only("aws_lb_listener", port=443)
    assert listener["load_balancer_arn"] == plan.only("aws_lb")["arn"]
    assert listener["protocol"] == "HTTPS"
    assert listener["ssl_policy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    assert listener["certificate_arn"]
    action = listener.block("default_action")
    assert action["type"] == "forward"
    assert action["target_group_arn"] == plan.only("aws_lb_target_group")["arn"]


@holds("ERP-LB-03")
def http(plan: Plan) -> None:
    """To the same place over HTTPS."""
    listener = plan.only("aws_lb_listener", port=80)
    assert listener["load_balancer_arn"] == plan.only("aws_lb")["arn"]
    assert listener["protocol"] == "HTTP"
    assert listener.block("default_action")["type"] == "redirect"
    there = listener.block("default_action", "redirect")
    assert (there["port"], there["protocol"], there["status_code"]) == ("443", "HTTPS", "HTTP_301")


@holds("ERP-LB-04")
def target_group(plan: Plan) -> None:
    """A number for the port, and no longer drained than a task takes to stop (D-ERP-24)."""
    targets = plan.only("aws_lb_target_group")
    assert targets["name"] == named(plan, "app", "3000")
    assert len(targets["name"]) <= LONGEST
    assert (targets["port"], targets["protocol"]) == (3000, "HTTP")
    assert targets["target_type"] == "ip"
    assert targets["vpc_id"] == plan.only("aws_vpc")["id"]
    assert 0 < int(targets["deregistration_delay"]) < 300


@holds("ERP-LB-05")
def target_health(plan: Plan) -> None:
    """The source's figures, all of them."""
    assert plan.only("aws_lb_target_group").block("health_check") == {
        "enabled": True,
        "path": "/health",
        "matcher": "200",
        "interval": 30,
        "timeout": 5,
        "healthy_threshold": 2,
        "unhealthy_threshold": 3,
        "port": "traffic-port",
        "protocol": "HTTP",
    }
