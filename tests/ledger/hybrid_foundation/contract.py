"""What the foundation hands out, each value against the thing itself."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.hybrid_foundation import DR_REGION, KEYS, REGION, TENANTS, exported, stacks
from tests.ledger.plan import Plan, Plans


@holds("HY-SSM-01", stack="network")
def vpc_id(plan: Plan) -> None:
    """The environment is in the name: networks are an environment's own (D-HY-18)."""
    found = exported(plan, f"/shared/{plan.environment}/network/vpc-id")
    assert (found["type"], found["insecure_value"]) == ("String", plan.only("aws_vpc")["id"])


def _subnets(plan: Plan, word: str, tier: str) -> None:
    found = exported(plan, f"/shared/{plan.environment}/network/{word}-subnet-ids")
    assert found["type"] == "StringList"
    assert set(found["insecure_value"].split(",")) == plan.ids("aws_subnet", tier)


@holds("HY-SSM-02", stack="network")
def public_subnets(plan: Plan) -> None:
    """All of them, joined by commas."""
    _subnets(plan, "public", "public")


@holds("HY-SSM-03", stack="network")
def private_subnets(plan: Plan) -> None:
    """All of them, joined by commas."""
    _subnets(plan, "private", "app")


@holds("HY-SSM-04", stack="network")
def data_subnets(plan: Plan) -> None:
    """All of them, joined by commas."""
    _subnets(plan, "data", "data")


def _key(plan: Plan, name: str) -> None:
    found = exported(plan, f"/shared/{plan.environment}/kms/{name}-key-arn")
    key = plan.only("aws_kms_key", name.replace("-", "_"))
    assert (found["type"], found["insecure_value"]) == ("String", key["arn"])


@holds("HY-SSM-05", stack="kms")
def logs_key(plan: Plan) -> None:
    """Of log groups."""
    _key(plan, "cloudwatch-logs")


@holds("HY-SSM-06", stack="kms")
def secrets_key(plan: Plan) -> None:
    """Of secrets."""
    _key(plan, "secrets-manager")


@holds("HY-SSM-07", stack="kms")
def rds_key(plan: Plan) -> None:
    """Of databases."""
    _key(plan, "rds")


@holds("HY-SSM-08", stack="kms")
def s3_key(plan: Plan) -> None:
    """Of buckets."""
    _key(plan, "s3")


@holds("HY-SSM-09", stack="kms")
def sqs_key(plan: Plan) -> None:
    """Of queues."""
    _key(plan, "sqs")


@holds("HY-SSM-10", stack="kms")
def ssm_key(plan: Plan) -> None:
    """Of secure parameters."""
    _key(plan, "ssm")


@holds("HY-SSM-11", stack="kms")
def elasticache_key(plan: Plan) -> None:
    """Of caches."""
    _key(plan, "elasticache")


def _repository(plans: Plans, word: str, attribute: str) -> None:
    """Compare what is handed out in each region with the repository there."""
    for tenant in TENANTS:
        plan, name = plans[f"shared/ecr/{tenant}"], f"/shared/ecr/{tenant}-repository-{word}"
        for region in (REGION, DR_REGION):
            found = plan.only("aws_ssm_parameter", name=name, region=region)
            repository = plan.only("aws_ecr_repository", name=tenant, region=region)
            assert region in found["insecure_value"]
            assert found["insecure_value"] == repository[attribute]


@holds_across("HY-SSM-12")
def repository_urls(plans: Plans) -> None:
    """Without an environment: what was tested is what goes live."""
    _repository(plans, "url", "repository_url")


@holds_across("HY-SSM-13")
def repository_arns(plans: Plans) -> None:
    """For the policies of those who pull."""
    _repository(plans, "arn", "arn")


@holds("HY-SSM-14", stack="rds")
def identifier(plan: Plan) -> None:
    """Of the shared database."""
    found = exported(plan, f"/shared/rds/{plan.environment}/identifier")
    assert found["insecure_value"] == plan.only("aws_db_instance")["identifier"]


@holds("HY-SSM-15", stack="rds")
def endpoint(plan: Plan) -> None:
    """A host name; the port has a parameter of its own (D-HY-06)."""
    instance = plan.only("aws_db_instance")
    found = exported(plan, f"/shared/rds/{plan.environment}/endpoint")
    assert found["insecure_value"] == instance["address"]
    assert ":" not in found["insecure_value"]
    port = exported(plan, f"/shared/rds/{plan.environment}/port")
    assert port["insecure_value"] == str(instance["port"])


@holds("HY-SSM-16", stack="rds")
def security_group(plan: Plan) -> None:
    """The one that the instance has."""
    found = exported(plan, f"/shared/rds/{plan.environment}/security-group-id")
    assert [found["insecure_value"]] == plan.only("aws_db_instance")["vpc_security_group_ids"]


@holds("HY-SSM-17", stack="rds")
def master_secret(plan: Plan) -> None:
    """The ARN; what is in it goes nowhere."""
    found = exported(plan, f"/shared/rds/{plan.environment}/master-secret-arn")
    assert found["insecure_value"] == plan.only("aws_secretsmanager_secret")["arn"]


@holds_across("HY-SSM-19")
def exports_say_what_they_are(plans: Plans) -> None:
    """A description, a name, and the tags of everything."""
    found = [
        (plan, one)
        for plan in stacks(plans, "network", "kms", "rds")
        for one in plan.all("aws_ssm_parameter")
    ]
    assert len(found) >= 3 * (4 + len(KEYS) + 4)
    for plan, one in found:
        assert one["description"].endswith(" for cross-stack references")
        assert one.tags["Name"] == f"{one['name'].rpartition('/')[2]}-export"
        assert one.tags["Component"] == plan.stack
        assert one.tags["Environment"] == plan.environment
        assert one.tags["Lifecycle"] == ("critical" if plan.production else "non-critical")
        needed = {"Service", "Owner", "CostCenter", "Team", "DataClass", "Repository"}
        assert needed <= one.tags.keys()
        assert one.tags["ManagedBy"] == "Terraform"
    for tenant in TENANTS:
        for one in plans[f"shared/ecr/{tenant}"].all("aws_ssm_parameter"):
            assert one["description"].endswith(" for cross-stack references")
            assert (one.tags["Component"], one.tags["Environment"]) == ("ecr", "shared")
