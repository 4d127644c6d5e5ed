"""Relational databases (Amazon RDS)."""

from typing import Annotated

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    As,
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
from giban.values import Expr

ListenerEndpointValue = Annotated[
    Expr,
    As(["list", ["object", {"address": "string", "hosted_zone_id": "string", "port": "number"}]]),
]
MasterUserSecretValue = Annotated[
    Expr,
    As(
        [
            "list",
            ["object", {"kms_key_id": "string", "secret_arn": "string", "secret_status": "string"}],
        ]
    ),
]


class BlueGreenUpdate(Block):
    """`blue_green_update`."""

    enabled: Bool = optional()


class RestoreToPointInTime(Block):
    """`restore_to_point_in_time`."""

    restore_time: Str = optional(
        check=Check(conflicts_with=("restore_to_point_in_time.0.use_latest_restorable_time",))
    )
    source_db_instance_automated_backups_arn: Str = optional()
    source_db_instance_identifier: Str = optional()
    source_dbi_resource_id: Str = optional()
    use_latest_restorable_time: Bool = optional(
        check=Check(conflicts_with=("restore_to_point_in_time.0.restore_time",))
    )


class S3Import(Block):
    """`s3_import`."""

    bucket_name: Str = required(new=True)
    ingestion_role: Str = required(new=True)
    source_engine: Str = required(new=True)
    source_engine_version: Str = required(new=True)
    bucket_prefix: Str = optional(new=True)


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class Instance(Resource, type="aws_db_instance", stateful=True):
    """A database instance."""

    instance_class: Str = required()
    allocated_storage: Num = optional(computed=True, suppressed=True)
    allow_major_version_upgrade: Bool = optional()
    apply_immediately: Bool = optional(default=False)
    auto_minor_version_upgrade: Bool = optional(default=True)
    availability_zone: Str = optional(computed=True, new=True)
    backup_retention_period: Num = optional(computed=True, check=Check(range=(0, 35)))
    backup_target: Str = optional(
        computed=True, new=True, check=Check(conflicts_with=("s3_import",))
    )
    backup_window: Str = optional(computed=True)
    ca_cert_identifier: Str = optional(computed=True)
    character_set_name: Str = optional(
        computed=True,
        new=True,
        check=Check(
            conflicts_with=(
                "replicate_source_db",
                "s3_import",
                "restore_to_point_in_time",
                "snapshot_identifier",
            )
        ),
    )
    copy_tags_to_snapshot: Bool = optional(default=False)
    custom_iam_instance_profile: Str = optional(new=True)
    customer_owned_ip_enabled: Bool = optional()
    database_insights_mode: Str = optional(computed=True)
    db_name: Str = optional(
        computed=True, new=True, check=Check(conflicts_with=("replicate_source_db",))
    )
    db_subnet_group_name: Str = optional(computed=True)
    dedicated_log_volume: Bool = optional(default=False)
    delete_automated_backups: Bool = optional(default=True)
    deletion_protection: Bool = optional()
    domain: Str = optional(
        check=Check(
            conflicts_with=("domain_fqdn", "domain_ou", "domain_auth_secret_arn", "domain_dns_ips")
        )
    )
    domain_auth_secret_arn: Str = optional(
        check=Check(format="arn", conflicts_with=("domain", "domain_iam_role_name"))
    )
    domain_dns_ips: StrList = optional(
        check=Check(conflicts_with=("domain", "domain_iam_role_name"))
    )
    domain_fqdn: Str = optional(
        computed=True, check=Check(conflicts_with=("domain", "domain_iam_role_name"))
    )
    domain_iam_role_name: Str = optional(
        check=Check(
            conflicts_with=("domain_fqdn", "domain_ou", "domain_auth_secret_arn", "domain_dns_ips")
        )
    )
    domain_ou: Str = optional(check=Check(conflicts_with=("domain", "domain_iam_role_name")))
    enabled_cloudwatch_logs_exports: StrSet = optional()
    engine: Str = optional(computed=True, new=True)
    engine_lifecycle_support: Str = optional(computed=True)
    engine_version: Str = optional(computed=True)
    final_snapshot_identifier: Str = optional()
    iam_database_authentication_enabled: Bool = optional()
    id: Str = optional(computed=True)
    identifier: Str = optional(computed=True, check=Check(conflicts_with=("identifier_prefix",)))
    identifier_prefix: Str = optional(computed=True, check=Check(conflicts_with=("identifier",)))
    iops: Num = optional(computed=True)
    kms_key_id: Str = optional(computed=True, new=True, check=Check(format="arn"))
    license_model: Str = optional(computed=True)
    maintenance_window: Str = optional(computed=True)
    manage_master_user_password: Bool = optional(
        check=Check(conflicts_with=("password", "password_wo"))
    )
    master_user_secret_kms_key_id: Str = optional(computed=True)
    max_allocated_storage: Num = optional(suppressed=True)
    monitoring_interval: Num = optional(default=0, check=Check(one_of=(0, 1, 5, 10, 15, 30, 60)))
    monitoring_role_arn: Str = optional(computed=True, check=Check(format="arn"))
    multi_az: Bool = optional(computed=True)
    nchar_character_set_name: Str = optional(computed=True, new=True)
    network_type: Str = optional(computed=True)
    option_group_name: Str = optional(computed=True)
    parameter_group_name: Str = optional(computed=True)
    password: Str = optional(
        sensitive=True, check=Check(conflicts_with=("manage_master_user_password", "password_wo"))
    )
    password_wo: Str = optional(
        sensitive=True,
        write_only=True,
        check=Check(
            conflicts_with=("manage_master_user_password", "password"),
            required_with=("password_wo_version",),
        ),
    )
    password_wo_version: Num = optional(check=Check(required_with=("password_wo",)))
    performance_insights_enabled: Bool = optional(default=False)
    performance_insights_kms_key_id: Str = optional(computed=True, check=Check(format="arn"))
    performance_insights_retention_period: Num = optional(computed=True)
    port: Num = optional(computed=True)
    publicly_accessible: Bool = optional(default=False)
    region: Str = optional(computed=True)
    replica_mode: Str = optional(computed=True)
    replicate_source_db: Str = optional(suppressed=True)
    skip_final_snapshot: Bool = optional(default=False)
    snapshot_identifier: Str = optional(computed=True, new=True)
    storage_encrypted: Bool = optional(new=True)
    storage_throughput: Num = optional(computed=True)
    storage_type: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    timezone: Str = optional(computed=True, new=True, check=Check(conflicts_with=("s3_import",)))
    upgrade_storage_config: Bool = optional()
    username: Str = optional(
        computed=True, new=True, check=Check(conflicts_with=("replicate_source_db",))
    )
    vpc_security_group_ids: StrSet = optional(computed=True)
    address: Str = computed()
    arn: Str = computed()
    endpoint: Str = computed()
    engine_version_actual: Str = computed()
    hosted_zone_id: Str = computed()
    latest_restorable_time: Str = computed()
    listener_endpoint: ListenerEndpointValue = computed()
    master_user_secret: MasterUserSecretValue = computed()
    replicas: StrList = computed()
    resource_id: Str = computed()
    status: Str = computed()
    upgrade_rollout_order: Str = computed()
    blue_green_update: BlueGreenUpdate | None = blocks(max=1)
    restore_to_point_in_time: RestoreToPointInTime | None = blocks(
        max=1,
        new=True,
        check=Check(conflicts_with=("s3_import", "snapshot_identifier", "replicate_source_db")),
    )
    s3_import: S3Import | None = blocks(
        max=1, check=Check(conflicts_with=("snapshot_identifier", "replicate_source_db"))
    )
    timeouts: Timeouts | None = blocks("single")


class SubnetGroup(Resource, type="aws_db_subnet_group"):
    """The subnets an instance may live in; at least two zones."""

    subnet_ids: StrSet = required()
    description: Str = optional(default="Managed by Terraform")
    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    supported_network_types: StrSet = computed()
    vpc_id: Str = computed()


class Parameter(Block):
    """`parameter`."""

    name: Str = required()
    value: Str = required()
    apply_method: Str = optional(default="immediate")


class ParameterGroup(Resource, type="aws_db_parameter_group"):
    """Engine parameters of instances."""

    family: Str = required(new=True)
    description: Str = optional(new=True, default="Managed by Terraform")
    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    skip_destroy: Bool = optional(default=False)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    parameter: tuple[Parameter, ...] = blocks("set")
