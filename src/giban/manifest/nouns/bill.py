"""`usage:` and `costs:` - what the bill rests on that no platform can know."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, Tag

from giban.manifest.part import BY_SHAPE, Part, expands, key

KeyPath = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$")]
Amount = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Figures(Part):
    """Figures of use; without one of them the profile's holds."""

    noun: ClassVar[str] = "figures of use"
    internet_gb: Amount | None = key(
        "GB a month to the internet, for each load balancer or public instance.",
        200,
    )
    requests: Amount | None = key(
        "Requests a month to each load balancer that a web firewall stands before.",
        10_000_000,
    )
    lcus: Amount | None = key(
        "Load balancer capacity units on average, for each load balancer: 1 is 25 new "
        "connections a second, 3,000 open ones, 1 GB an hour or 1,000 rules a second.",
        1,
    )
    cross_zone_gb: Amount | None = key(
        "GB a month between zones, for each network; charged in both directions.",
        50,
    )
    nat_gb: Amount | None = key(
        "GB a month through all NAT gateways of a network.",
        50,
    )
    endpoint_gb: Amount | None = key(
        "GB a month through each interface endpoint.",
        10,
    )
    peering_gb: Amount | None = key(
        "GB a month in each direction of a peering connection.",
        10,
    )
    cdn_gb: Amount | None = key(
        "GB a month from each distribution to viewers.",
        100,
    )
    cdn_requests: Amount | None = key(
        "HTTPS requests a month to each distribution.",
        1_000_000,
    )
    scaled_out: Share | None = key(
        "How far services and groups are scaled out on average: 0 is the fewest, 1 the most.",
        0,
    )
    job_minutes: Amount | None = key("Minutes that a run of each job takes.", 10)
    builds: Amount | None = key(
        "Builds a month of each pipeline and each build project.",
        60,
    )
    build_minutes: Amount | None = key(
        "Minutes a build takes.",
        5,
    )
    images_gb: Amount | None = key(
        "GB of images in each repository.",
        5,
    )
    logs_gb: Amount | None = key(
        "GB a month that each service, job or group of instances logs.",
        10,
    )
    database_logs_gb: Amount | None = key(
        "GB a month that each database exports to CloudWatch.",
        2,
    )
    cache_logs_gb: Amount | None = key(
        "GB a month that each cache delivers to CloudWatch: commands of 10 ms and more, and what "
        "its engine reports.",
        0.1,
    )
    flow_logs_gb: Amount | None = key(
        "GB a month of flow logs, for each network.",
        10,
    )
    waf_logs_gb: Amount | None = key(
        "GB a month of web firewall logs, for each web ACL.",
        2,
    )
    log_compression: Share | None = key(
        "Stored size of a GB of logs; what CloudWatch's own examples reckon with.",
        0.15,
    )
    custom_metrics: Amount | None = key(
        "Metrics a month that the application itself publishes, for each cluster.",
        10,
    )
    insights_metrics: Amount | None = key(
        "Metrics of Container Insights for each service: 11 of the service, 6 of its task "
        "family; a cluster has 8 more.",
        17,
    )
    monitoring_gb: Amount | None = key(
        "GB a month of Enhanced Monitoring for each database measured every minute; every "
        "second is sixty times that.",
        0.1,
    )
    traces: Amount | None = key(
        "Traces a month of each traced service.",
        500_000,
    )
    stored_gb: Amount | None = key(
        "GB in each bucket.",
        50,
    )
    put_requests: Amount | None = key(
        "Objects written a month, for each bucket.",
        50_000,
    )
    get_requests: Amount | None = key(
        "Objects read a month, for each bucket.",
        500_000,
    )
    replicated_gb: Amount | None = key(
        "GB a month copied by each replication rule.",
        10,
    )
    database_backup_gb: Amount | None = key(
        "GB of backups beyond the size of each database, which is free.",
        0,
    )
    cache_backup_gb: Amount | None = key(
        "GB of snapshots of each cache beyond the one that is free.",
        1,
    )
    backup_gb: Amount | None = key(
        "GB in each backup vault.",
        50,
    )
    table_gb: Amount | None = key(
        "GB in each DynamoDB table.",
        1,
    )
    table_reads: Amount | None = key(
        "Reads a month of each DynamoDB table.",
        1_000_000,
    )
    table_writes: Amount | None = key(
        "Writes a month to each DynamoDB table.",
        500_000,
    )
    secret_reads: Amount | None = key(
        "Reads a month of each secret.",
        5000,
    )
    key_requests: Amount | None = key(
        "Requests a month to each KMS key.",
        50_000,
    )
    dns_queries: Amount | None = key(
        "Queries a month to each hosted zone that are not for an AWS alias.",
        1_000_000,
    )
    notifications: Amount | None = key(
        "Messages a month to each topic.",
        200,
    )
    queue_requests: Amount | None = key(
        "Requests a month to each queue; an idle consumer with long polling makes 131,400.",
        2_000_000,
    )
    account_events: Amount | None = key(
        "Management events a month of the account, which GuardDuty reads.",
        1_000_000,
    )
    data_events: Amount | None = key(
        "Data events a month that a trail records, where it records them.",
        1_000_000,
    )


class Usage(Figures):
    """How much the system is used, where the platform itself does not say."""

    noun: ClassVar[str] = "`usage`"
    profile: Literal["small", "medium", "large"] | None = key(
        "Where every figure comes from that is not written; without it small, or medium when "
        "availability is high.",
        "medium",
    )
    free_allocations: bool | None = key(
        "Whether what an account has free every month (10 alarms, 100 GB to the internet) is this "
        "project's; without it yes.",
        False,
    )
    each: dict[KeyPath, Figures | None] | None = key(
        "Figures of one thing by its key path, or of all of a kind.",
        {"services.app": {"logs_gb": 20}, "buckets": {"stored_gb": 200}},
    )


class Cost(Part):
    """What somebody else than AWS asks for."""

    noun: ClassVar[str] = "a cost"
    monthly: Amount | None = key("US dollars a month; must be written.", 150)
    reduction: Annotated[float, Field(ge=0, le=100)] | None = key(
        "Percent of it that is saved, by caching answers for example; without it 0.", 40
    )
    note: str | None = key("What it is for; without it nothing is said.", "Code reviews")


CostEntry = Annotated[
    Annotated[float, Field(ge=0), Tag("=number")] | Annotated[Cost, Tag("=mapping")],
    BY_SHAPE,
    expands(Cost, "monthly"),
]
