"""What is kept in Secrets Manager."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan

WANTED = ("database", "nextauth", "anthropic", "github-oauth")


@holds("CM-KMS-01")
def each_has_a_value(plan: Plan) -> None:
    """Terraform writes it and keeps none; Redis has users instead of a password (D-CM-28)."""
    for name in WANTED:
        secret = plan.only("aws_secretsmanager_secret", name.replace("-", "_"))
        version = plan.only("aws_secretsmanager_secret_version", secret_id=secret["id"])
        assert version["secret_string"] is None
        assert version["has_secret_string_wo"] is True
    users = plan.all("aws_elasticache_user")
    kinds = {one.block("authentication_mode")["type"] for one in users if one.key}
    assert kinds == {"iam"}


@holds("CM-KMS-02")
def names(plan: Plan) -> None:
    """Four, as listed, not five or ten as counted (D-CM-28)."""
    found = {one["name"] for one in plan.all("aws_secretsmanager_secret")}
    assert found == {f"codemate/{plan.environment}/{name}" for name in WANTED}
