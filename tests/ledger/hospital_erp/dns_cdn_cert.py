"""Names, certificates, content delivery: promised by the source, not configured (D-ERP-21)."""

from __future__ import annotations

from decimal import Decimal

from tests.ledger.assertions import holds, holds_across
from tests.ledger.billed import priced
from tests.ledger.hospital_erp import REGION
from tests.ledger.plan import Plan, Plans, Resource

DOMAIN = "erp.example.com"
EDGE = "us-east-1"
"""Where CloudFront takes its certificates from."""


def host(plan: Plan) -> str:
    """Return the name of an environment: production has the domain itself."""
    return DOMAIN if plan.production else f"{plan.environment}.{DOMAIN}"


@holds("ERP-DNS-01")
def distribution(plan: Plan) -> None:
    """HTTPS at the edge, by the site's own name."""
    edge = plan.only("aws_cloudfront_distribution")
    assert edge["enabled"] is True
    assert edge["aliases"] == [f"static.{host(plan)}"]
    assert edge.block("default_cache_behavior")["viewer_protocol_policy"] == "redirect-to-https"
    assert edge.block("viewer_certificate")["minimum_protocol_version"] == "TLSv1.2_2021"


@holds("ERP-DNS-01")
def only_the_distribution_reads(plan: Plan) -> None:
    """The bucket lets this distribution in, and nobody else."""
    edge, bucket = plan.only("aws_cloudfront_distribution"), plan.only("aws_s3_bucket", "static")
    origin = edge.block("origin")
    assert origin["domain_name"] == bucket["bucket_regional_domain_name"]
    access = plan.only("aws_cloudfront_origin_access_control")
    assert origin["origin_access_control_id"] == access["id"]
    assert (access["signing_behavior"], access["signing_protocol"]) == ("always", "sigv4")
    policy = plan.only("aws_s3_bucket_policy", bucket=bucket["bucket"])
    (allowed,) = [one for one in policy.statements() if one.effect == "Allow"]
    assert allowed.principals == {"cloudfront.amazonaws.com"}
    assert allowed.actions == {"s3:GetObject", "s3:ListBucket"}
    assert allowed.condition == {"StringEquals": {"AWS:SourceArn": edge["arn"]}}


@holds("ERP-DNS-02")
def names(plan: Plan) -> None:
    """Alias records of load balancer and distribution."""
    balancer, edge = plan.only("aws_lb"), plan.only("aws_cloudfront_distribution")
    for name, target, zone in (
        (host(plan), balancer["dns_name"], balancer["zone_id"]),
        (f"static.{host(plan)}", edge["domain_name"], edge["hosted_zone_id"]),
    ):
        alias = plan.only("aws_route53_record", name=name, type="A").block("alias")
        assert (alias["name"], alias["zone_id"]) == (target, zone)


@holds_across("ERP-DNS-02")
def one_zone(plans: Plans) -> None:
    """All names are in the zone that the environments share."""
    zone = plans.shared.only("aws_route53_zone", name=DOMAIN)["zone_id"]
    for plan in plans.platforms():
        assert {one["zone_id"] for one in plan.all("aws_route53_record")} == {zone}


@holds("ERP-DNS-03")
def certificates(plan: Plan) -> None:
    """Each is used only when it has been validated, in the region that needs it."""
    users = {
        host(plan): plan.only("aws_lb_listener", port=443)["certificate_arn"],
        f"static.{host(plan)}": plan.only("aws_cloudfront_distribution").block(
            "viewer_certificate"
        )["acm_certificate_arn"],
    }
    regions = {host(plan): REGION, f"static.{host(plan)}": EDGE}
    certificates = plan.all("aws_acm_certificate")
    assert {one["domain_name"]: one["arn"] for one in certificates} == users
    for certificate in certificates:
        assert certificate["validation_method"] == "DNS"
        assert certificate["region"] == regions[certificate["domain_name"]]
        valid = plan.only("aws_acm_certificate_validation", certificate_arn=certificate["arn"])
        assert set(valid["validation_record_fqdns"]) == {_proof(plan, certificate)}


def _proof(plan: Plan, certificate: Resource) -> str:
    """Return the record that proves the domain is ours."""
    wanted = certificate.block("domain_validation_options")
    record = plan.only("aws_route53_record", name=wanted["resource_record_name"])
    assert record["type"] == wanted["resource_record_type"]
    assert record["records"] == [wanted["resource_record_value"]]
    return str(record["fqdn"])


@holds("ERP-DNS-01", only=("production",))
def what_the_cdn_sends(plan: Plan) -> None:
    """100 GB a month are on the bill, within the terabyte that is free."""
    sent = [one for one in priced(plan).lines if one.name == "Data to viewers"]
    assert [(one.quantity, one.free) for one in sent] == [(Decimal(100), Decimal(100))]
