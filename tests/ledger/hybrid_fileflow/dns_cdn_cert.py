"""Names that fail over."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_fileflow import standby
from tests.ledger.plan import Plans

HOST, ZONE = "api.fileflow.ryuqqq.com", "fileflow.ryuqqq.com"


@holds_across("HY-DNS-01")
def records(plans: Plans) -> None:
    """The first one only as long as it is healthy (D-HY-42)."""
    zone = plans.shared.only("aws_route53_zone")
    assert zone["name"] == ZONE
    home, there = plans["prod/platform"], standby(plans)
    wanted = ((home, "PRIMARY", "primary"), (there, "SECONDARY", "dr"))
    for plan, role, identifier in wanted:
        record = plan.only("aws_route53_record", "main")
        assert (record["name"], record["type"], record["zone_id"]) == (HOST, "A", zone["zone_id"])
        assert record.block("failover_routing_policy")["type"] == role
        assert record["set_identifier"] == identifier
        assert record.block("alias")["name"] == plan.only("aws_lb")["dns_name"]
        assert record.block("alias")["evaluate_target_health"] is True
    check = home.only("aws_route53_health_check")
    assert home.only("aws_route53_record", "main")["health_check_id"] == check["id"]


@holds_across("HY-DNS-02")
def health(plans: Plans) -> None:
    """By the load balancer's own name: the API's would ask whichever region answers."""
    home = plans["prod/platform"]
    check = home.only("aws_route53_health_check")
    assert (check["type"], check["port"]) == ("HTTPS", 443)
    assert check["fqdn"] == home.only("aws_lb")["dns_name"]
    assert check["resource_path"] == "/actuator/health"
    assert (check["failure_threshold"], check["request_interval"]) == (3, 30)
    assert check.tags["Name"] == "fileflow-prod-health-check"
