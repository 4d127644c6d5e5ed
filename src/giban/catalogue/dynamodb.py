"""Tables (Amazon DynamoDB)."""

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


class Attribute(Block):
    """`attribute`."""

    name: Str = required()
    type: Str = required()


class KeySchema(Block):
    """`global_secondary_index.key_schema`."""

    attribute_name: Str = required()
    key_type: Str = required()


class OnDemandThroughput(Block):
    """`global_secondary_index.on_demand_throughput`."""

    max_read_request_units: Num = optional(computed=True, suppressed=True)
    max_write_request_units: Num = optional(computed=True, suppressed=True)


class WarmThroughput(Block):
    """`global_secondary_index.warm_throughput`."""

    read_units_per_second: Num = optional(computed=True, check=Check(range=(12000, None)))
    write_units_per_second: Num = optional(computed=True, check=Check(range=(4000, None)))


class GlobalSecondaryIndex(Block):
    """`global_secondary_index`."""

    name: Str = required()
    projection_type: Str = required()
    hash_key: Str = optional(computed=True)
    non_key_attributes: StrSet = optional()
    range_key: Str = optional()
    read_capacity: Num = optional(computed=True)
    write_capacity: Num = optional(computed=True)
    key_schema: tuple[KeySchema, ...] = blocks(computed=True)
    on_demand_throughput: OnDemandThroughput | None = blocks(max=1)
    warm_throughput: WarmThroughput | None = blocks(max=1, computed=True)


class GlobalTableWitness(Block):
    """`global_table_witness`."""

    region_name: Str = optional(computed=True)


class Csv(Block):
    """`import_table.input_format_options.csv`."""

    delimiter: Str = optional()
    header_list: StrSet = optional()


class InputFormatOptions(Block):
    """`import_table.input_format_options`."""

    csv: Csv | None = blocks(max=1)


class S3BucketSource(Block):
    """`import_table.s3_bucket_source`."""

    bucket: Str = required()
    bucket_owner: Str = optional()
    key_prefix: Str = optional()


class ImportTable(Block):
    """`import_table`."""

    input_format: Str = required()
    input_compression_type: Str = optional()
    input_format_options: InputFormatOptions | None = blocks(max=1)
    s3_bucket_source: S3BucketSource | None = blocks(min=1, max=1, new=True)


class LocalSecondaryIndex(Block):
    """`local_secondary_index`."""

    name: Str = required(new=True)
    projection_type: Str = required(new=True)
    range_key: Str = required(new=True)
    non_key_attributes: StrList = optional(new=True)


class PointInTimeRecovery(Block):
    """`point_in_time_recovery`."""

    enabled: Bool = required()
    recovery_period_in_days: Num = optional(
        computed=True, suppressed=True, check=Check(range=(1, 35))
    )


class Replica(Block):
    """`replica`."""

    region_name: Str = required()
    consistency_mode: Str = optional(default="EVENTUAL")
    deletion_protection_enabled: Bool = optional(computed=True)
    kms_key_arn: Str = optional(computed=True, check=Check(format="arn"))
    point_in_time_recovery: Bool = optional(default=False)
    propagate_tags: Bool = optional(default=False)
    arn: Str = computed()
    stream_arn: Str = computed()
    stream_label: Str = computed()


class ServerSideEncryption(Block):
    """`server_side_encryption`."""

    enabled: Bool = required()
    kms_key_arn: Str = optional(computed=True, check=Check(format="arn"))


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class Ttl(Block):
    """`ttl`."""

    attribute_name: Str = optional(suppressed=True)
    enabled: Bool = optional(default=False)


class Table(Resource, type="aws_dynamodb_table", stateful=True):
    """A table; here, the lock of an old state backend."""

    name: Str = required(new=True)
    billing_mode: Str = optional(default="PROVISIONED")
    deletion_protection_enabled: Bool = optional()
    hash_key: Str = optional(computed=True, new=True)
    id: Str = optional(computed=True)
    range_key: Str = optional(new=True)
    read_capacity: Num = optional(
        computed=True, check=Check(conflicts_with=("on_demand_throughput",))
    )
    region: Str = optional(computed=True)
    restore_backup_arn: Str = optional(
        check=Check(
            format="arn",
            conflicts_with=("import_table", "restore_source_name", "restore_source_table_arn"),
        )
    )
    restore_date_time: Str = optional(new=True)
    restore_source_name: Str = optional(
        check=Check(
            conflicts_with=("import_table", "restore_backup_arn", "restore_source_table_arn")
        )
    )
    restore_source_table_arn: Str = optional(
        check=Check(
            format="arn",
            conflicts_with=("import_table", "restore_backup_arn", "restore_source_name"),
        )
    )
    restore_to_latest_time: Bool = optional(new=True)
    stream_enabled: Bool = optional()
    stream_view_type: Str = optional(computed=True)
    table_class: Str = optional(default="STANDARD", suppressed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    write_capacity: Num = optional(
        computed=True, check=Check(conflicts_with=("on_demand_throughput",))
    )
    arn: Str = computed()
    stream_arn: Str = computed()
    stream_label: Str = computed()
    attribute: tuple[Attribute, ...] = blocks("set", computed=True)
    global_secondary_index: tuple[GlobalSecondaryIndex, ...] = blocks("set", computed=True)
    global_table_witness: GlobalTableWitness | None = blocks(max=1, computed=True)
    import_table: ImportTable | None = blocks(
        max=1,
        check=Check(
            conflicts_with=("restore_backup_arn", "restore_source_name", "restore_source_table_arn")
        ),
    )
    local_secondary_index: tuple[LocalSecondaryIndex, ...] = blocks("set", new=True)
    on_demand_throughput: OnDemandThroughput | None = blocks(max=1)
    point_in_time_recovery: PointInTimeRecovery | None = blocks(max=1, computed=True)
    replica: tuple[Replica, ...] = blocks("set")
    server_side_encryption: ServerSideEncryption | None = blocks(max=1, computed=True)
    timeouts: Timeouts | None = blocks("single")
    ttl: Ttl | None = blocks(max=1, computed=True, suppressed=True)
    warm_throughput: WarmThroughput | None = blocks(max=1, computed=True)
