"""State and tags."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.plan import Plan, Plans

STATE = "codemate-terraform-state"


@holds_across("CM-GOV-03")
def state(plans: Plans) -> None:
    """Its bucket keeps old versions for a while (D-CM-18)."""
    assert plans.shared.only("aws_s3_bucket", "state")["bucket"] == STATE
    versions = plans.shared.only("aws_s3_bucket_versioning", "state")
    assert versions.block("versioning_configuration")["status"] == "Enabled"
    rules = plans.shared.only("aws_s3_bucket_lifecycle_configuration", "state")["rule"]
    old = [one["noncurrent_version_expiration"] for one in rules]
    assert [one[0]["noncurrent_days"] for one in old if one] == [90]


@holds("CM-GOV-05")
def tags(plan: Plan) -> None:
    """On everything that takes tags."""
    tagged = [one for one in plan.resources if one.get("tags_all")]
    assert len(tagged) > 50
    for one in tagged:
        assert one.tags.get("Project") == "codemate"
        assert one.tags.get("Environment") == plan.environment
        assert one.tags.get("ManagedBy")
