"""The repositories of the applications."""

from __future__ import annotations

import json

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_foundation import DR_REGION, REGION, TENANTS
from tests.ledger.plan import Plans


@holds_across("HY-REG-01")
def one_for_each_tenant(plans: Plans) -> None:
    """In a root of its own, so that a new tenant touches no other."""
    for tenant in TENANTS:
        plan = plans[f"shared/ecr/{tenant}"]
        for region in (REGION, DR_REGION):
            repository = plan.only("aws_ecr_repository", region=region)
            assert repository["name"] == tenant
            assert repository["image_tag_mutability"] == "IMMUTABLE"
            assert repository.block("image_scanning_configuration")["scan_on_push"] is True
            policy = plan.only("aws_ecr_lifecycle_policy", repository=tenant, region=region)
            rules = json.loads(policy["policy"])
            assert {"expire"} == {one["action"]["type"] for one in rules["rules"]}
    copied = plans["shared/registry"].only("aws_ecr_replication_configuration")
    rule = copied.block("replication_configuration", "rule")
    assert [one["region"] for one in rule["destination"]] == [DR_REGION]
    assert {one["filter"] for one in rule["repository_filter"]} == set(TENANTS)
