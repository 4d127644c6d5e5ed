"""What the application reads of its foundation."""

from __future__ import annotations

import re

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import shared
from tests.ledger.plan import Plan

KEYS = ("cloudwatch-logs", "secrets-manager", "rds", "s3", "sqs", "ssm", "elasticache")
NETWORK = ("vpc-id", "public-subnet-ids", "private-subnet-ids", "data-subnet-ids")
DATABASE = ("identifier", "endpoint", "security-group-id", "master-secret-arn")
AN_ID = re.compile(r"\b(vpc|subnet|sg)-[0-9a-f]{8,}|arn:aws:kms:")


def wanted(plan: Plan) -> dict[str, str]:
    """Return the name of every parameter by the label it is read under."""
    env = plan.environment
    found = {one: f"/shared/{env}/network/{one}" for one in NETWORK}
    found |= {f"{one}-key-arn": f"/shared/{env}/kms/{one}-key-arn" for one in KEYS}
    found |= {f"shared-rds-{one}": f"/shared/rds/{env}/{one}" for one in DATABASE}
    found["fileflow-repository-url"] = "/shared/ecr/fileflow-repository-url"
    return {label.replace("-", "_"): name for label, name in found.items()}


@holds("HY-SSM-18")
def everything_is_there(plan: Plan) -> None:
    """Each is read and has a value: the sixteen of the table, not thirteen (D-HY-04)."""
    for label, name in wanted(plan).items():
        read = plan.data("aws_ssm_parameter", label)
        assert read["name"] == name
        assert read["insecure_value"]
    assert plan.only("aws_security_group", "app")["vpc_id"] == shared(plan, "vpc_id")


@holds("HY-SSM-20")
def by_name(plan: Plan) -> None:
    """A name in locals.tf for each value, lists split, and no id anywhere else (D-HY-05)."""
    network = plan.only("aws_ecs_service").block("network_configuration")
    assert set(network["subnets"]) == set(shared(plan, "private_subnet_ids").split(","))
    text = (plan.folder / "locals.tf").read_text()
    for label in wanted(plan):
        assert re.search(rf"^  {label} +=", text, re.MULTILINE), label
    assert text.count('split(",", ') == 3
    written = "".join(path.read_text() for path in sorted(plan.folder.glob("*.tf")))
    assert not AN_ID.search(written)
