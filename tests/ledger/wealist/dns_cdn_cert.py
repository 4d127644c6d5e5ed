"""What others look after."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.plan import Plan, Plans


@holds_across("WL-DNS-01")
def nothing_of_the_frontend(plans: Plans) -> None:
    """Neither here nor in what environments share."""
    kinds = {one.type for plan in plans.values() for one in plan.resources}
    assert "aws_lb" in kinds
    assert not any(kind.startswith(("aws_cloudfront_", "aws_route53_")) for kind in kinds)
    buckets = {one["bucket"] for plan in plans.values() for one in plan.all("aws_s3_bucket")}
    assert buckets == {
        "wealist-deploy-scripts",
        "wealist-prod-logs-123456789012",
        "wealist-terraform-state",
    }


@holds("WL-DNS-02")
def certificate(plan: Plan) -> None:
    """Named by its domain and looked up where it is; none is requested (D-WL-04)."""
    listener = plan.only("aws_lb_listener", port=443)
    assert listener["certificate_arn"].startswith("arn:aws:acm:ap-northeast-2:")
    assert not plan.found("aws_acm_certificate")
    written = (plan.folder / "data.tf").read_text()
    assert 'data "aws_acm_certificate" "main"' in written
    assert 'domain      = "api.wealist.example"' in written
