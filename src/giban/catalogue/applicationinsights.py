"""Monitoring of applications (CloudWatch Application Insights)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Bool,
    Check,
    Str,
    StrMap,
    computed,
    optional,
    required,
)


class Application(Resource, type="aws_applicationinsights_application"):
    """A resource group whose parts are watched."""

    resource_group_name: Str = required(new=True)
    auto_config_enabled: Bool = optional()
    auto_create: Bool = optional(new=True)
    cwe_monitor_enabled: Bool = optional()
    grouping_type: Str = optional(new=True)
    id: Str = optional(computed=True)
    ops_center_enabled: Bool = optional()
    ops_item_sns_topic_arn: Str = optional(check=Check(format="arn"))
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
