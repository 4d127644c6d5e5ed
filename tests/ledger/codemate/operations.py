"""What keeps production going."""

from __future__ import annotations

from giban.catalogue import backup
from tests.ledger.assertions import holds, holds_across
from tests.ledger.plan import Plan, Plans
from tests.ledger.variants import variant
from tests.ledger.windows import korean


@holds("CM-OPS-02", only=("prod",))
def backups(plan: Plan) -> None:
    """RDS keeps a log with its daily backups: as far back as they go, any second can be had."""
    database = plan.only("aws_db_instance")
    assert korean(database["backup_window"]).startswith("03:00-")
    assert database["backup_retention_period"] == 7


@holds_across("CM-OPS-02")
def another_region_is_a_word(plans: Plans) -> None:
    """Copies elsewhere are made when recovery from a disaster is wanted, not before."""
    plans["prod/platform"].only("aws_backup_vault")
    far = variant("codemate", ("backup: {days: 35}", "backup: {days: 35, copy_to: ap-northeast-1}"))
    things = [one for stack in far["prod"].stacks for one in stack.resources()]
    assert len([one for one in things if isinstance(one, backup.Vault)]) == 2
