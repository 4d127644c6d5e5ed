"""The application's own database on the shared instance."""

from __future__ import annotations

from giban.catalogue import cloudwatch, rds
from tests.ledger.assertions import holds, holds_across
from tests.ledger.hybrid_fileflow import named, shared
from tests.ledger.hybrid_fileflow.compute import app
from tests.ledger.plan import Plan, Plans
from tests.ledger.variants import variant

INGRESS = "aws_vpc_security_group_ingress_rule"
CLIENT = 'mysql --host="$HOST" --port="$PORT" --user="$MASTER" --ssl-mode=REQUIRED'
RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER"
CHARACTERS = "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
STATEMENTS = [
    f"CREATE DATABASE IF NOT EXISTS \\`fileflow\\` {CHARACTERS};",
    "CREATE USER IF NOT EXISTS 'fileflow_user'@'%' IDENTIFIED BY '$quoted';",
    "ALTER USER 'fileflow_user'@'%' IDENTIFIED BY '$quoted';",
    f"GRANT {RIGHTS} ON \\`fileflow\\`.* TO 'fileflow_user'@'%';",
    "FLUSH PRIVILEGES;",
]
OWN = (
    (
        "\njobs:",
        "\ndatabases: {own: {engine: mysql, version: '8.4', class: db.t3.medium}}\n\njobs:",
    ),
    ("- {name: shared-database, form: parts}\n      - redis", "- own\n      - redis"),
    ("uses: [shared-database]", "uses: [own]"),
    (", replica: STANDARD_IA", ""),
    ("\n    dr: {region: ap-northeast-1}", ""),
)
"""A database of its own in place of the shared one, which alone has a copy in another region."""


@holds("HY-DB-11")
def statements(plan: Plan) -> None:
    """By standard input: passwords are variables of the task (D-HY-08)."""
    container = plan.only("aws_ecs_task_definition", "provision").containers["provision"]
    _, _, client, *sql, end = container["command"][0].splitlines()
    assert client == f"{CLIENT} <<SQL"
    assert (sql, end) == (STATEMENTS, "SQL")
    master = shared(plan, "shared_rds_master_secret_arn")
    own = plan.only("aws_secretsmanager_secret", "database")["arn"]
    assert {one["name"]: one["valueFrom"] for one in container["secrets"]} == {
        "MASTER": f"{master}:username::",
        "MYSQL_PWD": f"{master}:password::",
        "PASSWORD": f"{own}:password::",
    }


@holds("HY-DB-11")
def nobody_else_reads_the_master(plan: Plan) -> None:
    """Only the role that starts this task (D-HY-08)."""
    master = shared(plan, "shared_rds_master_secret_arn")
    readers = {one.label for one in plan.all("aws_iam_role_policy") if master in one["policy"]}
    assert readers == {"provision_execution"}


@holds_across("HY-DB-13")
def shared_or_own(plans: Plans) -> None:
    """None is made here; a noun of the manifest and its name in `uses` make one of its own."""
    for plan in plans.platforms():
        assert not plan.found("aws_db_instance")
        told = {one["name"]: one["value"] for one in app(plan)["environment"]}
        assert told.get("DATABASE_HOST") == shared(plan, "shared_rds_endpoint")

    own = variant("hybrid-fileflow", *OWN)["prod"].stack("platform")
    found = [one for one in own.resources() if isinstance(one, rds.Instance)]
    assert [one.identifier for one in found] == ["fileflow-prod-own"]
    watched = [one for one in own.resources() if isinstance(one, cloudwatch.MetricAlarm)]
    assert "AWS/RDS" in {one.namespace for one in watched}


@holds("HY-DB-12")
def the_way_there(plan: Plan) -> None:
    """A rule each for service, migration and provisioning, with a description (D-HY-10)."""
    door = shared(plan, "shared_rds_security_group_id")
    rules = plan.all(INGRESS, security_group_id=door)
    groups = {one["id"]: one["name"] for one in plan.all("aws_security_group")}
    assert {groups[rule["referenced_security_group_id"]] for rule in rules} == {
        named(plan, who) for who in ("app", "migrate", "provision")
    }
    for rule in rules:
        assert (rule["from_port"], rule["to_port"], rule["ip_protocol"]) == (3306, 3306, "tcp")
        assert rule["description"]
        assert rule["cidr_ipv4"] is None
