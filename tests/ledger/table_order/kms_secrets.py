"""Where each variable lives."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import document, script, table
from tests.ledger.plan import Plan
from tests.ledger.table_order import COMPOSE

SECRET = {
    "DATABASE_URL": "/table-order/production/api/DATABASE_URL",
    "JWT_SECRET": "/table-order/production/api/JWT_SECRET",
}


@holds("TO-KMS-01")
def secret_variables(plan: Plan) -> None:
    """SecureStrings whose values no state has, told to the API by a file (D-TO-08)."""
    for name in SECRET.values():
        kept = plan.only("aws_ssm_parameter", name=name)
        assert kept["type"] == "SecureString"
        assert kept["has_value_wo"] is True
        assert not kept["value"]
        assert not kept["insecure_value"]
    text = script(plan.only("aws_instance"))
    told = {
        variable: name for service, variable, name in table(text, "variables") if service == "api"
    }
    assert told == SECRET
    assert "umask 077" in text


@holds("TO-KMS-01")
def plain_variables(plan: Plan) -> None:
    """NODE_ENV and PORT stand in the Compose file, and no secret does (D-TO-11)."""
    api = document(plan, COMPOSE)["services"]["api"]
    assert {"NODE_ENV": "production", "PORT": "3000"}.items() <= api["environment"].items()
    assert not api["environment"].keys() & SECRET.keys()
    assert api["env_file"] == [{"path": "env/api", "format": "raw"}]
