"""Environments, tags, names."""

from __future__ import annotations

from collections import Counter

from tests.ledger.assertions import holds, holds_across
from tests.ledger.hospital_erp import PROJECT, named
from tests.ledger.plan import Plan, Plans, Resource

NAMES = {
    "aws_cloudwatch_metric_alarm": "alarm_name",
    "aws_db_instance": "identifier",
    "aws_ecs_task_definition": "family",
    "aws_elasticache_replication_group": "replication_group_id",
    "aws_elasticache_user": "user_id",
    "aws_elasticache_user_group": "user_group_id",
    "aws_s3_bucket": "bucket",
    "aws_xray_group": "group_name",
}
"""What a type calls its name, where that is not `name`."""
NAMED_BY_AWS = {"aws_default_security_group"}
INSIDE_ANOTHER = {"aws_iam_role_policy", "aws_route53_record", "aws_route53_zone"}
"""Types whose names are within a role or a domain, not within the account."""


@holds_across("ERP-GOV-01")
def environments(plans: Plans) -> None:
    """The source's two on AWS, and a third for development; nothing is in two of them."""
    assert {"staging", "production"} < set(plans.environments)
    owned = [_ids(plan) for plan in plans.values()]
    assert sum(len(ids) for ids in owned) == len(set().union(*owned))
    networks = {plan.only("aws_vpc")["id"] for plan in plans.platforms()}
    assert len(networks) == len(plans.environments)


@holds_across("ERP-GOV-02")
def tags(plans: Plans) -> None:
    """Whatever can bear tags does."""
    for plan in plans.values():
        tagged = [one for one in plan.resources if "tags_all" in one]
        assert len(tagged) > 10
        for one in tagged:
            assert one.tags.get("Name"), one
            assert one.tags.get("Environment") == plan.environment, one
            assert one.tags.get("Project") == PROJECT, one


@holds("ERP-GOV-02")
def subnets_have_a_type(plan: Plan) -> None:
    """Public or Private, as the source has it."""
    assert {one.tags["Type"] for one in plan.all("aws_subnet", "public")} == {"Public"}
    others = {one.tags["Type"] for one in plan.all("aws_subnet") if one.label != "public"}
    assert others == {"Private"}


@holds("ERP-GOV-02")
def tasks_have_tags(plan: Plan) -> None:
    """Tasks take over the tags of their service, so that the bill knows them."""
    assert plan.only("aws_ecs_service")["propagate_tags"] == "SERVICE"


@holds_across("ERP-GOV-03")
def names_begin_alike(plans: Plans) -> None:
    """With project and environment; what all share has the project alone (D-ERP-27)."""
    for plan in plans.values():
        beginning = PROJECT if plan is plans.shared else named(plan)
        found = _names(plan)
        assert len(found) > 3
        for resource, name in found:
            assert beginning in name, f"{resource} is called {name}"


@holds_across("ERP-GOV-03")
def names_are_unique(plans: Plans) -> None:
    """All environments fit into one account (D-ERP-27)."""
    found = Counter(
        (resource.type, name) for plan in plans.values() for resource, name in _names(plan)
    )
    assert found
    assert [name for name, times in found.items() if times > 1] == []


def _names(plan: Plan) -> list[tuple[Resource, str]]:
    return [
        (one, name)
        for one in plan.resources
        if one.type not in NAMED_BY_AWS | INSIDE_ANOTHER
        and (name := one.get(NAMES.get(one.type, "name")))
    ]


def _ids(plan: Plan) -> set[str]:
    """Return what the plan owns, by type and id."""
    return {f"{one.type} {one['id']}" for one in plan.resources if one.get("id")}
