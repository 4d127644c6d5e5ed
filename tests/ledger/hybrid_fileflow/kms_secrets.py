"""Keys and the secret."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import named, shared
from tests.ledger.plan import Plan

LOGIN = {"username", "password", "engine", "host", "port", "database"}


@holds("HY-KMS-03")
def each_use_its_key(plan: Plan) -> None:
    """By the parameter of that use, and no key twice."""
    logs = shared(plan, "cloudwatch_logs_key_arn")
    assert {one["kms_key_id"] for one in plan.all("aws_cloudwatch_log_group")} == {logs}
    secrets = shared(plan, "secrets_manager_key_arn")
    assert {one["kms_key_id"] for one in plan.all("aws_secretsmanager_secret")} == {secrets}
    queues = shared(plan, "sqs_key_arn")
    assert {one["kms_master_key_id"] for one in plan.all("aws_sqs_queue")} == {queues}
    cache = shared(plan, "elasticache_key_arn")
    assert plan.only("aws_elasticache_replication_group")["kms_key_id"] == cache
    bucket = plan.only("aws_s3_bucket_server_side_encryption_configuration", "storage")
    rule = bucket.block("rule", "apply_server_side_encryption_by_default")
    assert rule["kms_master_key_id"] == shared(plan, "s3_key_arn")
    assert len({logs, secrets, queues, cache, rule["kms_master_key_id"]}) == 5


@holds("HY-KMS-04")
def login(plan: Plan) -> None:
    """Written by a write-only argument: what it holds is in the file, its values are nowhere."""
    secret = plan.only("aws_secretsmanager_secret", "database")
    assert secret["name_prefix"] == named(plan, "db-credentials-")
    assert secret["kms_key_id"] == shared(plan, "secrets_manager_key_arn")
    assert secret["recovery_window_in_days"] == (30 if plan.production else 7)
    version = plan.only("aws_secretsmanager_secret_version", "database")
    assert version["secret_id"] == secret["id"]
    assert not version["secret_string"]
    assert all(version.writes(f"    {key} ") for key in LOGIN)
    assert version.writes("host     = local.shared_rds_endpoint")
    assert ":" not in shared(plan, "shared_rds_endpoint")
    assert version.writes('port     = "3306"')
