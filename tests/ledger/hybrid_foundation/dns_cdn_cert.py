"""Names and certificates."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_foundation import exported, stacks
from tests.ledger.plan import Plans


@holds_across("HY-DNS-04")
def zone_and_certificates(plans: Plans) -> None:
    """One zone for all; a certificate for the names below each environment's domain."""
    zone = plans["shared/route53"].only("aws_route53_zone")
    assert zone["name"] == "ryuqqq.com"
    domains = {"dev": "*.dev.ryuqqq.com", "staging": "*.staging.ryuqqq.com", "prod": "*.ryuqqq.com"}
    for plan in stacks(plans, "acm"):
        certificate = plan.only("aws_acm_certificate")
        assert certificate["domain_name"] == domains[plan.environment]
        assert certificate["validation_method"] == "DNS"
        assert plan.only("aws_route53_record")["zone_id"] == zone["zone_id"]
        found = exported(plan, f"/shared/{plan.environment}/acm/certificate-arn")
        assert found["insecure_value"] == certificate["arn"]
