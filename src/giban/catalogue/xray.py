"""Traces (AWS X-Ray)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrMap,
    blocks,
    computed,
    optional,
    required,
)


class InsightsConfiguration(Block):
    """`insights_configuration`."""

    insights_enabled: Bool = required()
    notifications_enabled: Bool = optional(computed=True)


class Group(Resource, type="aws_xray_group"):
    """Traces that share a filter."""

    filter_expression: Str = required()
    group_name: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    insights_configuration: InsightsConfiguration | None = blocks(max=1, computed=True)


class SamplingRule(Resource, type="aws_xray_sampling_rule"):
    """Which requests are traced."""

    fixed_rate: Num = required()
    host: Str = required(check=Check(length=(0, 64)))
    http_method: Str = required(check=Check(length=(0, 10)))
    priority: Num = required(check=Check(range=(1, 9999)))
    reservoir_size: Num = required(check=Check(range=(0, None)))
    resource_arn: Str = required()
    service_name: Str = required(check=Check(length=(0, 64)))
    service_type: Str = required(check=Check(length=(0, 64)))
    url_path: Str = required(check=Check(length=(0, 128)))
    version: Num = required(new=True, check=Check(range=(1, None)))
    attributes: StrMap = optional()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    rule_name: Str = optional(new=True, check=Check(length=(1, 32)))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
