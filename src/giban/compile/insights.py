"""What finds out by itself: Application Insights, and queries over logs (Amazon CloudWatch)."""

from __future__ import annotations

from collections.abc import Sequence

from giban.catalogue import applicationinsights, cloudwatch, resourcegroups
from giban.compile.draft import Draft
from giban.compile.names import label, named
from giban.system import System
from giban.values import Json

WATCHED = {
    "services": ("AWS::ECS::Service", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
    "databases": ("AWS::RDS::DBInstance",),
    "caches": ("AWS::ElastiCache::ReplicationGroup",),
    "queues": ("AWS::SQS::Queue",),
    "buckets": ("AWS::S3::Bucket",),
}
"""What Application Insights knows of what we make
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/appinsights-what-is.html).
"""


def application_insights(draft: Draft) -> None:
    """Group all that bears the system's tags, and have it watched.

    What others own is watched where it is made: a database of a foundation bears the tags of
    none of its tenants (defect D-HY-24).
    """
    system = draft.system
    if not system.alarms.application_insights:
        return
    part = draft.part("alarms.application_insights", "application-insights")
    group = part.add(
        resourcegroups.Group(
            "main",
            name=named(system, "resources"),
            description=f"What {system.project} {system.environment} is made of",
            resource_query=resourcegroups.ResourceQuery(query=_query(system)),
            tags={"Name": named(system, "resources")},
        )
    )
    part.add(
        applicationinsights.Application(
            "main",
            resource_group_name=group.ref.name,
            auto_config_enabled=True,
            auto_create=True,
            tags={"Name": named(system, "insights")},
        )
    )


def _query(system: System) -> Json:
    owner = next(key for key in ("Service", "Project") if key in system.tags)
    tags = {owner: system.tags[owner], "Environment": system.environment}
    made = {
        "services": system.services,
        "databases": system.databases,
        "caches": system.caches,
        "queues": system.queues,
        "buckets": system.buckets,
    }
    return Json(
        {
            "ResourceTypeFilters": [
                type for noun, types in WATCHED.items() if made[noun] for type in types
            ],
            "TagFilters": [{"Key": key, "Values": [value]} for key, value in tags.items()],
        }
    )


def queries(draft: Draft, groups: Sequence[cloudwatch.LogGroup]) -> None:
    """Keep the author's queries over the log groups of all services."""
    system = draft.system
    for name, text in system.queries.items():
        draft.part(f"queries.{name}", "cloudwatch-logs").add(
            cloudwatch.QueryDefinition(
                label(name),
                name=f"{named(system)}/{name}",
                query_string=text,
                log_group_names=[group.ref.name for group in groups],
            )
        )
