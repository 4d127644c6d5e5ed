"""Image repositories."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.hosts import document, may, script, table
from tests.ledger.plan import Plans
from tests.ledger.table_order import COMPOSE


@holds_across("TO-REG-01")
def repositories(plans: Plans) -> None:
    """Two, from which the instance pulls by tags that deploys write (D-TO-04)."""
    names = {one["name"] for one in plans.shared.all("aws_ecr_repository")}
    assert names == {"table-order-api", "table-order-client"}
    plan = plans["production/platform"]
    pulls = may(plan, "ec2", "ecr:BatchGetImage")
    assert {one.rpartition("/")[2] for one in pulls} == names
    services = document(plan, COMPOSE)["services"]
    tags = dict(table(script(plan.only("aws_instance")), "tags"))
    for name in ("api", "client"):
        variable = f"{name.upper()}_TAG"
        assert services[name]["image"] == f"$REGISTRY/table-order-{name}:${variable}"
        assert tags[variable] == f"/table-order/production/{name}/image-tag"
        plans.shared.only("aws_ssm_parameter", name=tags[variable])
