"""Parameters, by the source's names."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import script, table
from tests.ledger.plan import Plan, Resource
from tests.ledger.wealist.compute import template

BELOW = "/wealist/prod/db/"


def parameter(plan: Plan, name: str) -> Resource:
    """Return a parameter about the database server."""
    return plan.only("aws_ssm_parameter", name=f"{BELOW}{name}")


@holds("WL-KMS-01")
def owner(plan: Plan) -> None:
    """The name that the server was made with."""
    username = plan.only("aws_db_instance")["username"]
    assert parameter(plan, "postgres_superuser")["insecure_value"] == username


@holds("WL-KMS-02")
def password(plan: Plan) -> None:
    """A SecureString, made and kept without being seen."""
    kept = parameter(plan, "postgres_superuser_password")
    assert kept["type"] == "SecureString"
    assert kept["has_value_wo"] is True
    assert not kept["value"]
    assert plan.only("aws_db_instance")["password_wo_version"] == 1


@holds("WL-KMS-03")
def first_database(plan: Plan) -> None:
    """The name that the server was made with."""
    name = plan.only("aws_db_instance")["db_name"]
    assert parameter(plan, "postgres_db")["insecure_value"] == name


@holds("WL-KMS-04")
def user_service(plan: Plan) -> None:
    """Three parameters, from which the service's variables come (D-WL-03)."""
    _told(plan, "user")


@holds("WL-KMS-05")
def board_service(plan: Plan) -> None:
    """Three parameters, from which the service's variables come (D-WL-03)."""
    _told(plan, "board")


@holds("WL-KMS-06")
def no_script(plan: Plan) -> None:
    """No parameter is run, and none holds more than a value of one line (D-WL-07)."""
    for one in plan.all("aws_ssm_parameter"):
        assert "script" not in one["name"]
        assert "\n" not in (one["insecure_value"] or "")
    for one in plan.all("aws_launch_template"):
        assert "startup-script" not in script(one)


def _told(plan: Plan, login: str) -> None:
    names = {ends: f"{login}_db_{ends}" for ends in ("name", "user", "password")}
    assert parameter(plan, names["name"])["insecure_value"] == f"wealist_{login}_db"
    assert parameter(plan, names["user"])["insecure_value"] == f"wealist_{login}"
    assert parameter(plan, names["password"])["type"] == "SecureString"
    rows = table(script(template(plan, "backend")), "variables")
    told = {row[1]: row[2] for row in rows if row[0] == f"{login}-service"}
    for ends, name in names.items():
        assert told[f"DATABASE_{ends.upper()}"] == f"{BELOW}{name}"
    assert told["DATABASE_HOST"] == f"{BELOW}host"
