"""The repositories of the applications."""

from __future__ import annotations

import json

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_foundation import TENANTS
from tests.ledger.plan import Plans


@holds_across("HY-REG-01")
def one_for_each_tenant(plans: Plans) -> None:
    """In a root of its own, so that a new tenant touches no other."""
    for tenant in TENANTS:
        plan = plans[f"shared/ecr/{tenant}"]
        repository = plan.only("aws_ecr_repository")
        assert repository["name"] == tenant
        assert repository["image_tag_mutability"] == "IMMUTABLE"
        assert repository.block("image_scanning_configuration")["scan_on_push"] is True
        rules = json.loads(plan.only("aws_ecr_lifecycle_policy", repository=tenant)["policy"])
        assert {"expire"} == {one["action"]["type"] for one in rules["rules"]}
