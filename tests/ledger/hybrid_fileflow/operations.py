"""What operations need of the plan."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import REGION
from tests.ledger.plan import Plan


@holds("HY-OPS-01", only=("prod",))
def exports(plan: Plan) -> None:
    """For log groups of this account only (D-HY-45)."""
    bucket = plan.only("aws_s3_bucket", "logs_archive")
    exporter = f"logs.{REGION}.amazonaws.com"
    allowed = {
        action: one
        for one in plan.only("aws_s3_bucket_policy", "logs_archive").statements()
        for action in one.actions
        if exporter in one.principals
    }
    assert allowed.keys() == {"s3:GetBucketAcl", "s3:PutObject"}
    assert allowed["s3:PutObject"].resources == {f"{bucket['arn']}/*"}
    for one in allowed.values():
        assert one.condition["StringEquals"]["aws:SourceAccount"]
        assert ":log-group:*" in one.condition["ArnLike"]["aws:SourceArn"]
