"""Expressions that only the printer makes, while it folds several objects into one block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from giban.values import Expr, Ref


@dataclass(frozen=True, slots=True)
class EachKey(Expr):
    """The key of the instance: `each.key`."""


@dataclass(frozen=True, slots=True)
class SameKey(Expr):
    """The object of another group with the instance's own key: `aws_subnet.app[each.key].id`.

    Holds what each instance refers to, in the order of the instances.
    """

    references: tuple[Ref, ...]


@dataclass(slots=True, eq=False)
class EachValue(Expr):
    """What the instances do not agree on: `each.value`, or `each.value.NAME` among several."""

    name: str
    values: tuple[Any, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class AnyPick(Expr):
    """A `Pick` whose collection and key may differ from instance to instance."""

    collection: Any
    key: str
    equals: Any
    attribute: str
