"""Names (Amazon Route 53)."""

from giban.blueprint.resource import DataSource, Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrList,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class Vpc(Block):
    """`vpc`."""

    vpc_id: Str = required()
    vpc_region: Str = optional(computed=True)


class Zone(Resource, type="aws_route53_zone", stateful=True):
    """The authority over a domain."""

    name: Str = required(new=True, check=Check(length=(1, 1024)))
    comment: Str = optional(default="Managed by Terraform", check=Check(length=(0, 256)))
    delegation_set_id: Str = optional(
        new=True, check=Check(length=(0, 32), conflicts_with=("vpc",))
    )
    enable_accelerated_recovery: Bool = optional(computed=True)
    force_destroy: Bool = optional(default=False)
    id: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    name_servers: StrList = computed()
    primary_name_server: Str = computed()
    zone_id: Str = computed()
    timeouts: Timeouts | None = blocks("single")
    vpc: tuple[Vpc, ...] = blocks("set", check=Check(conflicts_with=("delegation_set_id",)))


class Alias(Block):
    """`alias`."""

    evaluate_target_health: Bool = required()
    name: Str = required(suppressed=True, check=Check(length=(1, 1024)))
    zone_id: Str = required(check=Check(length=(1, 32)))


class CidrRoutingPolicy(Block):
    """`cidr_routing_policy`."""

    collection_id: Str = required()
    location_name: Str = required()


class FailoverRoutingPolicy(Block):
    """`failover_routing_policy`."""

    type: Str = required()


class GeolocationRoutingPolicy(Block):
    """`geolocation_routing_policy`."""

    continent: Str = optional()
    country: Str = optional()
    subdivision: Str = optional()


class Coordinates(Block):
    """`geoproximity_routing_policy.coordinates`."""

    latitude: Str = required()
    longitude: Str = required()


class GeoproximityRoutingPolicy(Block):
    """`geoproximity_routing_policy`."""

    aws_region: Str = optional()
    bias: Num = optional(check=Check(range=(-99, 99)))
    local_zone_group: Str = optional()
    coordinates: tuple[Coordinates, ...] = blocks("set")


class LatencyRoutingPolicy(Block):
    """`latency_routing_policy`."""

    region: Str = required()


class WeightedRoutingPolicy(Block):
    """`weighted_routing_policy`."""

    weight: Num = required()


class Record(Resource, type="aws_route53_record"):
    """One name of a zone."""

    name: Str = required(new=True)
    type: Str = required(new=True)
    zone_id: Str = required(new=True)
    allow_overwrite: Bool = optional(computed=True)
    health_check_id: Str = optional()
    id: Str = optional(computed=True)
    multivalue_answer_routing_policy: Bool = optional(
        check=Check(
            conflicts_with=(
                "cidr_routing_policy",
                "failover_routing_policy",
                "geolocation_routing_policy",
                "geoproximity_routing_policy",
                "latency_routing_policy",
                "weighted_routing_policy",
            ),
            required_with=("set_identifier",),
        )
    )
    records: StrSet = optional(check=Check(exactly_one_of=("alias", "records")))
    set_identifier: Str = optional()
    ttl: Num = optional(check=Check(conflicts_with=("alias",), required_with=("records", "ttl")))
    fqdn: Str = computed()
    alias: Alias | None = blocks(
        max=1, check=Check(conflicts_with=("ttl",), exactly_one_of=("alias", "records"))
    )
    cidr_routing_policy: CidrRoutingPolicy | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "failover_routing_policy",
                "geolocation_routing_policy",
                "geoproximity_routing_policy",
                "latency_routing_policy",
                "multivalue_answer_routing_policy",
                "weighted_routing_policy",
            ),
            required_with=("set_identifier",),
        ),
    )
    failover_routing_policy: FailoverRoutingPolicy | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "cidr_routing_policy",
                "geolocation_routing_policy",
                "geoproximity_routing_policy",
                "latency_routing_policy",
                "multivalue_answer_routing_policy",
                "weighted_routing_policy",
            ),
            required_with=("set_identifier",),
        ),
    )
    geolocation_routing_policy: GeolocationRoutingPolicy | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "cidr_routing_policy",
                "failover_routing_policy",
                "geoproximity_routing_policy",
                "latency_routing_policy",
                "multivalue_answer_routing_policy",
                "weighted_routing_policy",
            ),
            required_with=("set_identifier",),
        ),
    )
    geoproximity_routing_policy: GeoproximityRoutingPolicy | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "cidr_routing_policy",
                "failover_routing_policy",
                "geolocation_routing_policy",
                "latency_routing_policy",
                "multivalue_answer_routing_policy",
                "weighted_routing_policy",
            ),
            required_with=("set_identifier",),
        ),
    )
    latency_routing_policy: LatencyRoutingPolicy | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "cidr_routing_policy",
                "failover_routing_policy",
                "geolocation_routing_policy",
                "geoproximity_routing_policy",
                "multivalue_answer_routing_policy",
                "weighted_routing_policy",
            ),
            required_with=("set_identifier",),
        ),
    )
    timeouts: Timeouts | None = blocks("single")
    weighted_routing_policy: WeightedRoutingPolicy | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "cidr_routing_policy",
                "failover_routing_policy",
                "geolocation_routing_policy",
                "geoproximity_routing_policy",
                "latency_routing_policy",
                "multivalue_answer_routing_policy",
            ),
            required_with=("set_identifier",),
        ),
    )


class ZoneData(DataSource, type="aws_route53_zone"):
    """A zone that another stack owns."""

    enable_accelerated_recovery: Bool = optional()
    id: Str = optional(computed=True)
    name: Str = optional(computed=True)
    private_zone: Bool = optional()
    tags: StrMap = optional(computed=True)
    vpc_id: Str = optional()
    zone_id: Str = optional(computed=True)
    arn: Str = computed()
    caller_reference: Str = computed()
    comment: Str = computed()
    linked_service_description: Str = computed()
    linked_service_principal: Str = computed()
    name_servers: StrList = computed()
    primary_name_server: Str = computed()
    resource_record_set_count: Num = computed()


class HealthCheck(Resource, type="aws_route53_health_check"):
    """What decides whether a record is answered with."""

    type: Str = required(new=True)
    child_health_threshold: Num = optional()
    child_healthchecks: StrSet = optional()
    cloudwatch_alarm_name: Str = optional()
    cloudwatch_alarm_region: Str = optional()
    disabled: Bool = optional(default=False)
    enable_sni: Bool = optional(computed=True)
    failure_threshold: Num = optional(computed=True, check=Check(range=(1, 10)))
    fqdn: Str = optional(check=Check(length=(0, 255)))
    id: Str = optional(computed=True)
    insufficient_data_health_status: Str = optional()
    invert_healthcheck: Bool = optional()
    ip_address: Str = optional(suppressed=True)
    measure_latency: Bool = optional(new=True, default=False)
    port: Num = optional()
    reference_name: Str = optional(new=True)
    regions: StrSet = optional(computed=True)
    request_interval: Num = optional(new=True, check=Check(one_of=(10, 30)))
    resource_path: Str = optional(check=Check(length=(0, 255)))
    routing_control_arn: Str = optional(new=True, check=Check(format="arn"))
    search_string: Str = optional(check=Check(length=(0, 255)))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    triggers: StrMap = optional(computed=True)
    arn: Str = computed()
