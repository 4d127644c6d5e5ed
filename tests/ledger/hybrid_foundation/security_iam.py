"""Who may open which door."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.plan import Plan, Plans


@holds("HY-SEC-04", stack="rds")
def the_database_opens_to_nobody_here(plan: Plan) -> None:
    """No rule of its own and none for an address; applications add theirs (D-HY-10, D-HY-11)."""
    group = plan.only("aws_security_group")
    assert plan.only("aws_db_instance")["vpc_security_group_ids"] == [group["id"]]
    assert group["ingress"] == group["egress"] == []
    assert not plan.found("aws_vpc_security_group_ingress_rule")
    assert not plan.found("aws_security_group_rule")


@holds_across("HY-SEC-06")
def github_has_no_key(plans: Plans) -> None:
    """A role for each environment, for its own workflows alone (D-HY-31)."""
    shared = plans.shared
    issuer = shared.only("aws_iam_openid_connect_provider")
    assert issuer["url"].endswith("token.actions.githubusercontent.com")
    for name in ("dev", "staging", "prod"):
        role = shared.one("aws_iam_role", "deploy", name)
        (trust,) = role.statements("assume_role_policy")
        assert trust.actions == {"sts:AssumeRoleWithWebIdentity"}
        assert trust.principals == {issuer["arn"]}
        wanted = f"repo:ryuqqq/infrastructure:environment:{name}"
        assert wanted in trust.condition["StringEquals"].values()


@holds_across("HY-SEC-07")
def the_trail(plans: Plans) -> None:
    """One for the account, whose files can be proven unchanged."""
    plan = plans["shared/cloudtrail"]
    trail = plan.only("aws_cloudtrail")
    assert trail["is_multi_region_trail"] is True
    assert trail["enable_log_file_validation"] is True
    assert trail["kms_key_id"] == plan.only("aws_kms_key")["arn"]
    bucket = plan.only("aws_s3_bucket")
    assert trail["s3_bucket_name"] == bucket["id"]
    policy = plan.only("aws_s3_bucket_policy", bucket=bucket["id"]).statements()
    writers = [one for one in policy if "s3:PutObject" in one.actions]
    assert [{"cloudtrail.amazonaws.com"}] == [set(one.principals) for one in writers]
    assert all("aws:SourceArn" in one.condition["StringEquals"] for one in writers)
    assert len([one for one in plans.values() if one.found("aws_cloudtrail")]) == 1
