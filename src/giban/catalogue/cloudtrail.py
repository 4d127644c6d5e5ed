"""The record of what was done in an account (AWS CloudTrail)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Str,
    StrList,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class FieldSelector(Block):
    """`advanced_event_selector.field_selector`."""

    field: Str = required()
    ends_with: StrList = optional()
    equals: StrList = optional()
    not_ends_with: StrList = optional()
    not_equals: StrList = optional()
    not_starts_with: StrList = optional()
    starts_with: StrList = optional()


class AdvancedEventSelector(Block):
    """`advanced_event_selector`."""

    name: Str = optional(check=Check(length=(0, 1000)))
    field_selector: tuple[FieldSelector, ...] = blocks("set", min=1)


class DataResource(Block):
    """`event_selector.data_resource`."""

    type: Str = required()
    values: StrList = required()


class EventSelector(Block):
    """`event_selector`."""

    exclude_management_event_sources: StrSet = optional()
    include_management_events: Bool = optional(default=True)
    read_write_type: Str = optional(default="All")
    data_resource: tuple[DataResource, ...] = blocks()


class InsightSelector(Block):
    """`insight_selector`."""

    insight_type: Str = required()


class Trail(Resource, type="aws_cloudtrail"):
    """Who did what, written to a bucket."""

    name: Str = required(new=True, check=Check(length=(3, 128)))
    s3_bucket_name: Str = required()
    cloud_watch_logs_group_arn: Str = optional(check=Check(format="arn"))
    cloud_watch_logs_role_arn: Str = optional(check=Check(format="arn"))
    enable_log_file_validation: Bool = optional(default=False)
    enable_logging: Bool = optional(default=True)
    id: Str = optional(computed=True)
    include_global_service_events: Bool = optional(default=True)
    is_multi_region_trail: Bool = optional(default=False)
    is_organization_trail: Bool = optional(default=False)
    kms_key_id: Str = optional(check=Check(format="arn"))
    region: Str = optional(computed=True)
    s3_key_prefix: Str = optional(check=Check(length=(0, 2000)))
    sns_topic_name: Str = optional()
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    home_region: Str = computed()
    sns_topic_arn: Str = computed()
    advanced_event_selector: tuple[AdvancedEventSelector, ...] = blocks(
        check=Check(conflicts_with=("event_selector",))
    )
    event_selector: tuple[EventSelector, ...] = blocks(
        max=5, check=Check(conflicts_with=("advanced_event_selector",))
    )
    insight_selector: tuple[InsightSelector, ...] = blocks("set")
