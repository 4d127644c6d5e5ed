"""Caches (Amazon ElastiCache)."""

from giban.blueprint.resource import Resource
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


class LogDeliveryConfiguration(Block):
    """`log_delivery_configuration`."""

    destination: Str = required()
    destination_type: Str = required()
    log_format: Str = required()
    log_type: Str = required()


class NodeGroupConfiguration(Block):
    """`node_group_configuration`."""

    node_group_id: Str = optional()
    primary_availability_zone: Str = optional(computed=True)
    primary_outpost_arn: Str = optional(computed=True, check=Check(format="arn"))
    replica_availability_zones: StrList = optional(computed=True)
    replica_count: Num = optional(check=Check(range=(0, None)))
    replica_outpost_arns: StrList = optional(computed=True)
    slots: Str = optional()


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class ReplicationGroup(Resource, type="aws_elasticache_replication_group", stateful=True):
    """A Redis or Valkey primary with its replicas."""

    description: Str = required()
    replication_group_id: Str = required(new=True)
    apply_immediately: Bool = optional(computed=True)
    at_rest_encryption_enabled: Str = optional(computed=True, new=True)
    auth_token: Str = optional(sensitive=True, check=Check(conflicts_with=("user_group_ids",)))
    auth_token_update_strategy: Str = optional()
    auto_minor_version_upgrade: Str = optional(computed=True)
    automatic_failover_enabled: Bool = optional(default=False)
    cluster_mode: Str = optional(computed=True)
    data_tiering_enabled: Bool = optional(computed=True, new=True)
    engine: Str = optional(computed=True)
    engine_version: Str = optional(computed=True)
    final_snapshot_identifier: Str = optional()
    global_replication_group_id: Str = optional(
        computed=True,
        new=True,
        check=Check(
            conflicts_with=(
                "num_node_groups",
                "parameter_group_name",
                "engine",
                "engine_version",
                "node_type",
                "security_group_names",
                "transit_encryption_enabled",
                "transit_encryption_mode",
                "at_rest_encryption_enabled",
                "snapshot_arns",
                "snapshot_name",
            )
        ),
    )
    id: Str = optional(computed=True)
    ip_discovery: Str = optional(computed=True)
    kms_key_id: Str = optional(new=True)
    maintenance_window: Str = optional(computed=True)
    multi_az_enabled: Bool = optional(default=False)
    network_type: Str = optional(computed=True, new=True)
    node_type: Str = optional(computed=True)
    notification_topic_arn: Str = optional(check=Check(format="arn"))
    num_cache_clusters: Num = optional(
        computed=True, check=Check(conflicts_with=("num_node_groups", "replicas_per_node_group"))
    )
    num_node_groups: Num = optional(
        computed=True,
        check=Check(conflicts_with=("num_cache_clusters", "global_replication_group_id")),
    )
    parameter_group_name: Str = optional(computed=True)
    port: Num = optional(new=True, suppressed=True)
    preferred_cache_cluster_azs: StrList = optional()
    region: Str = optional(computed=True)
    replicas_per_node_group: Num = optional(
        computed=True, check=Check(range=(0, None), conflicts_with=("num_cache_clusters",))
    )
    security_group_ids: StrSet = optional(computed=True)
    security_group_names: StrSet = optional(computed=True, new=True)
    snapshot_arns: StrSet = optional(new=True)
    snapshot_name: Str = optional(new=True)
    snapshot_retention_limit: Num = optional()
    snapshot_window: Str = optional(computed=True)
    subnet_group_name: Str = optional(computed=True, new=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    transit_encryption_enabled: Bool = optional(computed=True)
    transit_encryption_mode: Str = optional(computed=True)
    user_group_ids: StrSet = optional(check=Check(conflicts_with=("auth_token",)))
    arn: Str = computed()
    cluster_enabled: Bool = computed()
    configuration_endpoint_address: Str = computed()
    engine_version_actual: Str = computed()
    member_clusters: StrSet = computed()
    primary_endpoint_address: Str = computed()
    reader_endpoint_address: Str = computed()
    log_delivery_configuration: tuple[LogDeliveryConfiguration, ...] = blocks("set", max=2)
    node_group_configuration: tuple[NodeGroupConfiguration, ...] = blocks(
        "set", computed=True, check=Check(conflicts_with=("preferred_cache_cluster_azs",))
    )
    timeouts: Timeouts | None = blocks("single")


class SubnetGroup(Resource, type="aws_elasticache_subnet_group"):
    """The subnets a cache may live in."""

    name: Str = required(new=True)
    subnet_ids: StrSet = required()
    description: Str = optional(default="Managed by Terraform")
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    vpc_id: Str = computed()


class Parameter(Block):
    """`parameter`."""

    name: Str = required()
    value: Str = required()


class ParameterGroup(Resource, type="aws_elasticache_parameter_group"):
    """Engine parameters of caches."""

    family: Str = required(new=True)
    name: Str = required(new=True)
    description: Str = optional(new=True, default="Managed by Terraform")
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    parameter: tuple[Parameter, ...] = blocks("set")


class AuthenticationMode(Block):
    """`authentication_mode`."""

    type: Str = required()
    passwords: StrSet = optional(sensitive=True)
    password_count: Num = computed()


class UserTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    read: Str = optional()
    update: Str = optional()


class User(Resource, type="aws_elasticache_user"):
    """Someone who may log in, and what they may do."""

    access_string: Str = required()
    engine: Str = required(suppressed=True)
    user_id: Str = required(new=True)
    user_name: Str = required(new=True)
    id: Str = optional(computed=True)
    no_password_required: Bool = optional(default=False)
    passwords: StrSet = optional(sensitive=True)
    passwords_wo: Str = optional(
        sensitive=True,
        write_only=True,
        check=Check(
            length=(16, 128),
            conflicts_with=("passwords", "authentication_mode"),
            required_with=("passwords_wo_version",),
        ),
    )
    passwords_wo_version: Num = optional(check=Check(required_with=("passwords_wo",)))
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    authentication_mode: AuthenticationMode | None = blocks(max=1, computed=True)
    timeouts: UserTimeouts | None = blocks("single")


class UserGroup(Resource, type="aws_elasticache_user_group"):
    """The users a cache admits."""

    engine: Str = required(suppressed=True)
    user_group_id: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    user_ids: StrSet = optional()
    arn: Str = computed()
