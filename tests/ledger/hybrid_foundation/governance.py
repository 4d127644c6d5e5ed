"""Who owns what, and how roots are joined."""

from __future__ import annotations

import re

import pytest

from giban.policy import RULES
from giban.policy.rego import rego_rules
from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_foundation import DR_REGION, REGION, TENANTS, stacks
from tests.ledger.judged import report, violations
from tests.ledger.plan import Plans
from tests.policy.asked import NINE, SECURITY
from tests.policy.test_rego import SHIPPED

OWNERS = {
    "aws_vpc": "network",
    "aws_kms_key": "kms",
    "aws_db_instance": "rds",
}

POLICIES = ("required-tags", "encryption", "naming")


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


@holds_across("HY-GOV-09")
def validators_find_nothing(plans: Plans) -> None:
    """Each is a family of rules, and the nine tags are asked for; images have AWS's own key."""
    families = [rule for rule in RULES if rule.id.startswith(("TAG-", "ENC-", "NAME-"))]
    for plan in plans.values():
        left = {one.rule.id for one in report(plan, families, NINE).findings}
        assert left == ({"ENC-17"} if plan.stack.startswith("ecr/") else set()), plan.path


@holds_across("HY-GOV-09")
def policies_in_rego_find_nothing(plans: Plans) -> None:
    """The document's three policies are handed out in Rego, and judge a plan alike."""
    pytest.importorskip("regopy", reason="NOT CHECKED: regopy is not installed")
    policies = rego_rules(SHIPPED)
    assert {rule.id for rule in policies} >= {f"REGO-{name}" for name in POLICIES}
    for plan in (plans["prod/rds"], plans["prod/network"]):
        assert report(plan, policies).findings == ()


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
    closed = shared.only("aws_s3_bucket_public_access_block", bucket=bucket["id"])
    assert closed["restrict_public_buckets"] is closed["block_public_policy"] is True
    shared.only("aws_s3_bucket_server_side_encryption_configuration", bucket=bucket["id"])


@holds_across("HY-GOV-12", "HY-GOV-02")
def every_root_has_a_state(plans: Plans) -> None:
    """Of its own, below the project and environment, locked by a file (D-HY-09, D-HY-36).

    What has to work without the first region keeps its state in the other.
    """
    keys = []
    for path, plan in plans.items():
        assert plan.resources
        if plan is plans.shared:  # it makes the bucket
            continue
        written = plan.settings("backend.tf")
        abroad = path.startswith("prod-dr/") and path != "prod-dr/peering"  # that one needs both
        assert written["bucket"] == "ryuqqq-prod-tfstate" + f"-{DR_REGION}" * abroad
        assert written["region"] == (DR_REGION if abroad else REGION)
        assert written["key"] == f"shared/{path}/terraform.tfstate"
        assert (written.get("encrypt"), written.get("use_lockfile")) == ("true", "true")
        keys.append(written["key"])
    assert len(set(keys)) == len(plans) - 1


@holds_across("HY-GOV-14")
def every_rule_of_security_is_checked(plans: Plans) -> None:
    """Each line of the document's is a rule of `giban check`, and finds nothing."""
    for plan in plans.values():
        assert violations(plan, {rule for rules in SECURITY.values() for rule in rules}) == set()


@holds_across("HY-GOV-15")
def nothing_comes_from_elsewhere(plans: Plans) -> None:
    """There are no modules, so none can move under us."""
    for plan in plans.values():
        assert plan.resources
        assert "module_calls" not in plan.shown["configuration"]["root_module"]
