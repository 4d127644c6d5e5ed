"""The frozen graph of typed AWS resources, made by `compile` and read by every product."""

from giban.blueprint.resource import DataSource, Ephemeral, Object, Resource
from giban.blueprint.schema import Block, Field, fields
from giban.blueprint.stack import (
    Blueprint,
    Lifecycle,
    Node,
    Origin,
    Output,
    Provider,
    Stack,
    State,
)

__all__ = [
    "Block",
    "Blueprint",
    "DataSource",
    "Ephemeral",
    "Field",
    "Lifecycle",
    "Node",
    "Object",
    "Origin",
    "Output",
    "Provider",
    "Resource",
    "Stack",
    "State",
    "fields",
]
