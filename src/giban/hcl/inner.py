"""Expressions that only the printer makes, while it folds several objects into one block."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from giban.values import Expr, Ref


class EachKey(Expr, Struct, frozen=True):
    """The key of the instance: `each.key`."""


class SameKey(Expr, Struct, frozen=True):
    """The object of another group with the instance's own key: `aws_subnet.app[each.key].id`.

    Holds what each instance refers to, in the order of the instances.
    """

    references: tuple[Ref, ...]


class EachValue(Expr, Struct, eq=False):
    """What the instances do not agree on: `each.value`, or `each.value.NAME` among several."""

    name: str
    values: tuple[Any, ...]
    alone: bool = False


class AnyPick(Expr, Struct, frozen=True):
    """A `Pick` whose collection and key may differ from instance to instance."""

    collection: Any
    key: str
    equals: Any
    attribute: str
