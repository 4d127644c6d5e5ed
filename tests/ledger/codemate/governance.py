"""Layout, versions, state, tags, outputs."""

from __future__ import annotations

import re
from collections import Counter

from tests.ledger.assertions import holds, holds_across
from tests.ledger.codemate import REGION
from tests.ledger.plan import Plan, Plans

STATE = "codemate-terraform-state"
FILES = {"provider", "backend", "variables", "outputs"}
SUBJECTS = {
    "networking": {"network", "security", "loadbalancer"},
    "compute": {"ecs", "autoscaling", "iam"},
    "database": {"database", "cache"},
    "storage": {"storage"},
    "monitoring": {"alarms"},
    "cicd": {"pipeline"},
}
"""The source's folders of modules, and the files that have their subjects."""

SECRET = re.compile("secret|password|token|api_key", re.IGNORECASE)


@holds_across("CM-GOV-01")
def layout(plans: Plans) -> None:
    """A root for each environment and one for what they share; a file for each subject."""
    assert set(plans) == {"shared/bootstrap", "dev/platform", "prod/platform"}
    for plan in plans.platforms():
        assert plan.parts() >= FILES.union(*SUBJECTS.values())
        assert (plan.folder / "terraform.tfvars").is_file()
        assert "module_calls" not in plan.shown["configuration"]["root_module"]
    assert plans.shared.parts() >= {"provider", "outputs", "state", "registry"}
    assert plans.shared.all("aws_ecr_repository")


@holds_across("CM-GOV-02")
def versions(plans: Plans) -> None:
    """Terraform that locks in S3, and a provider that may be the sixth but not the seventh."""
    for plan in plans.values():
        assert plan.resources
        written = plan.settings("provider.tf")
        assert written["required_version"] == ">= 1.11.0"
        assert written["source"] == "hashicorp/aws"
        assert written["version"] == ">= 5.100.0, < 7.0.0"


@holds_across("CM-GOV-03")
def state(plans: Plans) -> None:
    """Its bucket is encrypted and keeps old versions for a while (D-CM-18)."""
    assert plans.shared.only("aws_s3_bucket", "state")["bucket"] == STATE
    versions = plans.shared.only("aws_s3_bucket_versioning", "state")
    assert versions.block("versioning_configuration")["status"] == "Enabled"
    sealed = plans.shared.only("aws_s3_bucket_server_side_encryption_configuration", "state")
    by = sealed.block("rule", "apply_server_side_encryption_by_default")
    assert by["sse_algorithm"] == "AES256"
    rules = plans.shared.only("aws_s3_bucket_lifecycle_configuration", "state")["rule"]
    old = [one["noncurrent_version_expiration"] for one in rules]
    assert [one[0]["noncurrent_days"] for one in old if one] == [90]


@holds_across("CM-GOV-03", "CM-GOV-04")
def where_states_are(plans: Plans) -> None:
    """Below the environment's name, locked by a file beside them, not by a table (D-CM-18)."""
    for plan in plans.platforms():
        assert plan.settings("backend.tf") == {
            "bucket": STATE,
            "key": f"{plan.environment}/platform.tfstate",
            "region": REGION,
            "encrypt": "true",
            "use_lockfile": "true",
        }
    assert plans.shared.all("aws_s3_bucket", "state")
    assert not any(plan.found("aws_dynamodb_table") for plan in plans.values())


@holds("CM-GOV-05")
def tags(plan: Plan) -> None:
    """On everything that takes tags."""
    tagged = [one for one in plan.resources if one.get("tags_all")]
    assert len(tagged) > 50
    for one in tagged:
        assert one.tags.get("Project") == "codemate"
        assert one.tags.get("Environment") == plan.environment
        assert one.tags.get("ManagedBy") == "terraform"


@holds_across("CM-GOV-06")
def environments_are_apart(plans: Plans) -> None:
    """Each has a state and objects of its own; nothing is a part of two."""
    states = [plan.settings("backend.tf")["key"] for plan in plans.platforms()]
    assert len(set(states)) == len(states) == 2
    owned = Counter(
        (one.type, one["id"])
        for plan in plans.platforms()
        for one in plan.resources
        if one.type in {"aws_vpc", "aws_subnet", "aws_db_instance", "aws_s3_bucket", "aws_iam_role"}
    )
    assert len(owned) > 30
    assert {1} == set(owned.values())


@holds_across("CM-GOV-06")
def values_are_in_git(plans: Plans) -> None:
    """What an operator turns is in terraform.tfvars, and none of it is a secret (D-CM-19)."""
    for plan in plans.platforms():
        turned = plan.settings("terraform.tfvars")
        assert turned.keys() == plan.shown["variables"].keys()
        assert not [name for name in turned if SECRET.search(name)]


@holds("CM-GOV-07")
def outputs(plan: Plan) -> None:
    """The source's example: load balancer, database and cache, under names of the manifest."""
    told = plan.outputs
    assert told["load_balancer"] == plan.only("aws_lb")["dns_name"]
    assert told["db_database"] == plan.only("aws_db_instance")["endpoint"]
    cache = plan.only("aws_elasticache_replication_group")
    start = "configuration_endpoint_address" if plan.production else "primary_endpoint_address"
    assert told["redis_cache"] == cache[start]


@holds_across("CM-GOV-07")
def repositories_are_told(plans: Plans) -> None:
    """Where images are pushed to: once, for all environments."""
    urls = {one["name"]: one["repository_url"] for one in plans.shared.all("aws_ecr_repository")}
    told = plans.shared.outputs
    for name in ("codemate-frontend", "codemate-backend"):
        assert told[f"{name.replace('-', '_')}_repository"] == urls[name]
