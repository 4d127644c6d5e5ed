"""PostgreSQL on RDS."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import named
from tests.ledger.plan import Plan
from tests.ledger.windows import korean

KEPT = {"dev": 1, "staging": 3, "production": 7}
MONITORING = "service-role/AmazonRDSEnhancedMonitoringRole"


@holds("ERP-DB-01")
def subnet_group(plan: Plan) -> None:
    """Over the data subnets of both zones."""
    group = plan.only("aws_db_subnet_group")
    assert group["name"] == named(plan, "db")
    assert set(group["subnet_ids"]) == plan.ids("aws_subnet", "data")
    assert plan.only("aws_db_instance")["db_subnet_group_name"] == group["name"]


@holds("ERP-DB-02")
def engine(plan: Plan) -> None:
    """By major version: 16.1 can no longer be made (D-ERP-10)."""
    database = plan.only("aws_db_instance")
    assert database["identifier"] == named(plan, "main")
    assert database["engine"] == "postgres"
    assert database["engine_version"] == "16"
    assert database["auto_minor_version_upgrade"] is True


@holds("ERP-DB-03")
def instance_class(plan: Plan) -> None:
    """The source's class in production, a smaller one elsewhere."""
    wanted = "db.t3.medium" if plan.production else "db.t3.small"
    assert plan.only("aws_db_instance")["instance_class"] == wanted


@holds("ERP-DB-04")
def storage(plan: Plan) -> None:
    """The source names no size (D-ERP-25); it must be able to grow."""
    database = plan.only("aws_db_instance")
    assert database["storage_type"] == "gp3"
    assert database["storage_encrypted"] is True
    assert 20 <= database["allocated_storage"] < database["max_allocated_storage"]


@holds("ERP-DB-05")
def password(plan: Plan) -> None:
    """Written, never kept (D-ERP-13)."""
    database = plan.only("aws_db_instance")
    assert database["db_name"] == "hospital_erp"
    assert database["username"]
    assert database["password"] is None
    assert database["password_wo"] is None
    assert database["password_wo_version"] >= 1
    kept = plan.only("aws_secretsmanager_secret_version", "databases_main")
    assert kept["secret_string"] is None
    assert kept["has_secret_string_wo"] is True


@holds("ERP-DB-06")
def private(plan: Plan) -> None:
    """Nothing but its own firewall leads to it."""
    database = plan.only("aws_db_instance")
    assert database["publicly_accessible"] is False
    assert database["vpc_security_group_ids"] == [plan.only("aws_security_group", "db_main")["id"]]


@holds("ERP-DB-07")
def standby(plan: Plan) -> None:
    """In production only."""
    assert plan.only("aws_db_instance")["multi_az"] is plan.production


@holds("ERP-DB-08")
def windows(plan: Plan) -> None:
    """The source's times are Korean; AWS takes UTC (D-ERP-14)."""
    database = plan.only("aws_db_instance")
    assert korean(database["backup_window"]) == "03:00-04:00"
    assert korean(database["maintenance_window"]) == "mon:04:00-mon:05:00"
    assert database["backup_retention_period"] == KEPT[plan.environment]


@holds("ERP-DB-09")
def deletion(plan: Plan) -> None:
    """The last snapshot has a number, so that a second one finds a name (D-ERP-15)."""
    database = plan.only("aws_db_instance")
    assert database["deletion_protection"] is plan.production
    assert database["skip_final_snapshot"] is not plan.production
    if plan.production:
        number = plan.shown["variables"]["main_final_snapshot_number"]["value"]
        wanted = f"{named(plan, 'main-final')}-{number}"
        assert database["final_snapshot_identifier"] == wanted
    else:
        assert database["final_snapshot_identifier"] is None


@holds("ERP-DB-10")
def insight(plan: Plan) -> None:
    """The role exists and may do one thing (D-ERP-04)."""
    database = plan.only("aws_db_instance")
    assert database["performance_insights_enabled"] is True
    assert database["monitoring_interval"] == 60
    role = plan.only("aws_iam_role", arn=database["monitoring_role_arn"])
    (trust,) = role.statements("assume_role_policy")
    assert trust.principals == {"monitoring.rds.amazonaws.com"}
    attached = plan.only("aws_iam_role_policy_attachment", role=role["name"])
    assert attached["policy_arn"].endswith(MONITORING)


@holds("ERP-DB-11")
def exported_logs(plan: Plan) -> None:
    """To groups that exist before RDS would make them without an end."""
    database = plan.only("aws_db_instance")
    assert set(database["enabled_cloudwatch_logs_exports"]) == {"postgresql", "upgrade"}
    for log in database["enabled_cloudwatch_logs_exports"]:
        name = f"/aws/rds/instance/{database['identifier']}/{log}"
        assert plan.only("aws_cloudwatch_log_group", name=name)["retention_in_days"] > 0


@holds("ERP-DB-12")
def parameters(plan: Plan) -> None:
    """No patient's data in logs (D-ERP-12); a static parameter waits for a restart (D-ERP-11)."""
    group = plan.only("aws_db_parameter_group")
    assert plan.only("aws_db_instance")["parameter_group_name"] == group["name"]
    assert group["family"] == "postgres16"
    assert group["name_prefix"]
    assert group.writes("create_before_destroy = true")
    assert {one["name"]: (one["value"], one["apply_method"]) for one in group["parameter"]} == {
        "log_statement": ("ddl", "immediate"),
        "log_min_duration_statement": ("1000", "immediate"),
        "shared_preload_libraries": ("pg_stat_statements", "pending-reboot"),
        "rds.force_ssl": ("1", "pending-reboot"),  # ours: no client without TLS
    }
