"""The load balancer and what it sends where."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.codemate import named
from tests.ledger.plan import Plan

WILDCARD = "*.code1398.io"


@holds("CM-LB-01")
def balancer(plan: Plan) -> None:
    """Open to the internet."""
    balancer = plan.only("aws_lb")
    assert balancer["name"] == named(plan, "alb")
    assert (balancer["load_balancer_type"], balancer["internal"]) == ("application", False)


@holds("CM-LB-02")
def https(plan: Plan) -> None:
    """By the certificate that all environments share, once it is issued."""
    listener = plan.only("aws_lb_listener", "https")
    assert (listener["port"], listener["protocol"]) == (443, "HTTPS")
    assert listener["ssl_policy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    issued = plan.only("aws_acm_certificate_validation", "wildcard")
    assert listener["certificate_arn"] == issued["certificate_arn"]


@holds("CM-LB-03")
def http(plan: Plan) -> None:
    """For good."""
    action = plan.only("aws_lb_listener", "http", port=80).block("default_action")
    assert action["type"] == "redirect"
    (redirect,) = action["redirect"]
    assert (redirect["port"], redirect["protocol"]) == ("443", "HTTPS")
    assert redirect["status_code"] == "HTTP_301"


@holds("CM-LB-04")
def frontend(plan: Plan) -> None:
    """Asked directly, whatever the rules say."""
    _target(plan, "frontend", 3000, "/api/health")


@holds("CM-LB-05")
def backend(plan: Plan) -> None:
    """Asked directly, whatever the rules say."""
    _target(plan, "backend", 3001, "/health")


@holds("CM-LB-06")
def rules(plan: Plan) -> None:
    """What is the frontend's own is asked first (D-CM-03)."""
    targets = {one["arn"]: one.label for one in plan.all("aws_lb_target_group")}
    rules = sorted(plan.all("aws_lb_listener_rule"), key=lambda one: int(one["priority"]))
    ways = []
    for one in rules:
        (pattern,) = one.block("condition", "path_pattern")["values"]
        ways.append((pattern, targets[one.block("action")["target_group_arn"]]))
    assert set(ways) == {
        ("/api/*", "backend"),
        ("/socket.io/*", "backend"),
        ("/api/auth/*", "frontend"),
        ("/api/health", "frontend"),
    }
    order = [pattern for pattern, _ in ways]
    assert max(order.index("/api/auth/*"), order.index("/api/health")) < order.index("/api/*")
    default = plan.only("aws_lb_listener", "https").block("default_action")
    assert targets[default["target_group_arn"]] == "frontend"


@holds("CM-LB-07")
def web_sockets(plan: Plan) -> None:
    """The cookie lasts a day (D-CM-33)."""
    assert plan.only("aws_lb")["idle_timeout"] == 3600
    backend = plan.only("aws_lb_target_group", "backend")
    sticky = backend.block("stickiness")
    assert (sticky["enabled"], sticky["type"]) == (True, "lb_cookie")
    assert sticky["cookie_duration"] == 86400
    assert backend["deregistration_delay"] == "300"


def _target(plan: Plan, label: str, port: int, path: str) -> None:
    target = plan.only("aws_lb_target_group", label)
    assert target["name"] == named(plan, label, str(port))
    assert (target["port"], target["protocol"], target["target_type"]) == (port, "HTTP", "ip")
    check = target.block("health_check")
    assert (check["path"], check["interval"]) == (path, 30)
    assert (check["healthy_threshold"], check["unhealthy_threshold"]) == (2, 3)
    service = plan.only("aws_ecs_service", label).block("load_balancer")
    assert service["target_group_arn"] == target["arn"]
