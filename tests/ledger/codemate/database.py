"""PostgreSQL on RDS."""

from __future__ import annotations

from giban.catalogue import rds
from tests.ledger.assertions import holds, holds_across
from tests.ledger.codemate import named, sources
from tests.ledger.plan import Plan, Plans
from tests.ledger.variants import variant
from tests.ledger.windows import korean

TLS_SINCE = 15
"""The PostgreSQL version from which RDS refuses clients without TLS by itself."""


@holds("CM-DB-01")
def engine(plan: Plan) -> None:
    """By major version: RDS picks a minor that exists."""
    database = plan.only("aws_db_instance")
    assert (database["engine"], database["engine_version"]) == ("postgres", "17")


@holds("CM-DB-02", only=("dev",))
def development(plan: Plan) -> None:
    """Graviton: t2 does not run PostgreSQL 17 (D-CM-16)."""
    database = plan.only("aws_db_instance")
    assert database["instance_class"] == "db.t4g.micro"
    assert (database["allocated_storage"], database["storage_type"]) == (20, "gp3")
    assert (database["multi_az"], database["backup_retention_period"]) == (False, 3)


@holds("CM-DB-03")
def backup_window(plan: Plan) -> None:
    """AWS reads windows in UTC (D-CM-09)."""
    assert korean(plan.only("aws_db_instance")["backup_window"]).startswith("03:00-")


@holds("CM-DB-04", only=("prod",))
def production(plan: Plan) -> None:
    """A standby, and room to grow."""
    database = plan.only("aws_db_instance")
    assert database["instance_class"] == "db.t4g.small"
    assert (database["allocated_storage"], database["max_allocated_storage"]) == (50, 100)
    assert database["storage_type"] == "gp3"
    assert (database["multi_az"], database["backup_retention_period"]) == (True, 7)


@holds("CM-DB-05")
def no_replica_unasked(plan: Plan) -> None:
    """One instance, which copies nobody; tests/rehearsal/test_wishes.py has replicas."""
    assert not plan.only("aws_db_instance")["replicate_source_db"]


@holds_across("CM-DB-05")
def a_replica_is_a_word(plans: Plans) -> None:
    """It copies the instance that takes the writes."""
    plans["prod/platform"].only("aws_db_instance")
    piece = "db: {class: db.t4g.small,"
    made = variant("codemate", (piece, piece + " replicas: {read: {}},"))["prod"].stack("platform")
    found = [one for one in made.resources() if isinstance(one, rds.Instance)]
    assert sorted("replicate_source_db" in one.given() for one in found) == [False, True]


@holds("CM-DB-06")
def encrypted(plan: Plan) -> None:
    """On disk; on the way by RDS's own default, or by a parameter (D-CM-29)."""
    database = plan.only("aws_db_instance")
    assert database["storage_encrypted"] is True
    if plan.production:
        assert database["kms_key_id"] == plan.only("aws_kms_key", "main")["arn"]
    group = plan.only("aws_db_parameter_group", id=database["parameter_group_name"])
    forced = {one["name"]: one["value"] for one in group["parameter"]}.get("rds.force_ssl")
    major = int(group["family"].removeprefix("postgres"))
    assert forced == "1" or (forced is None and major >= TLS_SINCE)


@holds("CM-DB-07")
def reached(plan: Plan) -> None:
    """From inside only: migrations are a task, not somebody's laptop (D-CM-20)."""
    database = plan.only("aws_db_instance")
    assert database["publicly_accessible"] is False
    assert database["vpc_security_group_ids"] == [plan.only("aws_security_group", "db_db")["id"]]
    assert sources(plan, "db_db") == {("backend", 5432), ("migrate", 5432)}


@holds("CM-DB-08")
def name(plan: Plan) -> None:
    """The same in every environment."""
    assert plan.only("aws_db_instance")["db_name"] == "codemate"


@holds("CM-DB-09")
def identifier(plan: Plan) -> None:
    """With the environment at its end."""
    assert plan.only("aws_db_instance")["identifier"] == named(plan, "db")
