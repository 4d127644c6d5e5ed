"""The application's secret, and the key it lies under."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import named
from tests.ledger.hospital_erp.compute import SECRETS, app
from tests.ledger.plan import Plan


@holds("ERP-KMS-01")
def one_json_secret(plan: Plan) -> None:
    """Its two keys are written by a write-only argument (D-ERP-21)."""
    secret = plan.only("aws_secretsmanager_secret", "services_app")
    assert secret["name"] == f"{named(plan)}/services/app"
    version = plan.only("aws_secretsmanager_secret_version", secret_id=secret["id"])
    assert version["has_secret_string_wo"] is True
    assert version["secret_string"] is None
    assert version["secret_string_wo"] is None
    assert all(version.writes(name) for name in SECRETS)
    assert {one["valueFrom"].split(":")[-3] for one in app(plan)["secrets"]} == SECRETS


@holds("ERP-KMS-01")
def under_a_key(plan: Plan) -> None:
    """A rotated key of the environment; a deleted secret can be had back where it matters."""
    secrets = plan.all("aws_secretsmanager_secret")
    if plan.environment == "dev":
        assert {secret["kms_key_id"] for secret in secrets} <= {None, ""}
        return
    key = plan.only("aws_kms_key")
    assert key["enable_key_rotation"] is True
    assert {secret["kms_key_id"] for secret in secrets} == {key["arn"]}
    if plan.production:
        assert {secret["recovery_window_in_days"] for secret in secrets} == {30}
