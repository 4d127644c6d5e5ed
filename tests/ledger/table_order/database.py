"""The database."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan
from tests.ledger.table_order import NAME
from tests.ledger.windows import korean


@holds("TO-DB-01")
def engine_and_class(plan: Plan) -> None:
    """The source's."""
    database = plan.only("aws_db_instance")
    assert (database["engine"], database["engine_version"]) == ("postgres", "16")
    assert database["instance_class"] == "db.t3.micro"
    assert database["multi_az"] is False
    assert database["identifier"] == f"{NAME}-main"


@holds("TO-DB-01")
def backups(plan: Plan) -> None:
    """A week, at night, and what is deleted leaves a snapshot (D-TO-12)."""
    database = plan.only("aws_db_instance")
    assert database["backup_retention_period"] == 7
    assert korean(database["backup_window"]) == "03:00-04:00"
    assert database["deletion_protection"] is True
    assert database["skip_final_snapshot"] is False
    assert database["storage_encrypted"] is True


@holds("TO-DB-02")
def name_and_password(plan: Plan) -> None:
    """The source's name; the password goes past the state (D-TO-08)."""
    database = plan.only("aws_db_instance")
    assert (database["db_name"], database["username"]) == ("tableorder", "tableorder")
    assert database["password"] is None
    assert database["password_wo_version"] == 1
