"""The stacks of a foundation."""

from __future__ import annotations

from typing import TypeGuard

from giban.catalogue import cloudwatch, ec2, ecr, rds, s3, secretsmanager, ssm
from giban.contract.crossing import consumed, produced
from giban.values import ABSENT, Either
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
    assert len(keys) == len(set(keys)) == 15


def test_what_takes_over_has_its_state_where_it_stands() -> None:
    """The first region's bucket is lost with it; what needs both regions stays in the first."""
    stacks = {stack.path: stack.state for stack in made()["prod"].stacks}

    places = {name: state and (state.bucket, state.region) for name, state in stacks.items()}
    home = ("shared-terraform-state", "ap-northeast-2")
    there = ("shared-terraform-state-ap-northeast-1", "ap-northeast-1")
    assert home == places["prod/rds"] == places["prod-dr/peering"]
    assert {there} == {places[f"prod-dr/{name}"] for name in ("network", "kms", "rds")}
    first = made()["prod"].stack("bootstrap")
    assert {home[0], there[0]} == {o.bucket for o in first.resources() if isinstance(o, s3.Bucket)}


def test_what_is_shared_is_the_same_object_for_all() -> None:
    """Repositories, zone and bootstrap are compiled once."""
    dev, prod = made().values()

    shared = [[stack for stack in one.stacks if stack.shared] for one in (dev, prod)]
    assert all(a is b for a, b in zip(*shared, strict=True))
    assert {"bootstrap", "ecr/fileflow", "ecr/crawler", "registry", "route53"} == {
        s.name for s in shared[0]
    }


def test_images_are_copied_to_repositories_like_those_at_home() -> None:
    """Every tenant's, under the same name; where nothing stands ready there is no such stack."""
    stacks = {stack.path: stack for stack in made()["prod"].stacks}
    copying = stacks["shared/registry"].nodes[-1].object
    repositories = [
        (node.provider, node.object)
        for node in stacks["shared/ecr/crawler"].nodes
        if isinstance(node.object, ecr.Repository)
    ]

    assert isinstance(copying, ecr.ReplicationConfiguration)
    assert isinstance(copying.replication_configuration, ecr.RegistryReplication)
    (rule,) = copying.replication_configuration.rule
    assert {"crawler", "crawler-worker", "fileflow"} == {o.filter for o in rule.repository_filter}
    assert ["ap-northeast-1"] == [one.region for one in rule.destination]
    assert [
        (None, "crawler"),
        ("ap_northeast_1", "crawler"),
        (None, "crawler-worker"),
        ("ap_northeast_1", "crawler-worker"),
    ] == [(provider, one.name) for provider, one in repositories]
    assert {"IMMUTABLE"} == {one.image_tag_mutability for _, one in repositories}
    alone = TEXT.replace(", dr: {region: ap-northeast-1, cidr: 10.1.0.0/16}", "")
    assert "registry" not in {stack.name for stack in made(alone)["prod"].stacks}


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
    """Its source is known by an ARN that the first region has said there (D-HY-39)."""
    replica = copied()

    assert "rds_key_arn" in repr(replica.kms_key_id)
    assert "shared_rds_source_arn" in repr(replica.replicate_source_db)


def copied() -> rds.Instance:
    """Return the replica."""
    stacks = {stack.path: stack for stack in made()["prod"].stacks}
    (replica,) = [o for o in stacks["prod-dr/rds"].resources() if isinstance(o, rds.Instance)]
    return replica


def test_the_switch_makes_the_replica_an_instance_of_its_own() -> None:
    """It copies nothing any more, and then leaves a last snapshot (D-HY-41)."""
    source, snapshot = copied().replicate_source_db, copied().skip_final_snapshot

    assert isinstance(source, Either)
    assert ("failed_over", False) == (source.switch.name, source.switch.value)
    assert ABSENT is source.on
    assert isinstance(snapshot, Either)
    assert (False, True) == (snapshot.on, snapshot.off)


def test_what_takes_over_asks_nothing_of_the_first_region() -> None:
    """That may be lost: no provider of it, no parameter there (D-HY-41)."""
    for stack in made()["prod"].own:
        if stack.environment == "prod-dr" and stack.name != "peering":
            assert ["ap-northeast-1"] == [one.region for one in stack.providers]


def test_the_masters_password_is_in_both_regions() -> None:
    """Copied under the key there, and a parameter there says what the copy is called."""
    stack = made()["prod"].stack("rds")
    (secret,) = [o for o in stack.resources() if isinstance(o, secretsmanager.Secret)]
    told = {name: node.provider for name, node, _ in produced(stack)}

    assert [("ap-northeast-1", True)] == [
        (one.region, "prod_dr_secrets_manager_key_arn" in repr(one.kms_key_id))
        for one in secret.replica
    ]
    for name in ("master-secret-arn", "source-arn"):
        assert "ap_northeast_1" == told[f"/shared/rds/prod-dr/{name}"]


def test_a_replica_that_lags_behind_is_an_alarm() -> None:
    """After as many minutes as may be lost, and when nothing is copied (HY-DR-01)."""
    text = TEXT.replace("cidr: 10.1.0.0/16}", "cidr: 10.1.0.0/16, rpo: 5}")
    stacks = {stack.path: stack for stack in made(text)["prod"].stacks}
    found = {
        one.terraform_label: (one.comparison_operator, one.threshold)
        for one in stacks["prod-dr/monitoring"].resources()
        if isinstance(one, cloudwatch.MetricAlarm) and one.metric_name == "ReplicaLag"
    }

    assert {
        "db_mysql_behind": ("GreaterThanThreshold", 300),
        "db_mysql_stopped": ("LessThanThreshold", 0),
    } == found


def test_tasks_of_either_region_reach_the_database_of_the_other() -> None:
    """What the peering is for: an application without `dr` follows its database (D-HY-43)."""
    stacks = {stack.path: stack for stack in made()["prod"].stacks}
    found = {
        (node.provider, node.object.cidr_ipv4, node.object.from_port)
        for node in stacks["prod-dr/peering"].nodes
        if isinstance(node.object, ec2.IngressRule)
    }
    here, there = (
        {str(o.cidr_block) for o in stacks[f"{name}/network"].resources() if _runs_tasks(o)}
        for name in ("prod", "prod-dr")
    )

    assert {(None, one, 3306) for one in there} | {
        ("ap_northeast_1", one, 3306) for one in here
    } == found


def _runs_tasks(thing: object) -> TypeGuard[ec2.Subnet]:
    return isinstance(thing, ec2.Subnet) and thing.terraform_label == "app"


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
