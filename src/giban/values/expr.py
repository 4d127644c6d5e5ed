"""What may stand where Terraform expects a value, besides a literal.

A literal is a plain Python value and always printed escaped; everything Terraform has to
evaluate is one of the classes below. Nothing ever looks for `${` inside a string.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

Mode = Literal["managed", "data", "ephemeral"]
Step = str | int


class Expr:
    """A value that Terraform evaluates."""

    __slots__ = ()

    def children(self) -> tuple[Any, ...]:
        """Return the values this one is made of."""
        return ()


class Absent(Expr, Struct, frozen=True):
    """An optional argument left out: what is given it behaves as if it were not written."""


ABSENT = Absent()

Value = str | Expr
"""A string argument: a literal, or something Terraform evaluates."""


class Index(str):
    """A key that is a number: what `count` gives, in Terraform that giban did not write."""

    __slots__ = ()


class Address(Struct, frozen=True):
    """The name Terraform knows one object by: `module.net.aws_subnet.app["a"]`.

    What giban writes has no modules and no numbers; what it reads from a plan may have.
    """

    type: str
    label: str
    key: str | None = None
    mode: Mode = "managed"
    module: str = ""

    def __str__(self) -> str:
        module = f"{self.module}." if self.module else ""
        prefix = "" if self.mode == "managed" else f"{self.mode}."
        return f"{module}{prefix}{self.type}.{self.label}{bracketed(self.key)}"


def bracketed(key: str | None) -> str:
    """Return a key as it stands at the end of an address: `["a"]`, `[0]`, or nothing."""
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, Index) else f"[{json.dumps(key, ensure_ascii=False)}]"


class Ref(Expr, Struct, frozen=True):
    """An attribute of another object: `aws_vpc.main.id`."""

    address: Address
    path: tuple[Step, ...]

    def __getitem__(self, step: Step) -> Ref:
        return Ref(self.address, (*self.path, step))


class Text(Expr, Struct, frozen=True):
    """A string made of literals and values: `"${aws_lb.main.arn}:key"`."""

    parts: tuple[str | Expr, ...]

    def children(self) -> tuple[Any, ...]:
        """Return the parts in order."""
        return self.parts


class Json(Expr, Struct, frozen=True):
    """A document handed over as JSON text: `jsonencode({...})`; keeps the order of keys."""

    value: Any

    def children(self) -> tuple[Any, ...]:
        """Return the document."""
        return (self.value,)


class Call(Expr, Struct, frozen=True):
    """A Terraform function applied to values: `urlencode(...)`."""

    function: str
    arguments: tuple[Any, ...]

    def children(self) -> tuple[Any, ...]:
        """Return the arguments in order."""
        return self.arguments


class Pick(Expr, Struct, frozen=True):
    """One attribute of the one element of a set whose `key` equals `equals`."""

    collection: Expr
    key: str
    equals: str
    attribute: str

    def children(self) -> tuple[Any, ...]:
        """Return the collection."""
        return (self.collection,)


class Named(Expr, Struct, frozen=True):
    """A value that has a name in its root: written once in `locals.tf`, used as `local.name`."""

    name: str
    value: Any

    def children(self) -> tuple[Any, ...]:
        """Return the value."""
        return (self.value,)


class Knob(Expr, Struct, frozen=True):
    """A literal that an operator may turn: a Terraform variable with its value in tfvars."""

    name: str
    value: str | int | float | bool | tuple[str, ...]
    description: str


class Either(Expr, Struct, frozen=True):
    """One of two values, by a switch that an operator turns: `var.name ? on : off`.

    `ABSENT` is an argument that is left out on that side.
    """

    switch: Knob
    on: Any
    off: Any

    def children(self) -> tuple[Any, ...]:
        """Return the switch and both values."""
        return (self.switch, self.on, self.off)

    @property
    def value(self) -> Any:
        """The value where the switch stands."""
        return self.on if self.switch.value else self.off


class Unknown(Expr, Struct, frozen=True):
    """A value that a plan does not know before it is applied, and what it will be made of."""

    refs: tuple[Ref, ...] = ()

    def children(self) -> tuple[Any, ...]:
        """Return the references."""
        return self.refs


class Known(Expr, Struct, frozen=True):
    """A value that Terraform has evaluated, and the other objects it was made of."""

    value: Any
    refs: tuple[Ref, ...]

    def children(self) -> tuple[Any, ...]:
        """Return the references."""
        return self.refs


class Hidden(Expr, Struct, frozen=True, eq=False):
    """A sensitive value of a plan: never printed, and judged only by who asks for `value`."""

    value: Any
    refs: tuple[Ref, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden) and self.refs == other.refs

    def __hash__(self) -> int:
        return hash(self.refs)

    def __repr__(self) -> str:
        return f"Hidden(refs={self.refs!r})"

    def children(self) -> tuple[Any, ...]:
        """Return the references."""
        return self.refs

    def __str__(self) -> str:
        return "(sensitive)"


def literal(value: Any) -> Any:
    """Return the plain value of what is known before an apply, and None of everything else.

    A literal is itself, a knob or choice is where it stands, a text or document is known if all of
    it is; what is inside a list or map is left as it is.
    """
    match value:
        case Knob() | Known():
            return value.value
        case Named() | Either():
            return literal(value.value)
        case Text():
            parts = [literal(part) for part in value.parts]
            return None if None in parts else "".join(str(part) for part in parts)
        case Json():
            return None if any(literal(e) is None for e in walk(value.value)) else _plain(value)
        case Expr():
            return None
        case _:
            return value


def _plain(value: Any) -> Any:
    """Return a document with what is known in the place of expressions."""
    match value:
        case Json():
            return _plain(value.value)
        case Expr():
            return literal(value)
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return value


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
