"""Names, certificates, CloudFront."""

from __future__ import annotations

from typing import Any

from tests.ledger.assertions import holds, holds_across
from tests.ledger.codemate import host
from tests.ledger.plan import Plan, Plans

WILDCARD, EDGE = "*.code1398.io", "us-east-1"
NEVER = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
"""CachingDisabled, in every account."""
YEAR, DAY = 31536000, 86400


@holds("CM-DNS-01", only=("prod",))
def production(plan: Plan) -> None:
    """Everything goes by way of the distribution, which knows the name."""
    edge = plan.only("aws_cloudfront_distribution")
    assert edge["aliases"] == [host(plan)]
    alias = plan.only("aws_route53_record", name=host(plan), type="A").block("alias")
    assert (alias["name"], alias["zone_id"]) == (edge["domain_name"], edge["hosted_zone_id"])


@holds("CM-DNS-02", only=("dev",))
def development(plan: Plan) -> None:
    """Directly."""
    balancer = plan.only("aws_lb")
    alias = plan.only("aws_route53_record", name=host(plan), type="A").block("alias")
    assert (alias["name"], alias["zone_id"]) == (balancer["dns_name"], balancer["zone_id"])


@holds_across("CM-DNS-03")
def certificates(plans: Plans) -> None:
    """Seoul's for the load balancers, and CloudFront's, proven by one record (D-CM-21)."""
    made = plans.shared.all("aws_acm_certificate", domain_name=WILDCARD)
    assert {one["arn"].split(":")[3] for one in made} == {"ap-northeast-2", EDGE}
    assert {one["validation_method"] for one in made} == {"DNS"}
    record = plans.shared.only("aws_route53_record")
    asked = {
        one["resource_record_value"] for each in made for one in each["domain_validation_options"]
    }
    assert record["zone_id"] == plans.shared.only("aws_route53_zone")["zone_id"]
    assert set(record["records"]) <= asked
    arns = {one["arn"] for one in made}
    for plan in plans.platforms():
        waits = plan.all("aws_acm_certificate_validation")
        assert {one["certificate_arn"] for one in waits} <= arns
        assert not plan.found("aws_acm_certificate")


@holds("CM-DNS-04", only=("prod",))
def caching(plan: Plan) -> None:
    """Nobody gets the page of another (D-CM-21)."""
    edge = plan.only("aws_cloudfront_distribution")
    assert edge["price_class"] == "PriceClass_200"
    assert edge.block("viewer_certificate")["acm_certificate_arn"].split(":")[3] == EDGE
    origins = {one["domain_name"]: one["origin_id"] for one in edge["origin"]}
    balancer = origins[plan.only("aws_lb")["dns_name"]]
    bucket = origins[plan.only("aws_s3_bucket", "static")["bucket_regional_domain_name"]]
    ways = {one["path_pattern"]: one for one in edge["ordered_cache_behavior"]}
    assert ways.keys() == {"/_next/static/*", "/api/*", "/socket.io/*"}
    assert ways["/_next/static/*"]["target_origin_id"] == bucket
    assert _policy(plan, ways["/_next/static/*"])["default_ttl"] == YEAR
    for path in ("/api/*", "/socket.io/*"):
        assert ways[path]["target_origin_id"] == balancer
        assert ways[path]["cache_policy_id"] == NEVER
    rest = edge.block("default_cache_behavior")
    assert rest["target_origin_id"] == balancer
    kept = _policy(plan, rest)
    assert (kept["min_ttl"], kept["default_ttl"], kept["max_ttl"]) == (0, 0, DAY)
    (keyed,) = kept["parameters_in_cache_key_and_forwarded_to_origin"]
    assert keyed["cookies_config"][0]["cookie_behavior"] == "all"
    assert keyed["query_strings_config"][0]["query_string_behavior"] == "all"


def _policy(plan: Plan, behavior: Any) -> Any:
    return plan.only("aws_cloudfront_cache_policy", id=behavior["cache_policy_id"])
