"""A plan of Terraform that giban did not write, read into the catalogue's words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from giban.blueprint import Foreign, Graph
from giban.catalogue import ec2, elb, rds, s3
from giban.errors import UsageError
from giban.planned import Planned, read_plan
from giban.values import Hidden, Known, Unknown, literal
from tests.planned.plans import HERE, at, checked_in, edges, planned_now


@pytest.fixture(scope="module")
def mixed() -> Planned:
    """The root `mixed`: modules, count, for_each, dynamic blocks, an alias, unknown types."""
    return checked_in("mixed")


def test_every_object_is_there_under_terraforms_address(mixed: Planned) -> None:
    """Modules, names and numbers stand in an address as Terraform writes them."""
    plan = json.loads((HERE / "mixed/plan.json").read_bytes())
    (stack,) = mixed.blueprint.stacks

    addresses = [str(node.object.terraform_address) for node in stack.nodes]

    assert sorted(change["address"] for change in plan["resource_changes"]) == sorted(addresses)
    assert 'module.branch["east.1"].aws_subnet.app["a"]' in addresses
    assert "aws_vpc_security_group_ingress_rule.ssh[1]" in addresses


def test_unknown_types_are_kept_and_named(mixed: Planned) -> None:
    """A type that the catalogue does not know keeps its values and its references."""
    search = at(mixed, "aws_elasticsearch_domain.search")

    assert [
        "data.aws_iam_policy_document.files",
        "aws_elasticsearch_domain.search",
        "terraform_data.marker",
    ] == [str(address) for address in mixed.foreign]
    assert isinstance(search, Foreign)
    assert "search" == search.given()["domain_name"]
    assert {
        ("aws_elasticsearch_domain.search", "aws_security_group.web"),
        ("aws_elasticsearch_domain.search", 'module.net.aws_subnet.app["a"]'),
        ("aws_elasticsearch_domain.search", 'module.net.aws_subnet.app["c"]'),
    } <= edges(mixed.blueprint.stacks[0])


def test_values_are_typed(mixed: Planned) -> None:
    """Blocks are the catalogue's, with provider defaults; what nobody gave is not there."""
    versioning = at(mixed, "aws_s3_bucket_versioning.files")
    database = at(mixed, "aws_db_instance.main")

    assert isinstance(versioning, s3.BucketVersioning)
    assert s3.VersioningConfiguration(status="Enabled") == versioning.versioning_configuration
    assert isinstance(database, rds.Instance)
    assert 20 == database.allocated_storage
    assert database.kms_key_id is None
    assert database.arn is None


def test_secrets_do_not_show(mixed: Planned) -> None:
    """A sensitive value is judged by who asks for it and printed by nobody."""
    database, other = at(mixed, "aws_db_instance.main"), at(mixed, "aws_db_instance.write_only")
    assert isinstance(database, rds.Instance)
    assert isinstance(other, rds.Instance)

    assert "(sensitive)" == str(database.password)
    assert Hidden("x") == other.password_wo
    assert other.password is None
    assert "correct-horse" not in repr([node.object for node in mixed.blueprint.stacks[0].nodes])


def test_what_is_not_known_says_what_it_will_be_made_of(mixed: Planned) -> None:
    """References lead through variables and outputs of modules to the object itself."""
    group, bucket = at(mixed, "aws_security_group.web"), at(mixed, "aws_s3_bucket_policy.files")
    graph = Graph(mixed.blueprint.stacks[0])
    assert isinstance(group, ec2.SecurityGroup)
    assert isinstance(bucket, s3.BucketPolicy)

    assert isinstance(group.vpc_id, Unknown)
    assert at(mixed, "module.net.aws_vpc.main") == graph.target(group.vpc_id, ec2.Vpc)
    assert literal(bucket.policy) is None
    assert [bucket] == list(graph.users(at(mixed, "aws_s3_bucket.files"), s3.BucketPolicy))


def test_a_known_value_remembers_its_object(mixed: Planned) -> None:
    """What is known already still says whose it is."""
    versioning = at(mixed, "aws_s3_bucket_versioning.files")
    assert isinstance(versioning, s3.BucketVersioning)

    assert isinstance(versioning.bucket, Known)
    assert "mixed-files" == literal(versioning.bucket)


def test_the_own_key_finds_the_object_of_the_same_key(mixed: Planned) -> None:
    """`each.value.id` and `[each.key]` mean one instance, not all of them."""
    here = 'module.branch["west"].'

    found = {
        b
        for a, b in edges(mixed.blueprint.stacks[0])
        if a == f'{here}aws_route_table_association.app["c"]'
    }

    assert {f'{here}aws_subnet.app["c"]', f'{here}aws_route_table.app["c"]'} == found


def test_everything_of_dynamic_blocks_is_there(mixed: Planned) -> None:
    """Blocks made by `dynamic` have their values, if not their references."""
    group = at(mixed, "aws_security_group.web")
    assert isinstance(group, ec2.SecurityGroup)

    assert [22, 8080] == [rule["from_port"] for rule in literal(group.ingress)]


def test_providers_regions_and_versions(mixed: Planned) -> None:
    """The region may be a variable's; an object knows which provider makes it."""
    (stack,) = mixed.blueprint.stacks
    nodes = {str(node.object.terraform_address): node for node in stack.nodes}

    assert [(None, "ap-northeast-2"), ("virginia", "us-east-1")] == [
        (provider.alias, provider.region) for provider in stack.providers
    ]
    assert "virginia" == nodes["aws_acm_certificate.edge"].provider
    assert {"Project": "mixed"} == stack.tags
    assert {"registry.terraform.io/hashicorp/aws": ">= 5.100.0, < 7.0.0"} == mixed.constraints


def test_values_without_a_place_are_named() -> None:
    """An attribute of another provider's version is reported, not lost in silence."""
    plan = json.loads((HERE / "mixed/plan.json").read_bytes())
    change = next(c for c in plan["resource_changes"] if c["address"] == "aws_s3_bucket.files")
    change["change"]["after"]["colour"] = "blue"

    assert ("aws_s3_bucket.files.colour",) == read(plan).unread


def test_what_the_plan_destroys_is_not_there() -> None:
    """A Blueprint is what there is afterwards."""
    plan = json.loads((HERE / "mixed/plan.json").read_bytes())
    change = next(c for c in plan["resource_changes"] if c["address"] == "aws_s3_bucket.files")
    change["change"] |= {"actions": ["delete"], "after": None, "after_unknown": {}}

    addresses = [str(n.object.terraform_address) for n in read(plan).blueprint.stacks[0].nodes]

    assert "aws_s3_bucket.files" not in addresses


def test_a_target_of_a_plan_is_not_all_there_is() -> None:
    """What `-target` left out of the changes is still there, from the planned values."""
    plan = json.loads((HERE / "mixed/plan.json").read_bytes())
    everything = read(plan)
    plan["resource_changes"] = plan["resource_changes"][:1]

    found = {node.object.terraform_address for node in read(plan).blueprint.stacks[0].nodes}

    data = {a for a in everything.foreign if a.mode == "data"}
    nodes = everything.blueprint.stacks[0].nodes
    assert {node.object.terraform_address for node in nodes} - data == found - data


def test_ids_find_objects_where_references_are_lost() -> None:
    """After an apply an id says whose it is, even where a `local` hid the reference."""
    plan = json.loads((HERE / "mixed/plan.json").read_bytes())
    for change in plan["resource_changes"]:
        if change["address"] == "aws_security_group.web":
            change["change"]["after"]["id"] = "sg-1"
            change["change"]["after_unknown"]["id"] = False
        if change["type"] == "aws_vpc_security_group_ingress_rule":
            change["change"]["after"]["security_group_id"] = "sg-1"
            change["change"]["after_unknown"]["security_group_id"] = False
    planned = read(plan)
    graph = Graph(planned.blueprint.stacks[0])

    rule = at(planned, "aws_vpc_security_group_ingress_rule.ssh[0]")

    assert isinstance(rule, ec2.IngressRule)
    group = graph.target(rule.security_group_id, ec2.SecurityGroup)
    assert at(planned, "aws_security_group.web") == group
    assert graph.target(rule.security_group_id, elb.LoadBalancer) is None


@pytest.mark.terraform
def test_checked_in_plan_is_terraforms(tmp_path: Path, mixed: Planned) -> None:
    """The official provider plans today what the checked-in plan says."""
    now = read_plan(planned_now(HERE / "mixed", tmp_path), "mixed.json")

    assert replace(mixed, document={}) == replace(now, document={})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"PK\x03\x04", "It is Terraform's own binary format"),
        (b"", "It is not JSON"),
        (b"[]", "It is JSON, but no object"),
        (b"[" * 100_000, "It is not JSON"),
        (b'{"format_version": "1.0", "values": {}}', "It is a state, not a plan"),
        (b'{"version": 4, "lineage": "x", "resources": []}', "It is a state file, not a plan"),
        (b'{"@level": "info"}', "It is the first line of Terraform's log"),
        (b"{}", "It is JSON, but it has neither"),
    ],
)
def test_what_is_no_plan_is_refused(text: bytes, why: str) -> None:
    """The error says what the file is instead and how a plan is written."""
    with pytest.raises(UsageError) as refused:
        read_plan(text, "x.json")

    assert "x.json is not a Terraform plan" == refused.value.what
    assert refused.value.why.startswith(why)
    assert "terraform show -json plan > plan.json" in refused.value.fix


def test_a_format_of_the_future_is_refused() -> None:
    """Another major version of the format may mean anything."""
    with pytest.raises(UsageError, match=r"has format_version 2\.0"):
        read({"format_version": "2.0", "resource_changes": []})


def test_a_plan_of_nothing_is_empty() -> None:
    """A root without resources is a Blueprint without objects, and no region is made up."""
    planned = read({"format_version": "1.2", "planned_values": {"root_module": {}}})

    assert () == planned.blueprint.stacks[0].nodes
    assert "" == planned.blueprint.region


def read(plan: Any) -> Planned:
    """Read a plan that is at hand as a value."""
    return read_plan(json.dumps(plan).encode(), "x.json")
