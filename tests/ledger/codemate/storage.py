"""Buckets: files, static assets, access logs."""

from __future__ import annotations

from typing import Any

from tests.ledger.assertions import holds
from tests.ledger.codemate import host, named
from tests.ledger.plan import Plan

LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"
BLOCKED = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)


@holds("CM-STO-01")
def files(plan: Plan) -> None:
    """By environment and account (D-CM-05)."""
    bucket = plan.only("aws_s3_bucket", "files")["bucket"]
    assert bucket.removeprefix(named(plan, "files")).strip("-").isdecimal()
    versions = plan.only("aws_s3_bucket_versioning", "files").block("versioning_configuration")
    assert versions["status"] == "Enabled"
    _encrypted_by_s3(plan, "files")
    _closed(plan, "files")


@holds("CM-STO-02")
def files_age(plan: Plan) -> None:
    """What is served is there at once: no Deep Archive; old versions go (D-CM-22)."""
    rules = plan.only(LIFECYCLE, "files")["rule"]
    assert _moves(rules) == {(30, "STANDARD_IA"), (90, "GLACIER_IR")}
    assert any(one["noncurrent_version_expiration"] for one in rules)
    assert any(one["abort_incomplete_multipart_upload"] for one in rules)
    assert not any(one["expiration"] for one in rules)


@holds("CM-STO-03")
def pages(plan: Plan) -> None:
    """The environment's own (D-CM-07)."""
    rule = plan.only("aws_s3_bucket_cors_configuration", "files").block("cors_rule")
    assert rule["allowed_origins"] == [f"https://{host(plan)}"]
    assert set(rule["allowed_methods"]) == {"GET", "PUT", "POST", "DELETE"}
    assert (rule["allowed_headers"], rule["max_age_seconds"]) == (["*"], 3000)


@holds("CM-STO-04")
def static(plan: Plan) -> None:
    """Only what is tagged expires; only production's distribution reads (D-CM-06)."""
    assert plan.only("aws_s3_bucket", "static")["bucket"].startswith(named(plan, "static"))
    _closed(plan, "static")
    assert not plan.found("aws_s3_bucket_versioning", "static")
    expiring = [one for one in plan.only(LIFECYCLE, "static")["rule"] if one["expiration"]]
    assert [one["expiration"][0]["days"] for one in expiring] == [30]
    assert expiring[0]["filter"][0]["tag"] == [{"key": "superseded", "value": "true"}]
    allowed = [
        one
        for one in plan.only("aws_s3_bucket_policy", "static").statements()
        if one.effect == "Allow"
    ]
    if plan.production:
        edge = plan.only("aws_cloudfront_distribution")["arn"]
        (only,) = allowed
        assert only.principals == {"cloudfront.amazonaws.com"}
        assert only.condition == {"StringEquals": {"AWS:SourceArn": edge}}
    else:
        assert not allowed


@holds("CM-STO-05")
def archive(plan: Plan) -> None:
    """One for each environment (D-CM-05); by the principals that write there (D-CM-32)."""
    bucket = plan.only("aws_s3_bucket", "logs")["bucket"]
    assert bucket.startswith(named(plan, "logs"))
    _closed(plan, "logs")
    rules = plan.only(LIFECYCLE, "logs")["rule"]
    assert _moves(rules) == {(90, "GLACIER")}
    assert [one["expiration"][0]["days"] for one in rules if one["expiration"]] == [365]
    writers = {
        who
        for one in plan.only("aws_s3_bucket_policy", "logs").statements()
        if "s3:PutObject" in one.actions
        for who in one.principals
    }
    exports = "logs.ap-northeast-2.amazonaws.com"
    delivery = "logdelivery.elasticloadbalancing.amazonaws.com"
    assert writers == {delivery, "delivery.logs.amazonaws.com", exports}
    logs = plan.only("aws_lb").block("access_logs")
    assert (logs["bucket"], logs["enabled"]) == (bucket, True)
    flows = plan.only("aws_flow_log")
    archive = plan.only("aws_s3_bucket", "logs")["arn"]
    assert (flows["log_destination_type"], flows["log_destination"]) == ("s3", archive)
    if plan.production:
        _edge_logs(plan, archive)


def _edge_logs(plan: Plan, archive: str) -> None:
    """As CloudFront delivers them without access control lists: from its own region."""
    source = plan.only("aws_cloudwatch_log_delivery_source")
    assert source["resource_arn"] == plan.only("aws_cloudfront_distribution")["arn"]
    assert source["log_type"] == "ACCESS_LOGS"
    to = plan.only("aws_cloudwatch_log_delivery_destination")
    assert to.block("delivery_destination_configuration")["destination_resource_arn"] == archive
    assert to.waits_for == ["aws_s3_bucket_policy.logs"]
    delivery = plan.only("aws_cloudwatch_log_delivery")
    assert delivery["delivery_source_name"] == source["name"]
    assert delivery["delivery_destination_arn"] == to["arn"]
    assert [one["arn"].split(":")[3] for one in (source, to, delivery)] == ["us-east-1"] * 3


@holds("CM-STO-06")
def all_closed(plan: Plan) -> None:
    """Every bucket there is."""
    for one in plan.all("aws_s3_bucket"):
        _closed(plan, one.label)


def _closed(plan: Plan, label: str) -> None:
    block = plan.only("aws_s3_bucket_public_access_block", label)
    assert block["bucket"] == plan.only("aws_s3_bucket", label)["bucket"]
    assert all(block[name] is True for name in BLOCKED)


def _encrypted_by_s3(plan: Plan, label: str) -> None:
    rule = plan.only("aws_s3_bucket_server_side_encryption_configuration", label).block(
        "rule", "apply_server_side_encryption_by_default"
    )
    assert rule["sse_algorithm"] == "AES256"


def _moves(rules: list[Any]) -> set[tuple[int, str]]:
    return {(move["days"], move["storage_class"]) for one in rules for move in one["transition"]}
