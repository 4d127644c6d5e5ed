"""Buckets: promised by the source, not configured (D-ERP-21)."""

from __future__ import annotations

from decimal import Decimal

from tests.ledger.assertions import holds
from tests.ledger.billed import priced
from tests.ledger.hospital_erp import named
from tests.ledger.plan import Plan

BLOCKED = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)


@holds("ERP-STO-01")
def buckets(plan: Plan) -> None:
    """One for static files, one for backups, one for the load balancer's logs."""
    found = {one.label: one["bucket"] for one in plan.all("aws_s3_bucket")}
    assert found.keys() == {"static", "backups", "logs"}
    assert all(name.startswith(named(plan, label)) for label, name in found.items())


@holds("ERP-STO-01")
def every_bucket_is_private(plan: Plan) -> None:
    """Nothing is public, and nothing travels or lies in the clear."""
    for bucket in plan.all("aws_s3_bucket"):
        name = bucket["bucket"]
        block = plan.only("aws_s3_bucket_public_access_block", bucket=name)
        assert all(block[one] is True for one in BLOCKED), bucket
        encryption = plan.only("aws_s3_bucket_server_side_encryption_configuration", bucket=name)
        assert encryption.block("rule", "apply_server_side_encryption_by_default")["sse_algorithm"]
        refused = [
            one
            for one in plan.only("aws_s3_bucket_policy", bucket=name).statements()
            if one.effect == "Deny" and one.principals == {"*"} and one.actions == {"s3:*"}
        ]
        assert [one.condition for one in refused] == [{"Bool": {"aws:SecureTransport": "false"}}]


@holds("ERP-STO-01")
def old_versions_are_kept(plan: Plan) -> None:
    """For a while, in the buckets that people rely on."""
    for label in ("static", "backups"):
        name = plan.only("aws_s3_bucket", label)["bucket"]
        versioning = plan.only("aws_s3_bucket_versioning", bucket=name)
        assert versioning.block("versioning_configuration")["status"] == "Enabled"
        rules = plan.only("aws_s3_bucket_lifecycle_configuration", bucket=name)["rule"]
        assert any(rule["noncurrent_version_expiration"] for rule in rules)


@holds("ERP-STO-01", only=("production",))
def what_the_bucket_holds(plan: Plan) -> None:
    """50 GB are on the bill, each GB in one class of storage."""
    stored = [
        one.quantity
        for one in priced(plan).lines
        if one.place.address == "aws_s3_bucket.backups" and one.name.startswith("Storage")
    ]
    assert round(sum(stored), 6) == Decimal(50)
