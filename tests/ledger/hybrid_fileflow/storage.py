"""Buckets."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import named, shared
from tests.ledger.plan import Plan


@holds("HY-STO-01")
def storage(plan: Plan) -> None:
    """Nobody outside reads it, and TLS is a must."""
    bucket = plan.only("aws_s3_bucket", "storage")
    assert bucket["bucket"].startswith(named(plan, "storage-"))
    rule = plan.only("aws_s3_bucket_server_side_encryption_configuration", "storage").block(
        "rule", "apply_server_side_encryption_by_default"
    )
    assert rule["sse_algorithm"] == "aws:kms"
    assert rule["kms_master_key_id"] == shared(plan, "s3_key_arn")
    versions = plan.found("aws_s3_bucket_versioning", "storage")
    assert [one.block("versioning_configuration")["status"] for one in versions] == (
        ["Enabled"] if plan.production else []
    )
    closed = plan.only("aws_s3_bucket_public_access_block", "storage")
    assert closed["bucket"] == bucket["id"]
    assert all(
        closed[name]
        for name in (
            "block_public_acls",
            "block_public_policy",
            "ignore_public_acls",
            "restrict_public_buckets",
        )
    )
    refused = [
        one.condition
        for one in plan.only("aws_s3_bucket_policy", "storage").statements()
        if one.effect == "Deny"
    ]
    assert {"Bool": {"aws:SecureTransport": "false"}} in refused


@holds("HY-STO-02")
def ages(plan: Plan) -> None:
    """One rule for all objects, in a resource of its own with a filter (D-HY-27)."""
    rules = plan.only("aws_s3_bucket_lifecycle_configuration", "storage")["rule"]
    (age,) = [rule for rule in rules if rule["expiration"]]
    assert age["status"] == "Enabled"
    assert [one["prefix"] for one in age["filter"]] == [""]
    assert {(one["days"], one["storage_class"]) for one in age["transition"]} == {
        (90, "STANDARD_IA"),
        (365, "GLACIER"),
    }
    assert [one["days"] for one in age["expiration"]] == [2555]


@holds("HY-STO-03")
def logs(plan: Plan) -> None:
    """The load balancer delivers to one; the other takes what CloudWatch exports."""
    bucket = plan.only("aws_s3_bucket", "logs")
    assert plan.only("aws_lb").block("access_logs")["bucket"] == bucket["bucket"]
    principals = {
        who
        for one in plan.only("aws_s3_bucket_policy", "logs").statements()
        for who in one.principals
    }
    assert "logdelivery.elasticloadbalancing.amazonaws.com" in principals
    archive = plan.found("aws_s3_bucket", "logs_archive")
    assert len(archive) == (1 if plan.production else 0)
