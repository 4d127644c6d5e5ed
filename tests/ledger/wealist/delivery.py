"""How Terraform is run, and how instances are replaced."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan


@holds("WL-DEP-01")
def a_root_of_its_own(plan: Plan) -> None:
    """Everything that `terraform init`, `plan` and `apply` want is in the folder."""
    plan.only("aws_vpc")
    assert {"provider", "variables", "outputs", "ec2", "database", "cache"} <= plan.parts()
    assert (plan.folder / "terraform.tfvars").exists()


@holds("WL-DEP-04")
def refresh(plan: Plan) -> None:
    """New ones first, never fewer than all, and back when they do not become healthy (D-WL-08)."""
    block = plan.only("aws_autoscaling_group", "backend").block("instance_refresh")
    assert block["strategy"] == "Rolling"
    (preferences,) = block["preferences"]
    assert preferences["min_healthy_percentage"] == 100
    assert preferences["max_healthy_percentage"] == 150
    assert preferences["auto_rollback"] is True
