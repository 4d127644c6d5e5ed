"""Connections to source code hosts (AWS CodeConnections)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Check,
    Str,
    StrMap,
    computed,
    optional,
    required,
)


class Connection(Resource, type="aws_codestarconnections_connection"):
    """A connection that somebody has to confirm in the console."""

    name: Str = required(new=True)
    host_arn: Str = optional(new=True, check=Check(format="arn", conflicts_with=("provider_type",)))
    id: Str = optional(computed=True)
    provider_type: Str = optional(
        computed=True, new=True, check=Check(conflicts_with=("host_arn",))
    )
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    connection_status: Str = computed()
