"""Environments, files, tags and names."""

from __future__ import annotations

from typing import Any

from tests.ledger.assertions import holds, holds_across
from tests.ledger.hybrid_fileflow import PROJECT, named
from tests.ledger.plan import Plan, Plans

FILES = {
    *("alarms", "application-insights", "autoscaling", "cache", "cloudwatch-logs", "data"),
    *("database", "dns", "ecs", "iam", "loadbalancer", "locals", "outputs", "provider"),
    *("queues", "security", "storage", "variables"),
}
TAGS = {
    "Service": PROJECT,
    "Owner": "platform-team",
    "CostCenter": "engineering",
    "Team": "platform-team",
    "DataClass": "sensitive",
    "ManagedBy": "Terraform",
    "Repository": "ryuqqq/fileflow",
}


@holds_across("HY-GOV-03")
def environments(plans: Plans) -> None:
    """A root of its own for each, which names everything after it (D-HY-09)."""
    platforms = {plan.environment: plan for plan in plans.platforms()}
    assert platforms.keys() == {"dev", "staging", "prod"}
    for plan in platforms.values():
        assert plan.only("aws_ecs_cluster")["name"] == named(plan, "cluster")


@holds("HY-GOV-04")
def files(plan: Plan) -> None:
    """A chapter each; values of an environment in terraform.tfvars."""
    assert plan.parts() >= FILES
    assert (plan.folder / "terraform.tfvars").is_file()


@holds("HY-GOV-06")
def tags(plan: Plan) -> None:
    """On every object that has tags at all."""
    tagged = [one for one in plan.resources if "tags_all" in one]
    assert len(tagged) > 50
    lifecycle = "critical" if plan.production else "non-critical"
    for one in tagged:
        assert one.tags["Environment"] == plan.environment, one
        assert one.tags["Lifecycle"] == lifecycle, one
        assert one.tags.keys() >= {*TAGS, "Name"}, one


@holds("HY-GOV-07")
def values(plan: Plan) -> None:
    """Those of the manifest."""
    found: dict[str, Any] = plan.only("aws_ecs_cluster").tags
    assert {name: found[name] for name in TAGS} == TAGS


@holds("HY-GOV-08")
def names(plan: Plan) -> None:
    """The document's pattern; a bucket's name ends in the account, for it is the world's."""
    assert plan.only("aws_s3_bucket", "storage")["bucket"].startswith(named(plan, "storage-"))
    assert plan.only("aws_security_group", "app")["name"] == named(plan, "app")
    assert plan.only("aws_elasticache_replication_group")["replication_group_id"] == named(
        plan, "redis"
    )
    command = plan.only("aws_ecs_task_definition", "provision").containers["provision"]["command"]
    assert f"DATABASE IF NOT EXISTS \\`{PROJECT}\\` " in command[0]
    assert f"'{PROJECT}_user'@'%'" in command[0]


@holds("HY-GOV-16")
def states(plan: Plan) -> None:
    """One project, one prefix, one role of its own for whoever deploys."""
    cluster = plan.only("aws_ecs_cluster")
    assert cluster.tags["Project"] == PROJECT
    families = {one["family"] for one in plan.all("aws_ecs_task_definition")}
    assert all(family.startswith(named(plan)) for family in families)
