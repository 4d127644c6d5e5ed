"""What no example wishes for works as well: rehearsed once, with a second plan that is empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from giban.rehearse.session import Session
from tests.official import needs_official
from tests.parity.compare import Planned, differences
from tests.rehearsed import Rehearsal, rehearsing

MANIFEST = Path(__file__).parents[1] / "fixtures/wishes/giban.yaml"
ROOT = "prod/platform"
pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("wishes")]


@pytest.fixture(scope="module")
def wishes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """Rehearse the manifest; its world stays up for every test here."""
    with rehearsing(MANIFEST, tmp_path_factory.mktemp("wishes"), judged=frozenset()) as done:
        yield done


def planned(wishes: Rehearsal, type: str) -> dict[str, Any]:
    """Return the values of everything of a type, by address."""
    found = Planned.read(wishes.stacks[ROOT].second).objects
    return {address: one for address, one in found.items() if address.startswith(f"{type}.")}


def test_second_plan_is_empty(wishes: Rehearsal) -> None:
    """Applying changes nothing that a plan would change back."""
    assert () == wishes.stacks[ROOT].empty.changes


def test_plan_equals_the_blueprint(wishes: Rehearsal) -> None:
    """Attribute by attribute."""
    found = wishes.stacks[ROOT]

    assert [] == list(differences(found.stack, Planned.read(found.second)))


def test_the_official_provider_plans_it_too(wishes: Rehearsal) -> None:
    """As `giban plan --provider official` asks it: everything is still to be made."""
    needs_official()
    mine, stack = wishes.session, wishes.stacks[ROOT].stack
    judge = Session(mine.workspace, mine.resident, mine.region, "official", mine.wanted, judge=True)

    plan = judge.plan(stack, lambda _event: None)

    assert {"create"} == plan.counts().keys()
    assert len(list(stack.resources())) == len(plan.changes)


def test_replicas_copy_the_database(wishes: Rehearsal) -> None:
    """One for each name, and the service knows where they are (CM-DB-05)."""
    made = planned(wishes, "aws_db_instance")
    source = made.pop("aws_db_instance.main")["identifier"]
    (task,) = planned(wishes, "aws_ecs_task_definition").values()

    assert {source} == {one["replicate_source_db"] for one in made.values()}
    assert {"wishes-prod-main-read", "wishes-prod-main-reports"} == {
        one["identifier"] for one in made.values()
    }
    assert "DATABASE_READ_HOST" in task["container_definitions"]
    assert "DATABASE_REPORTS_HOST" in task["container_definitions"]


def test_nobody_reaches_the_bastion(wishes: Rehearsal) -> None:
    """It reaches database and cache, and has no way in (CM-NET-09)."""
    group = planned(wishes, "aws_security_group")["aws_security_group.bastion"]["id"]
    into = planned(wishes, "aws_vpc_security_group_ingress_rule").values()
    out = planned(wishes, "aws_vpc_security_group_egress_rule").values()

    assert [] == [one for one in into if one["security_group_id"] == group]
    assert {443, 5432, 6379} == {
        one["from_port"] for one in out if one["security_group_id"] == group
    }


def test_the_web_acl_stands_before_the_cdn(wishes: Rehearsal) -> None:
    """Of CloudFront's scope and region, with its log beside it under a key of that region."""
    (acl,) = planned(wishes, "aws_wafv2_web_acl").values()
    (site,) = planned(wishes, "aws_cloudfront_distribution").values()
    (logs,) = planned(wishes, "aws_wafv2_web_acl_logging_configuration").values()
    group = planned(wishes, "aws_cloudwatch_log_group")["aws_cloudwatch_log_group.waf_edge"]

    assert ":us-east-1:" in acl["arn"]
    assert ":global/webacl/" in acl["arn"]
    assert acl["arn"] == site["web_acl_id"] == logs["resource_arn"]
    assert [group["arn"]] == logs["log_destination_configs"]
    assert ":us-east-1:" in group["kms_key_id"]


def test_a_second_copy_is_in_another_region(wishes: Rehearsal) -> None:
    """Kept for as long as it was asked for."""
    (plan,) = planned(wishes, "aws_backup_plan").values()
    (copy,) = plan["rule"][0]["copy_action"]

    assert ":ap-northeast-1:" in copy["destination_vault_arn"]
    assert 7 == copy["lifecycle"][0]["delete_after"]


def test_a_cluster_has_its_shards(wishes: Rehearsal) -> None:
    """Every node of every shard is watched by its own name (D-CM-10)."""
    (cache,) = planned(wishes, "aws_elasticache_replication_group").values()
    alarms = planned(wishes, "aws_cloudwatch_metric_alarm")

    assert (2, 1) == (cache["num_node_groups"], cache["replicas_per_node_group"])
    assert 4 == len([one for one in alarms if "cache_sessions_cpu_high" in one])
