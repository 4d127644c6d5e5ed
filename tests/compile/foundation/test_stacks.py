"""The stacks of a foundation."""

from __future__ import annotations

from giban.catalogue import ec2, ecr, rds, secretsmanager, ssm
from giban.contract.crossing import consumed, produced
from tests.compile.foundation.made import TEXT, made


def test_every_stack_comes_after_those_it_reads() -> None:
    """Applied in this order, no parameter is read before it is there."""
    for blueprint in made().values():
        known: set[str] = set()
        for stack in blueprint.stacks:
            assert {name for name, _, _ in consumed(stack)} <= known
            known |= {name for name, _, _ in produced(stack)}


def test_each_stack_has_a_state_of_its_own() -> None:
    """Below the project's name, because applications share the bucket (D-HY-09)."""
    keys = [
        stack.state.key
        for blueprint in made().values()
        for stack in blueprint.own
        if stack.state is not None
    ]

    assert "shared/prod/network/terraform.tfstate" in keys
    assert len(keys) == len(set(keys)) == 14


def test_what_is_shared_is_the_same_object_for_all() -> None:
    """Repositories, zone and bootstrap are compiled once."""
    dev, prod = made().values()

    shared = [[stack for stack in one.stacks if stack.shared] for one in (dev, prod)]
    assert all(a is b for a, b in zip(*shared, strict=True))
    assert {"bootstrap", "ecr/fileflow", "ecr/crawler", "registry", "route53"} == {
        s.name for s in shared[0]
    }


def test_no_environment_names_another_ones_parameters() -> None:
    """Only what belongs to nobody has a name without an environment (D-HY-18)."""
    for stack in made()["dev"].own:
        for name, _, _ in (*produced(stack), *consumed(stack)):
            assert "/dev/" in name or name.startswith(("/shared/ecr/", "/shared/github/"))


def test_a_tenant_without_a_database_has_none() -> None:
    """Nothing is promised to those who do not want it."""
    names = {name for name, _, _ in produced(made()["dev"].stack("rds"))}

    assert "/shared/rds/dev/fileflow-username" in names
    assert not any("crawler" in name for name in names)


def test_the_owners_secret_has_no_host() -> None:
    """Host and port are facts of the contract, which has one owner for each (D-HY-04)."""
    stack = made()["dev"].stack("rds")
    (version,) = [o for o in stack.resources() if isinstance(o, secretsmanager.SecretVersion)]

    written = repr(version.secret_string_wo)
    assert all(word in written for word in ("username", "engine", "port", "password"))
    assert "host" not in written


def test_the_replica_is_encrypted_by_a_key_of_its_region() -> None:
    """Its source is known by an ARN from the other region, read there (D-HY-39)."""
    stacks = {stack.path: stack for stack in made()["prod"].stacks}
    stack = stacks["prod-dr/rds"]
    (replica,) = [o for o in stack.resources() if isinstance(o, rds.Instance)]
    (source,) = [n for n in stack.nodes if n.object.terraform_label == "prod_shared_rds_arn"]

    assert "rds_key_arn" in repr(replica.kms_key_id)
    assert "prod_shared_rds_arn" in repr(replica.replicate_source_db)
    assert "ap_northeast_2" == source.provider
    assert ["ap-northeast-1", "ap-northeast-2"] == [one.region for one in stack.providers]


def test_peering_reaches_every_private_table_of_both_sides() -> None:
    """As many routes as there are tables that are not public (D-HY-43)."""
    stacks = {stack.path: stack for stack in made()["prod"].stacks}
    tables = {
        path: [
            o
            for o in stacks[path].resources()
            if isinstance(o, ec2.RouteTable) and o.terraform_label != "public"
        ]
        for path in ("prod/network", "prod-dr/network")
    }
    routes = [o for o in stacks["prod-dr/peering"].resources() if isinstance(o, ec2.Route)]

    assert 3 + 3 == sum(map(len, tables.values())) == len(routes)


def test_exports_have_a_description() -> None:
    """Whoever finds a parameter in the console knows what it is for (HY-SSM-19)."""
    for stack in made()["prod"].stacks:
        for name, _, parameter in produced(stack):
            if name.startswith("/shared/"):
                assert str(parameter.description).endswith(" for cross-stack references")


def test_a_foundation_without_a_database() -> None:
    """Is network, keys and repositories; nothing of a database is promised."""
    found = made(TEXT.replace("databases: {mysql: {engine: mysql}}\n", ""))["dev"]

    assert "rds" not in {stack.name for stack in found.stacks}
    assert not any(isinstance(o, rds.Instance) for s in found.stacks for o in s.resources())
    assert any(isinstance(o, ssm.Parameter) for s in found.stacks for o in s.resources())


def test_images_are_there_before_they_are_needed() -> None:
    """The registry copies every tenant's images to the region that stands ready (decision 0014)."""
    dev, prod = (made()[name].stacks for name in ("dev", "prod"))
    (stack,) = (one for one in prod if one.path == "shared/registry")
    (said,) = (o for o in stack.resources() if isinstance(o, ecr.ReplicationConfiguration))
    assert said.replication_configuration is not None
    (rule,) = said.replication_configuration.rule
    pulled = {o.name for one in prod for o in one.resources() if isinstance(o, ecr.Repository)}

    assert stack in dev
    assert ["ap-northeast-1"] == [one.region for one in rule.destination]
    assert pulled == {one.filter for one in rule.repository_filter}
