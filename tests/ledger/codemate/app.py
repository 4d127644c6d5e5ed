"""What the system consists of."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.codemate import REGION, SERVICES, container, sources
from tests.ledger.plan import Plan, Plans


@holds("CM-APP-01")
def two_services_and_their_stores(plan: Plan) -> None:
    """Each on its port; one database, one cache, one bucket for files."""
    ports = {name: container(plan, name)["portMappings"][0]["containerPort"] for name in SERVICES}
    assert ports == SERVICES
    database = plan.only("aws_db_instance")
    assert (database["engine"], database["engine_version"].split(".")[0]) == ("postgres", "17")
    cache = plan.only("aws_elasticache_replication_group")
    assert (cache["engine"], cache["engine_version"].split(".")[0]) == ("redis", "7")
    assert plan.only("aws_s3_bucket", "files")["bucket"]


@holds("CM-APP-03")
def health_is_where_it_is_asked(plan: Plan) -> None:
    """Through the load balancer the frontend answers its own check (D-CM-03)."""
    frontend = plan.only("aws_lb_target_group", "frontend")
    assert frontend.block("health_check")["path"] == "/api/health"
    assert plan.only("aws_lb_target_group", "backend").block("health_check")["path"] == "/health"
    rule = plan.one("aws_lb_listener_rule", "frontend", "/api/health")
    assert rule.block("action")["target_group_arn"] == frontend["arn"]
    api = plan.one("aws_lb_listener_rule", "backend", "/api/*")
    assert rule["priority"] < api["priority"]


@holds_across("CM-APP-04")
def in_seoul(plans: Plans) -> None:
    """By the ARN of everything that has a region."""
    found: set[str] = set()
    for plan in plans.values():
        for one in plan.resources:
            arn = one.get("arn") or ""
            if isinstance(arn, str) and arn.count(":") >= 5 and arn.split(":")[3]:
                found.add(f"{arn.split(':')[3]} {one.type if arn.split(':')[3] != REGION else ''}")
    of_cloudfront = (
        "acm_certificate",
        "cloudwatch_log_delivery",
        "cloudwatch_log_delivery_destination",
        "cloudwatch_log_delivery_source",
    )
    assert found == {f"{REGION} ", *(f"us-east-1 aws_{type}" for type in of_cloudfront)}


@holds("CM-APP-05")
def web_sockets(plan: Plan) -> None:
    """A client that polls stays with one task (D-CM-33)."""
    backend = plan.only("aws_lb_target_group", "backend")
    rule = plan.one("aws_lb_listener_rule", "backend", "/socket.io/*")
    assert rule.block("action")["target_group_arn"] == backend["arn"]
    assert backend.block("stickiness")["enabled"] is True
    assert sources(plan, "cache_redis") == {("backend", 6379)}
