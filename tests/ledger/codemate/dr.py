"""What is left when something is lost."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan


@holds("CM-DR-01", only=("prod",))
def recovery(plan: Plan) -> None:
    """Minutes by the log that backups keep; a day at most by the vault (D-CM-26)."""
    database = plan.only("aws_db_instance")
    assert (database["multi_az"], database["backup_retention_period"]) == (True, 7)
    assert database["skip_final_snapshot"] is False
    rule = plan.only("aws_backup_plan").block("rule")
    assert rule["schedule"] == "cron(0 5 * * ? *)"
    assert rule["schedule_expression_timezone"] == "Asia/Seoul"
    assert rule["lifecycle"][0]["delete_after"] == 35
    assert rule["target_vault_name"] == plan.only("aws_backup_vault")["name"]
    assert plan.only("aws_backup_selection")["resources"] == [database["arn"]]
