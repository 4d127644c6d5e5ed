"""The database that applications share."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.hybrid_foundation import TENANTS, exported, named, stacks
from tests.ledger.plan import Plan, Plans
from tests.ledger.windows import korean

CLASSES = {"dev": "db.t3.small", "staging": "db.t3.medium", "prod": "db.t3.large"}


@holds("HY-DB-01", stack="rds")
def one_for_each_environment(plan: Plan) -> None:
    """8.4: standard support of 8.0 has ended (D-HY-16)."""
    instance = plan.only("aws_db_instance")
    assert instance["identifier"] == named(plan, "mysql")
    assert (instance["engine"], instance["engine_version"]) == ("mysql", "8.4")


@holds("HY-DB-02", stack="rds")
def classes(plan: Plan) -> None:
    """Those of the source's tables, not of its code (D-HY-17)."""
    assert plan.only("aws_db_instance")["instance_class"] == CLASSES[plan.environment]


@holds_across("HY-DB-03")
def storage(plans: Plans) -> None:
    """Encrypted with the key that is for databases."""
    for plan in stacks(plans, "rds"):
        instance = plan.only("aws_db_instance")
        size = (100, 500) if plan.production else (20, 100)
        assert (instance["allocated_storage"], instance["max_allocated_storage"]) == size
        assert instance["storage_type"] == "gp3"
        assert instance["storage_encrypted"] is True
        key = plans[f"{plan.environment}/kms"].only("aws_kms_key", "rds")
        assert instance["kms_key_id"] == key["arn"]


@holds("HY-DB-04", stack="rds")
def standby(plan: Plan) -> None:
    """In production only."""
    assert plan.only("aws_db_instance")["multi_az"] is plan.production


@holds("HY-DB-05", stack="rds")
def backups(plan: Plan) -> None:
    """At night where its people are; the name of the last snapshot is no time (D-HY-14)."""
    instance = plan.only("aws_db_instance")
    assert instance["backup_retention_period"] == (7 if plan.production else 3)
    assert korean(instance["backup_window"]) == "03:00-04:00"
    assert korean(instance["maintenance_window"]) == "mon:04:00-mon:05:00"
    assert instance["skip_final_snapshot"] is not plan.production
    assert instance["deletion_protection"] is plan.production
    assert not instance.writes("timestamp()")


@holds_across("HY-DB-06")
def logs_and_insights(plans: Plans) -> None:
    """Logs have what fills them; a small class has no Insights (D-HY-13, D-HY-15)."""
    for plan in stacks(plans, "rds"):
        instance = plan.only("aws_db_instance")
        logs = {"error", "general", "slowquery"}
        assert set(instance["enabled_cloudwatch_logs_exports"]) == logs
        parameters = _parameters(plan)
        assert parameters["general_log"] == parameters["slow_query_log"] == "1"
        assert parameters["log_output"] == "FILE"
        for log in logs:
            name = f"/aws/rds/instance/{instance['identifier']}/{log}"
            group = plan.only("aws_cloudwatch_log_group", name=name)
            assert group["retention_in_days"] == 7
            logs_key = plans[f"{plan.environment}/kms"].only("aws_kms_key", "cloudwatch_logs")
            assert group["kms_key_id"] == logs_key["arn"]
        able = not instance["instance_class"].endswith((".micro", ".small"))
        assert instance["performance_insights_enabled"] is able
        if able:
            key = plans[f"{plan.environment}/kms"].only("aws_kms_key", "rds")
            assert instance["performance_insights_kms_key_id"] == key["arn"]


@holds("HY-DB-07", stack="rds")
def server_parameters(plan: Plan) -> None:
    """Of the family that the instance belongs to."""
    assert plan.only("aws_db_parameter_group")["family"] == "mysql8.4"
    parameters = _parameters(plan)
    assert parameters["character_set_server"] == "utf8mb4"
    assert parameters["collation_server"] == "utf8mb4_unicode_ci"
    assert parameters["max_connections"] == ("200" if plan.production else "100")


@holds_across("HY-DB-08")
def private(plans: Plans) -> None:
    """In the subnets that no route leads out of."""
    for plan in stacks(plans, "rds"):
        group = plan.only("aws_db_subnet_group")
        assert group["name"] == named(plan, "mysql-subnet-group")
        data = plans[f"{plan.environment}/network"].ids("aws_subnet", "data")
        assert set(group["subnet_ids"]) == data
        instance = plan.only("aws_db_instance")
        assert instance["db_subnet_group_name"] == group["name"]
        assert instance["publicly_accessible"] is False


@holds("HY-DB-09", stack="rds")
def owner(plan: Plan) -> None:
    """Letters and digits, which RDS never refuses (D-HY-12), and no state holds them."""
    instance = plan.only("aws_db_instance")
    assert instance["username"] == "admin"
    assert instance["password"] is None
    assert instance["password_wo_version"] == 1
    text = (plan.folder / "database.tf").read_text()
    assert "password_length     = 32" in text
    assert "exclude_punctuation = true" in text


@holds("HY-DB-10", stack="rds")
def tenants(plan: Plan) -> None:
    """Each application makes its own by a task in its stack (D-HY-07)."""
    for tenant in TENANTS:
        stem = f"/shared/rds/{plan.environment}/{tenant}"
        assert exported(plan, f"{stem}-database")["insecure_value"] == tenant
        assert exported(plan, f"{stem}-username")["insecure_value"] == f"{tenant}_user"


def _parameters(plan: Plan) -> dict[str, str]:
    group = plan.only("aws_db_parameter_group")
    return {one["name"]: one["value"] for one in group["parameter"]}
