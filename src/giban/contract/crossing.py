"""The parameters on both sides of a border, as a stack has them."""

from __future__ import annotations

from collections.abc import Iterator

from giban.blueprint import Node, Stack
from giban.catalogue import ssm


def produced(stack: Stack) -> Iterator[tuple[str, Node, ssm.Parameter]]:
    """Yield the parameters that a stack hands out, by their names."""
    for node in stack.nodes:
        thing = node.object
        if isinstance(thing, ssm.Parameter) and isinstance(thing.name, str):
            yield thing.name, node, thing


def consumed(stack: Stack) -> Iterator[tuple[str, Node, ssm.ParameterData]]:
    """Yield the parameters that a stack reads, by their names."""
    for node in stack.nodes:
        thing = node.object
        if isinstance(thing, ssm.ParameterData) and isinstance(thing.name, str):
            yield thing.name, node, thing
