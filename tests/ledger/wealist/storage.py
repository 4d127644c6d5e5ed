"""The bucket of files that instances fetch."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan
from tests.ledger.wealist import BACKEND, MONITORING, PROMETHEUS


@holds("WL-STO-01")
def deploy_scripts(plan: Plan) -> None:
    """The source's name and keys; every version is kept, and nobody outside reads it (D-WL-15)."""
    bucket = plan.only("aws_s3_bucket", bucket="wealist-deploy-scripts")["id"]
    objects = plan.all("aws_s3_object", bucket=bucket)
    assert {one["key"] for one in objects} == {BACKEND, MONITORING, PROMETHEUS}
    versions = plan.only("aws_s3_bucket_versioning", bucket=bucket)
    assert versions.block("versioning_configuration")["status"] == "Enabled"
    closed = plan.only("aws_s3_bucket_public_access_block", bucket=bucket)
    for name in ("restrict_public_buckets", "block_public_policy", "block_public_acls"):
        assert closed[name] is True, name
