"""Names that fail over, and files that do."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_fileflow import shared, standby
from tests.ledger.plan import Plan, Plans

FILES = "files.fileflow.ryuqqq.com"
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


@holds_across("HY-DNS-03")
def files(plans: Plans) -> None:
    """Nothing but reading turns to another origin; 403 and 404 are answers (D-HY-40)."""
    home, there = plans["prod/platform"], standby(plans)
    edge = home.only("aws_cloudfront_distribution")
    group = edge.block("origin_group")
    (criteria,) = group["failover_criteria"]
    assert set(criteria["status_codes"]) == {500, 502, 503, 504}
    for behaviour in (edge.block("default_cache_behavior"), *edge["ordered_cache_behavior"]):
        assert behaviour["target_origin_id"] == group["origin_id"]
        assert set(behaviour["allowed_methods"]) == {"GET", "HEAD", "OPTIONS"}
        assert set(behaviour["cached_methods"]) == {"GET", "HEAD"}
        assert behaviour["viewer_protocol_policy"] == "redirect-to-https"
        kept = home.only("aws_cloudfront_cache_policy", id=behaviour["cache_policy_id"])
        assert (kept["min_ttl"], kept["max_ttl"]) == (0, 86400)
    assert edge["default_root_object"] == "index.html"
    origins = {one["origin_id"]: one for one in edge["origin"]}
    asked = [origins[one["origin_id"]] for one in group["member"]]
    for origin, plan in zip(asked, (home, there), strict=True):
        _read(plan, origin["domain_name"], edge["arn"])
        control = home.only("aws_cloudfront_origin_access_control")
        assert origin["origin_access_control_id"] == control["id"]
        assert (control["signing_behavior"], control["signing_protocol"]) == ("always", "sigv4")
    copying = plans["prod-dr/replication"].only(
        "aws_s3_bucket_replication_configuration", "downloads"
    )
    assert copying["bucket"] == home.only("aws_s3_bucket", "downloads")["bucket"]
    (to,) = copying.block("rule")["destination"]
    assert to["bucket"] == there.only("aws_s3_bucket", "downloads")["arn"]


def _read(plan: Plan, domain: str, edge: str) -> None:
    """A bucket is read by this distribution alone, under a key that CloudFront may use."""
    bucket = plan.only("aws_s3_bucket", "downloads")
    assert domain == bucket["bucket_regional_domain_name"]
    (allowed,) = [
        one
        for one in plan.only("aws_s3_bucket_policy", "downloads").statements()
        if one.effect == "Allow"
    ]
    assert allowed.principals == {"cloudfront.amazonaws.com"}
    assert allowed.condition == {"StringEquals": {"AWS:SourceArn": edge}}
    rule = plan.only("aws_s3_bucket_server_side_encryption_configuration", "downloads").block(
        "rule", "apply_server_side_encryption_by_default"
    )
    assert rule["kms_master_key_id"] == shared(plan, "s3_key_arn")


@holds_across("HY-DNS-03")
def its_name(plans: Plans) -> None:
    """Its own, with a certificate of us-east-1; the API's leads to the load balancers."""
    home = plans["prod/platform"]
    edge = home.only("aws_cloudfront_distribution")
    assert edge["aliases"] == [FILES]
    viewer = edge.block("viewer_certificate")
    certificate = home.only("aws_acm_certificate", "cdn")
    assert viewer["acm_certificate_arn"] == certificate["arn"]
    assert certificate["domain_name"] == FILES
    assert certificate["arn"].split(":")[3] == "us-east-1"
    assert viewer["ssl_support_method"] == "sni-only"
    assert viewer["minimum_protocol_version"] == "TLSv1.2_2021"
    assert edge.block("restrictions", "geo_restriction")["restriction_type"] == "none"
    record = home.only("aws_route53_record", "cdn")
    assert (record["name"], record["type"]) == (FILES, "A")
    assert record.block("alias")["name"] == edge["domain_name"]
    assert home.only("aws_route53_record", "main").block("failover_routing_policy")
