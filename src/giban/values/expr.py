"""What may stand where Terraform expects a value, besides a literal.

A literal is a plain Python value and always printed escaped; everything Terraform has to
evaluate is one of the classes below. Nothing ever looks for `${` inside a string.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["managed", "data", "ephemeral"]
Step = str | int


class Expr:
    """A value that Terraform evaluates."""

    __slots__ = ()

    def children(self) -> tuple[Any, ...]:
        """Return the values this one is made of."""
        return ()


@dataclass(frozen=True, slots=True)
class Absent(Expr):
    """An optional argument left out: what is given it behaves as if it were not written."""


ABSENT = Absent()

Value = str | Expr
"""A string argument: a literal, or something Terraform evaluates."""


@dataclass(frozen=True, slots=True)
class Address:
    """The name Terraform knows one object by: `aws_subnet.app["a"]`."""

    type: str
    label: str
    key: str | None = None
    mode: Mode = "managed"

    def __str__(self) -> str:
        prefix = "" if self.mode == "managed" else f"{self.mode}."
        key = "" if self.key is None else f'["{self.key}"]'
        return f"{prefix}{self.type}.{self.label}{key}"


@dataclass(frozen=True, slots=True)
class Ref(Expr):
    """An attribute of another object: `aws_vpc.main.id`."""

    address: Address
    path: tuple[Step, ...]

    def __getitem__(self, step: Step) -> Ref:
        return Ref(self.address, (*self.path, step))


@dataclass(frozen=True, slots=True)
class Text(Expr):
    """A string made of literals and values: `"${aws_lb.main.arn}:key"`."""

    parts: tuple[str | Expr, ...]

    def children(self) -> tuple[Any, ...]:
        """Return the parts in order."""
        return self.parts


@dataclass(frozen=True, slots=True)
class Json(Expr):
    """A document handed over as JSON text: `jsonencode({...})`; keeps the order of keys."""

    value: Any

    def children(self) -> tuple[Any, ...]:
        """Return the document."""
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """A Terraform function applied to values: `urlencode(...)`."""

    function: str
    arguments: tuple[Any, ...]

    def children(self) -> tuple[Any, ...]:
        """Return the arguments in order."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Pick(Expr):
    """One attribute of the one element of a set whose `key` equals `equals`."""

    collection: Expr
    key: str
    equals: str
    attribute: str

    def children(self) -> tuple[Any, ...]:
        """Return the collection."""
        return (self.collection,)


@dataclass(frozen=True, slots=True)
class Knob(Expr):
    """A literal that an operator may turn: a Terraform variable with its value in tfvars."""

    name: str
    value: str | int | float | bool | tuple[str, ...]
    description: str


def text(*parts: str | Expr) -> Text:
    """Join literals and values into one string."""
    return Text(parts)


def walk(value: Any) -> Iterator[Expr]:
    """Yield every expression inside a value, outermost first."""
    if isinstance(value, Expr):
        yield value
        for child in value.children():
            yield from walk(child)
    elif isinstance(value, dict):
        for child in value.values():
            yield from walk(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from walk(child)


def references(value: Any) -> Iterator[Ref]:
    """Yield every reference to another object inside a value."""
    return (expr for expr in walk(value) if isinstance(expr, Ref))
