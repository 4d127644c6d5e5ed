"""How the Terraform is laid out."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.plan import Plan

PARTS = {"network", "ecs", "database", "cache", "loadbalancer", "alarms"}


@holds("ERP-APP-02")
def parts(plan: Plan) -> None:
    """A file for each of the source's modules."""
    assert plan.parts() >= PARTS
