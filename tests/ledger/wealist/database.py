"""The database server, and the databases on it."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import document, script, table
from tests.ledger.plan import Plan
from tests.ledger.wealist import BACKEND, MONITORING
from tests.ledger.wealist.compute import template


@holds("WL-DB-01")
def server(plan: Plan) -> None:
    """The source's."""
    database = plan.only("aws_db_instance")
    assert database["engine"] == "postgres"
    assert database["instance_class"] == "db.t3.micro"
    assert database["allocated_storage"] == 20
    assert database["multi_az"] is False


@holds("WL-DB-02")
def can_have_a_standby(plan: Plan) -> None:
    """Its subnets are in three zones, and it is kept while it changes."""
    database = plan.only("aws_db_instance")
    assert database["multi_az"] is False
    assert len(plan.only("aws_db_subnet_group")["subnet_ids"]) == 3
    assert database["deletion_protection"] is True
    assert database["backup_retention_period"] == 7


@holds("WL-DB-03")
def databases_are_made(plan: Plan) -> None:
    """Before the services start, by a container that ends, with nothing on a command line."""
    file = document(plan, BACKEND)
    step = file["services"]["provision-db"]
    assert step["restart"] == "no"
    assert step["profiles"] == ["provision"]
    assert not any("assword" in word for word in step["command"])
    text = script(template(plan, "backend"))
    assert table(text, "first") == [["provision-db"]]
    assert text.index('docker compose run --rm --no-TTY "$container"') < text.index("if up; then")
    told = {row[1]: row[2] for row in table(text, "variables") if row[0] == "provision-db"}
    assert told["PGPASSWORD"] == "/wealist/prod/db/postgres_superuser_password"
    sql = file["configs"]["provision-db"]["content"]
    for name in ("user", "board"):
        assert f'CREATE DATABASE "wealist_{name}_db" OWNER "wealist_{name}"' in sql
        assert f"WHERE datname = 'wealist_{name}_db'" in sql
        assert told[f"{name.upper()}_PASSWORD"] == f"/wealist/prod/db/{name}_db_password"
    assert "provision-db" not in document(plan, MONITORING)["services"]
