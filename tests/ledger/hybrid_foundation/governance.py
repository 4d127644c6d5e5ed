"""Who owns what, and how roots are joined."""

from __future__ import annotations

import re

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_foundation import TENANTS, stacks
from tests.ledger.plan import Plans

OWNERS = {
    "aws_vpc": "network",
    "aws_kms_key": "kms",
    "aws_db_instance": "rds",
}


@holds_across("HY-GOV-01")
def each_thing_has_one_owner(plans: Plans) -> None:
    """Network, keys, database and repositories lie in their own roots; no root reads a state."""
    for environment in ("dev", "staging", "prod"):
        own = [plan for plan in plans.values() if plan.environment == environment]
        for type, owner in OWNERS.items():
            assert {owner} == {plan.stack for plan in own if plan.found(type)}
    for tenant in TENANTS:
        assert plans[f"shared/ecr/{tenant}"].all("aws_ecr_repository")
    for plan in plans.values():
        texts = "".join(path.read_text() for path in plan.folder.glob("*.tf"))
        assert "terraform_remote_state" not in texts
        assert plan.resources, f"{plan.path} has nothing in it"


@holds_across("HY-GOV-02")
def roots_come_in_their_order(plans: Plans) -> None:
    """What a root reads is there when it is planned: the order of the plans is that of applying."""
    order = list(plans)
    for environment in ("dev", "staging", "prod"):
        needed = [f"{environment}/{name}" for name in ("network", "kms", "rds", "monitoring")]
        assert needed == sorted(needed, key=order.index)
        parameters = plans[needed[0]].all("aws_ssm_parameter")
        assert all(one["version"] >= 1 for one in parameters)
    assert order.index("dev/kms") < order.index("shared/ecr/fileflow") < order.index("dev/rds")


@holds_across("HY-GOV-05")
def every_root_is_there(plans: Plans) -> None:
    """The roots of the source's layout that hold something."""
    for plan in stacks(plans, "network", "kms", "rds", "acm", "monitoring"):
        assert plan.resources
    for name in ("bootstrap", "route53", "cloudtrail", *(f"ecr/{one}" for one in TENANTS)):
        assert plans[f"shared/{name}"].resources


@holds_across("HY-GOV-10")
def versions(plans: Plans) -> None:
    """Terraform has to know write-only arguments; the provider is bounded on both sides."""
    for plan in plans.values():
        assert plan.resources
        text = (plan.folder / "provider.tf").read_text()
        assert 'required_version = ">= 1.11.0"' in text
        assert re.search(r'version = ">= 5\.100\.0, < 7\.0\.0"', text)


@holds_across("HY-GOV-12")
def state(plans: Plans) -> None:
    """The bucket is versioned, closed and encrypted, and made before every other root."""
    shared = plans.shared
    bucket = shared.only("aws_s3_bucket", "state")
    assert bucket["bucket"] == "ryuqqq-prod-tfstate"
    versioning = shared.only("aws_s3_bucket_versioning", bucket=bucket["id"])
    assert versioning.block("versioning_configuration")["status"] == "Enabled"
    assert not shared.found("aws_dynamodb_table")
    assert next(iter(plans)) == "shared/bootstrap"


@holds_across("HY-GOV-15")
def nothing_comes_from_elsewhere(plans: Plans) -> None:
    """There are no modules, so none can move under us."""
    for plan in plans.values():
        assert plan.resources
        assert "module_calls" not in plan.shown["configuration"]["root_module"]
