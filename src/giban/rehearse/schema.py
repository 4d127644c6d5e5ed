"""The answer to GetProviderSchema, made from the catalogue once and kept as bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from giban.blueprint import Field, Object
from giban.catalogue.kinds import DATA_SOURCES, EPHEMERALS, RESOURCES
from giban.rehearse.protocol import pb
from giban.rehearse.provider_block import provider_shape
from giban.rehearse.shape import Nested, Shape, shape

NESTING = {"single": 1, "list": 2, "set": 3}


@cache
def provider_schema() -> bytes:
    """Return the serialised answer."""
    answer = pb.GetProviderSchema.Response(
        provider=_schema(provider_shape()),
        # An absent message here makes Terraform fail, so it is sent empty.
        provider_meta=pb.Schema(block=pb.Schema.Block()),
        resource_schemas=_schemas(RESOURCES),
        data_source_schemas=_schemas(DATA_SOURCES),
        ephemeral_resource_schemas=_schemas(EPHEMERALS),
        server_capabilities=capabilities(),
    )
    packed: bytes = answer.SerializeToString()
    return packed


def capabilities() -> Any:
    """Return what this provider can do beyond the minimum."""
    return pb.ServerCapabilities(get_provider_schema_optional=True)


def _schemas(classes: Iterable[type[Object]]) -> dict[str, Any]:
    return {cls.terraform_type: _schema(shape(cls)) for cls in classes}


def _schema(of: Shape) -> Any:
    return pb.Schema(version=0, block=_block(of))


def _block(of: Shape) -> Any:
    return pb.Schema.Block(
        attributes=[_attribute(field) for field in of.attributes.values()],
        block_types=[_nested(nested) for nested in of.blocks.values()],
    )


def _attribute(field: Field) -> Any:
    return pb.Schema.Attribute(
        name=field.name,
        type=json.dumps(field.kind).encode(),
        required=field.required,
        optional=field.optional,
        computed=field.computed,
        sensitive=field.sensitive,
        write_only=field.write_only,
    )


def _nested(nested: Nested) -> Any:
    field = nested.field
    return pb.Schema.NestedBlock(
        type_name=field.name,
        block=_block(nested.shape),
        nesting=NESTING[field.nesting or "list"],
        min_items=field.min if field.nesting != "single" else 0,
        max_items=field.max if field.nesting != "single" else 0,
    )
