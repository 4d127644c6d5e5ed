"""Backups."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp.database import KEPT
from tests.ledger.plan import Plan


@holds("ERP-OPS-01")
def backups(plan: Plan) -> None:
    """The source only says that there shall be a policy (D-ERP-26); here are its numbers."""
    database = plan.only("aws_db_instance")
    assert database["backup_retention_period"] == KEPT[plan.environment]
    assert database["copy_tags_to_snapshot"] is True
    cache = plan.only("aws_elasticache_replication_group")
    assert plan.production <= (cache["snapshot_retention_limit"] >= 7)


@holds("ERP-OPS-01")
def bucket(plan: Plan) -> None:
    """Backups move to cheaper storage and go after a year; the application may write them."""
    name = plan.only("aws_s3_bucket", "backups")["bucket"]
    rules = plan.only("aws_s3_bucket_lifecycle_configuration", bucket=name)["rule"]
    assert {rule["status"] for rule in rules} == {"Enabled"}
    ages = [rule for rule in rules if rule["expiration"]]
    assert [rule["expiration"][0]["days"] for rule in ages] == [365]
    assert [rule["transition"][0]["days"] for rule in ages] == [30]
    writers = [
        one
        for one in plan.one("aws_iam_role_policy", "app_task").statements()
        if "s3:PutObject" in one.actions
    ]
    assert [one.resources for one in writers] == [{f"arn:aws:s3:::{name}/*"}]
