"""What the application reads of its foundation."""

from __future__ import annotations

import re
from functools import cache

from giban.compile import compile_project
from giban.contract import Party, affected, agreement
from giban.manifest import load
from giban.system import resolve_all
from tests.examples import EXAMPLES
from tests.ledger.assertions import holds, holds_across
from tests.ledger.hybrid_fileflow import shared
from tests.ledger.plan import Plan, Plans

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


@holds_across("HY-SSM-18", "HY-SSM-21")
def both_sides_agree(plans: Plans) -> None:
    """`giban contract` knows every parameter that a plan reads, and who hands it out."""
    terms = {term.name: term for term in agreement(parties()).terms}
    for plan in plans.platforms():
        assert plan.resources
        for label, name in wanted(plan).items():
            assert plan.data("aws_ssm_parameter", label)["name"] == name
            assert len(terms[name].producers) == 1, name
            assert plan.path in {one.root for one in terms[name].readers}


@holds_across("HY-SSM-21")
def what_a_change_does(plans: Plans) -> None:
    """Another VPC makes the group anew, as Terraform does; it is told beforehand (D-HY-46)."""
    group = plans["prod/platform"].only("aws_security_group", "app")
    effects = affected(parties(), "/shared/prod/network/vpc-id")
    told = {(one.root, one.address, one.argument): one.replaced for one in effects}
    assert told["prod/platform", group.address, "vpc_id"] is True


@cache
def parties() -> list[Party]:
    """Return the foundation and the application, each in all its environments."""
    manifests = [load(EXAMPLES[f"hybrid-{name}"].manifest) for name in ("foundation", "fileflow")]
    return [
        Party(one, ("/shared",), exports=index == 0)
        for index, manifest in enumerate(manifests)
        for one in compile_project(list(resolve_all(manifest).values())).values()
    ]
