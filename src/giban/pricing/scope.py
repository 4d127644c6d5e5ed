"""What a charge may look at: the resource, what it refers to, what refers to it, its usage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct

from giban.blueprint import Graph, Node, Object, Resource, Stack
from giban.catalogue import s3, ssm
from giban.pricing.line import Assumed
from giban.pricing.usage import Usage
from giban.values import Address, Expr, Value, literal, references, text

T = TypeVar("T", bound=Object)


class Ground:
    """One stack, indexed when it is first asked about."""

    def __init__(self, stack: Stack, usage: Usage, others: Sequence[Ground] = ()) -> None:
        self.stack, self.usage, self.others = stack, usage, others
        self.regions = {one.alias: one.region for one in stack.providers}
        self._places: dict[type[Object], dict[str, list[Object]]] = {}
        self._pointing: dict[tuple[type[Object], str], dict[Address, list[Object]]] = {}

    @cached_property
    def graph(self) -> Graph:
        """Who refers to whom."""
        return Graph(self.stack)

    @cached_property
    def parameters(self) -> dict[str, ssm.Parameter]:
        """The SSM parameters it makes, by name."""
        return {literal(one.name): one for one in self.graph.all(ssm.Parameter)}

    @cached_property
    def buckets(self) -> dict[Value, str]:
        """The region of each bucket it makes, by the ARN that its name gives it."""
        nodes = [(node, node.object) for node in self.graph.nodes.values()]
        return {
            text("arn:aws:s3:::", made.bucket): Scope(self, node).region
            for node, made in nodes
            if isinstance(made, s3.Bucket) and isinstance(made.bucket, (str, Expr))
        }

    @cached_property
    def kinds(self) -> dict[type[Object], list[Object]]:
        """Every object by its class."""
        found: dict[type[Object], list[Object]] = {}
        for node in self.stack.nodes:
            found.setdefault(type(node.object), []).append(node.object)
        return found

    def at(self, kind: type[T], path: str) -> list[T]:
        """Return objects of a class that answer to a key path of the manifest."""
        if kind not in self._places:
            found: dict[str, list[Object]] = {}
            for one in self.kinds.get(kind, ()):
                origin = self.graph.nodes[one.terraform_address].origin.path
                found.setdefault(origin, []).append(one)
            self._places[kind] = found
        return self._places[kind].get(path, [])  # type: ignore[return-value] # keyed by the class

    def pointing(self, kind: type[T], argument: str) -> dict[Address, list[T]]:
        """Return objects of a class by what one of their arguments refers to."""
        key = (kind, argument)
        if key not in self._pointing:
            index: dict[Address, list[Object]] = {}
            for one in self.kinds.get(kind, ()):
                for ref in references(getattr(one, argument)):
                    index.setdefault(ref.address, []).append(one)
            self._pointing[key] = index
        return self._pointing[key]  # type: ignore[return-value] # keyed by the class


class Scope(Struct, frozen=True):
    """One resource where it stands."""

    ground: Ground
    node: Node

    @property
    def region(self) -> str:
        """The region it is made in."""
        return self.ground.regions.get(self.node.provider) or self.ground.stack.providers[0].region

    @property
    def address(self) -> Address:
        """Its address."""
        return self.node.object.terraform_address

    def assume(self, key: str) -> Assumed:
        """Return a figure of its usage."""
        return self.ground.usage.figure(key, self.node.origin.path)

    def follow(self, value: Any, kind: type[T]) -> T | None:
        """Return the first object of a class that a value stands for."""
        here = next(iter(self.ground.graph.targets(value, kind)), None)
        return here or self._across(value, kind)

    def _across(self, value: Any, kind: type[T]) -> T | None:
        """Return what another stack exports by an SSM parameter that a value reads here."""
        for read in self.ground.graph.targets(value, ssm.ParameterData):
            for other in self.ground.others:
                parameter = other.parameters.get(literal(read.name))
                if parameter is not None:
                    kept = [parameter.value, parameter.insecure_value]
                    return next(iter(other.graph.targets(kept, kind)), None)
        return None

    def pointing(self, kind: type[T], argument: str) -> list[T]:
        """Return objects of a class that refer to this one with an argument."""
        return self.ground.pointing(kind, argument).get(self.address, [])

    def of(self, thing: Object) -> Scope:
        """Return the scope of another object of the stack."""
        return Scope(self.ground, self.ground.graph.nodes[thing.terraform_address])

    def count(self, kind: type[Resource]) -> Decimal:
        """Return how many of a class the stack has."""
        return Decimal(len(self.ground.kinds.get(kind, ())))

    def region_of_bucket(self, arn: Any) -> str | None:
        """Return the region of a bucket, from this stack or another of the bill's."""
        here = self.follow(arn, s3.Bucket)
        if here is not None:
            return self.region_of(here)
        stacks = (other.buckets for other in self.ground.others)
        return next((found[arn] for found in stacks if arn in found), None)

    def region_of(self, thing: Object) -> str:
        """Return the region another object of the stack is made in."""
        return self.of(thing).region
