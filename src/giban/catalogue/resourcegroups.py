"""Groups of resources (AWS Resource Groups)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Str,
    StrList,
    StrMap,
    blocks,
    computed,
    optional,
    required,
)


class Parameters(Block):
    """`configuration.parameters`."""

    name: Str = required()
    values: StrList = required()


class Configuration(Block):
    """`configuration`."""

    type: Str = required()
    parameters: tuple[Parameters, ...] = blocks("set")


class ResourceQuery(Block):
    """`resource_query`."""

    query: Str = required()
    type: Str = optional(default="TAG_FILTERS_1_0")


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    update: Str = optional()


class Group(Resource, type="aws_resourcegroups_group"):
    """Resources that share tags or a stack."""

    name: Str = required(new=True)
    description: Str = optional()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    configuration: tuple[Configuration, ...] = blocks("set")
    resource_query: ResourceQuery | None = blocks(max=1)
    timeouts: Timeouts | None = blocks("single")
