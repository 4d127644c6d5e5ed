"""The catalogue's declarations in the form planning walks them: attributes and blocks by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from giban.blueprint import Block, Field, fields
from giban.rehearse.codec import Values


class Shape(Struct, frozen=True):
    """What one block holds; names are Terraform's."""

    attributes: Mapping[str, Field]
    blocks: Mapping[str, Nested]

    def field(self, name: str) -> Field | None:
        """Return the field of an attribute or nested block."""
        nested = self.blocks.get(name)
        return nested.field if nested else self.attributes.get(name)


class Nested(Struct, frozen=True):
    """A nested block: how often it may stand there, and what it holds."""

    field: Field
    shape: Shape

    def empty(self) -> Any:
        """Return what stands for no block at all."""
        return None if self.field.nesting == "single" else []


_shapes: dict[type[Block], Shape] = {}


def shape(cls: type[Block]) -> Shape:
    """Return the shape of a catalogue class."""
    found = _shapes.get(cls)
    if found is None:
        found = _shapes[cls] = _shape(cls)
    return found


def _shape(cls: type[Block]) -> Shape:
    attributes = {}
    blocks = {}
    for field in fields(cls).values():
        if field.block is None:
            attributes[field.name] = field
        else:
            blocks[field.name] = Nested(field, shape(field.block))
    return Shape(attributes, blocks)


def elements(value: Any) -> list[Values]:
    """Return the elements of a nested block, whatever its nesting."""
    if value is None:
        return []
    return [value] if isinstance(value, dict) else list(value)


def complete(shape: Shape, values: Mapping[str, Any]) -> Values:
    """Return the values with every attribute and block of the shape present."""
    whole: Values = {name: values.get(name) for name in shape.attributes}
    for name, nested in shape.blocks.items():
        value = values.get(name)
        if isinstance(value, list):
            whole[name] = [complete(nested.shape, element) for element in value]
        elif isinstance(value, dict):
            whole[name] = complete(nested.shape, value)
        else:
            whole[name] = nested.empty() if value is None else value
    return whole
