"""Who refers to whom in a stack: asked by every product, answered without searching.

Built once in time linear in the stack's size. A reference is found wherever it stands: in nested
blocks, texts, documents, and in what a plan says a value was or will be made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from giban.blueprint.resource import Object
from giban.blueprint.schema import Block
from giban.blueprint.stack import Node, Stack
from giban.values import Address, Ref, literal, references

O = TypeVar("O", bound=Object)  # noqa: E741 - the one type variable here

IDENTITIES = ("id", "arn", "name", "bucket", "key_id", "identifier", "url")
"""Attributes by whose value AWS knows an object, where a plan knows the value already."""


class Graph:
    """The objects of one stack by address, and the references between them."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.nodes: Mapping[Address, Node] = {
            node.object.terraform_address: node for node in stack.nodes
        }

    @cached_property
    def _uses(self) -> Mapping[Address, tuple[Address, ...]]:
        return {
            address: tuple(dict.fromkeys(ref.address for ref in all_references(node.object)))
            for address, node in self.nodes.items()
        }

    @cached_property
    def _users(self) -> Mapping[Address, tuple[Address, ...]]:
        found: dict[Address, list[Address]] = {}
        for address, used in self._uses.items():
            for target in used:
                found.setdefault(target, []).append(address)
        return {address: tuple(users) for address, users in found.items()}

    @cached_property
    def _identities(self) -> Mapping[str, tuple[Object, ...]]:
        found: dict[str, dict[Address, Object]] = {}
        for address, node in self.nodes.items():
            given = node.object.given()
            for name in IDENTITIES:
                value = literal(given.get(name))
                if isinstance(value, str):
                    found.setdefault(value, {})[address] = node.object
        return {value: tuple(objects.values()) for value, objects in found.items()}

    def node(self, address: Address) -> Node | None:
        """Return the node of an address, or None if another root or nobody holds it."""
        return self.nodes.get(address)

    def all(self, cls: type[O]) -> Iterator[O]:
        """Yield the objects of a class in the order of the stack."""
        for node in self.nodes.values():
            if isinstance(node.object, cls):
                yield node.object

    def uses(self, thing: Object) -> tuple[Address, ...]:
        """Return the addresses an object refers to, each once, in the order written."""
        return self._uses.get(thing.terraform_address, ())

    def users(self, thing: Object, cls: type[O]) -> Iterator[O]:
        """Yield the objects of a class that refer to one, in the order of the stack."""
        for address in self._users.get(thing.terraform_address, ()):
            user = self.nodes[address].object
            if isinstance(user, cls):
                yield user

    def targets(self, value: Any, cls: type[O]) -> tuple[O, ...]:
        """Return the objects of a class that a value stands for, each once.

        By its references; where it has none, by the id, ARN or name that it is.
        """
        refs = list(references(value))
        found: Iterable[Object]
        if refs:
            found = (self.nodes[ref.address].object for ref in refs if ref.address in self.nodes)
        else:
            found = self._by_identity(value)
        once = {thing.terraform_address: thing for thing in found}
        return tuple(thing for thing in once.values() if isinstance(thing, cls))

    def target(self, value: Any, cls: type[O]) -> O | None:
        """Return the one object of a class that a value stands for; None if none or several."""
        found = self.targets(value, cls)
        return found[0] if len(found) == 1 else None

    def _by_identity(self, value: Any) -> Iterator[Object]:
        plain = literal(value)
        for one in plain if isinstance(plain, (list, tuple)) else [plain]:
            if isinstance(one, str):
                yield from self._identities.get(one, ())


def all_references(block: Block) -> Iterator[Ref]:
    """Yield every reference in a block and in the blocks inside it."""
    for value in block.given().values():
        if isinstance(value, Block):
            yield from all_references(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Block):
            for inner in value:
                yield from all_references(inner)
        else:
            yield from references(value)
