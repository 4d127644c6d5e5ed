"""The frozen graph of typed AWS resources, made by `compile` and read by every product."""

from giban.blueprint.graph import Graph
from giban.blueprint.resource import DataSource, Ephemeral, Foreign, Object, Resource
from giban.blueprint.schema import Block, Field, fields
from giban.blueprint.stack import (
    BENEATH,
    SHARED,
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
    "BENEATH",
    "SHARED",
    "Block",
    "Blueprint",
    "DataSource",
    "Ephemeral",
    "Field",
    "Foreign",
    "Graph",
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
