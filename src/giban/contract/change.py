"""What a changed parameter does to those who read it (ledger HY-SSM-21, defect D-HY-46)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from giban.blueprint import Block, Field, Stack, fields
from giban.contract.agreement import Party
from giban.contract.crossing import consumed
from giban.values import references


class Effect(Struct, frozen=True):
    """One argument that a parameter decides; `replaced` if its object would be made anew."""

    project: str
    root: str
    address: str
    argument: str
    replaced: bool


def affected(parties: Sequence[Party], name: str) -> tuple[Effect, ...]:
    """Return what a change of a parameter changes directly, in every root that reads it."""
    seen: dict[Effect, None] = {}
    for party in parties:
        for stack in party.blueprint.stacks:
            for effect in _in_stack(party.blueprint.project, stack, name):
                seen[effect] = None
    return tuple(seen)


def _in_stack(project: str, stack: Stack, name: str) -> Iterator[Effect]:
    sources = {read.terraform_address for known, _, read in consumed(stack) if known == name}
    if not sources:
        return
    for resource in stack.resources():
        for path, field, value in _arguments(resource):
            if any(ref.address in sources for ref in references(value)):
                address = str(resource.terraform_address)
                yield Effect(project, stack.path, address, path, field.new)


def _arguments(block: Block, path: str = "") -> Iterator[tuple[str, Field, Any]]:
    """Yield every argument of a block and of those inside it."""
    declared = fields(type(block))
    for name, value in block.given().items():
        field = declared[name]
        here = f"{path}{field.name}"
        if field.nesting is None:
            yield here, field, value
            continue
        for inner in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(inner, Block):
                yield from _arguments(inner, f"{here}.")
