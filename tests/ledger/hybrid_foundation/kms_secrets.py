"""Keys, and the one secret of the foundation."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.hybrid_foundation import KEYS, REGION, named, stacks
from tests.ledger.plan import Plan, Plans

EVENTS = "events.amazonaws.com"
SERVICES = {
    "cloudwatch_logs": {f"logs.{REGION}.amazonaws.com", "cloudwatch.amazonaws.com"},
    "secrets_manager": {"secretsmanager.amazonaws.com"},
    "rds": {"rds.amazonaws.com"},
    "s3": {"s3.amazonaws.com", "cloudfront.amazonaws.com"},
    "sqs": {"sqs.amazonaws.com"},
    "ssm": {"ssm.amazonaws.com"},
    "elasticache": {"elasticache.amazonaws.com"},
}


@holds("HY-KMS-01", stack="kms")
def seven_keys(plan: Plan) -> None:
    """Each under a name of its own."""
    keys = plan.all("aws_kms_key")
    assert len(keys) == len(KEYS) == 7
    aliases = {one["name"]: one["target_key_id"] for one in plan.all("aws_kms_alias")}
    assert aliases.keys() == {f"alias/{named(plan, key)}" for key in KEYS}
    assert set(aliases.values()) == {one["key_id"] for one in keys}


@holds("HY-KMS-02", stack="kms")
def keys_rotate_and_know_their_services(plan: Plan) -> None:
    """A service may use a key for this account only; logs only for its log groups (D-HY-20)."""
    for key in plan.all("aws_kms_key"):
        assert key["enable_key_rotation"] is True
        assert key["deletion_window_in_days"] == (30 if plan.production else 7)
        statements = key.statements()
        services = [one for one in statements if any(".amazonaws.com" in p for p in one.principals)]
        assert SERVICES[key.label] <= {p for one in services for p in one.principals}
        # AWS supports none for EventBridge: it would not be let in (Amazon SNS, Key management).
        assert all(one.condition for one in services if one.principals != {EVENTS})


@holds_across("HY-KMS-05")
def the_owners_secret(plans: Plans) -> None:
    """Its host is a parameter, because a fact has one owner (D-HY-04)."""
    for plan in stacks(plans, "rds"):
        secret = plan.only("aws_secretsmanager_secret")
        assert secret["name"] == named(plan, "mysql-master")
        assert secret["recovery_window_in_days"] == (30 if plan.production else 7)
        keys = plans[f"{plan.environment}/kms"]
        assert secret["kms_key_id"] == keys.only("aws_kms_key", "secrets_manager")["arn"]
        version = plan.only("aws_secretsmanager_secret_version")
        for word in ("username", "engine", "port", "password"):
            assert version.writes(word)
        assert version["secret_string"] in (None, "")
