"""A Blueprint made easy to ask: what is there, and what refers to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from giban.blueprint import Block, Blueprint, Node, Object, Stack
from giban.values import Address, Expr, Json, Known, Ref, literal, walk

IDENTITIES = ("id", "arn")
"""The attributes by which AWS knows an object, where a plan knows them already."""


class Thing(Struct, frozen=True, eq=False):
    """An object of one stack."""

    stack: Stack
    node: Node
    object: Object
    address: Address
    type: str
    id: str

    @classmethod
    def of(cls, stack: Stack, node: Node) -> Thing:
        """Return an object with what it is asked for most: its address, its type, its id.

        The type of a data source begins with `data.`; an id is unique over all stacks.
        """
        address = node.object.terraform_address
        prefix = "" if address.mode == "managed" else f"{address.mode}."
        type = f"{prefix}{node.object.terraform_type}"
        return cls(stack, node, node.object, address, type, f"{stack.path}/{address}")

    @property
    def label(self) -> str:
        """The name the author gave it."""
        parts = [self.address.label.replace("_", "-")]
        if self.address.key is not None:
            parts.append(self.address.key)
        return " ".join(parts)

    def get(self, name: str) -> Any:
        """Return an argument as a plain value; None where AWS or another object decides it."""
        return plain(self.object.given().get(name))

    def raw(self, name: str) -> Any:
        """Return an argument as it was given."""
        return self.object.given().get(name)


class Reading:
    """The objects of a Blueprint by id, by type and by reference."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.things: dict[str, Thing] = {}
        self._by_type: dict[str, list[Thing]] = {}
        for stack in blueprint.stacks:
            for node in stack.nodes:
                thing = Thing.of(stack, node)
                self.things[thing.id] = thing
                self._by_type.setdefault(thing.type, []).append(thing)
        self._keyed: dict[tuple[str, ...], list[Thing]] = {}
        for thing in self.things.values():
            at = thing.address
            place = (thing.stack.path, at.module, at.mode, at.type, at.label)
            self._keyed.setdefault(place, []).append(thing)
        self.exports = {str(one.get("name")): one for one in self.of("aws_ssm_parameter")}
        self._references: dict[str, tuple[Thing, ...]] = {}
        self._users: dict[str, list[Thing]] = {}
        self._identities: dict[tuple[str, str], Thing] = {}
        for thing in self.things.values():
            for name in IDENTITIES:
                own = thing.object.given().get(name)
                if isinstance(own, (str, Known)):
                    self._identities.setdefault((thing.stack.path, str(plain(own))), thing)

    def of(self, *types: str) -> list[Thing]:
        """Return the objects of some types, in the order of the files."""
        return [thing for type in types for thing in self._by_type.get(type, ())]

    def found(self, stack: Stack, address: Address) -> list[Thing]:
        """Return what an address means in a stack; one without a key means every object of it."""
        exact = self.things.get(f"{stack.path}/{address}")
        if exact is not None:
            return [exact]
        place = (stack.path, address.module, address.mode, address.type, address.label)
        return self._keyed.get(place, []) if address.key is None else []

    def refers(self, thing: Thing) -> tuple[Thing, ...]:
        """Return what an object refers to anywhere in its arguments, each once."""
        if thing.id not in self._references:
            self._references[thing.id] = self.meant(thing, thing.object)
        return self._references[thing.id]

    def meant(self, thing: Thing, value: Any) -> tuple[Thing, ...]:
        """Return the objects that a value of an object refers to, each once."""
        found: dict[str, Thing] = {}
        for ref in refs(value):
            for other in self.found(thing.stack, ref.address):
                for one in self._exported(other) or (other,):
                    found.setdefault(one.id, one)
        return tuple(found.values()) or self._identified(thing, value)

    def _exported(self, source: Thing) -> tuple[Thing, ...]:
        """Return what another stack hands out under the name of an SSM parameter that is read."""
        if source.type != "data.aws_ssm_parameter":
            return ()
        owner = self.exports.get(str(source.get("name")))
        if owner is None:
            return ()
        return self.meant(owner, [owner.raw("insecure_value"), owner.raw("value")])

    def _identified(self, thing: Thing, value: Any) -> tuple[Thing, ...]:
        """Return what a value names by its id or ARN, as plans of others' Terraform do."""
        values = plain(value)
        values = values if isinstance(values, (list, tuple)) else [values]
        found = (
            self._identities.get((thing.stack.path, one)) for one in values if isinstance(one, str)
        )
        return tuple(one for one in found if one is not None and one is not thing)

    def users(self, thing: Thing, *types: str) -> list[Thing]:
        """Return the objects of some types that refer to one, in the order of the files."""
        if not self._users:
            for user in self.things.values():
                for used in self.refers(user):
                    self._users.setdefault(used.id, []).append(user)
        found = self._users.get(thing.id, [])
        return [user for user in found if user.type in types] if types else found

    def region(self, thing: Thing) -> str:
        """Return the region an object lives in."""
        own = thing.get("region")
        if isinstance(own, str):
            return own
        for provider in thing.stack.providers:
            if provider.alias == thing.node.provider:
                return provider.region
        return self.blueprint.region


def refs(value: Any) -> Iterator[Ref]:
    """Yield every reference inside a value, blocks included."""
    if isinstance(value, Block):
        for inner in value.given().values():
            yield from refs(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from refs(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from refs(inner)
    elif isinstance(value, Expr):
        yield from (one for one in walk(value) if isinstance(one, Ref))


def plain(value: Any) -> Any:
    """Return what is known of a value before an apply; of a document what was written of it."""
    return value.value if isinstance(value, Json) else literal(value)


def block(value: Any) -> Block | None:
    """Return a nested block that may be given alone or as the only one of a list."""
    if isinstance(value, Block):
        return value
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], Block):
        return value[0]
    return None


def given(value: Any, *path: str) -> Any:
    """Return an argument of a nested block as a plain value; None where it is not given."""
    for name in path:
        inner = block(value)
        if inner is None:
            return None
        value = inner.given().get(name)
    return plain(value)
