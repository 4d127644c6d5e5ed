"""Reading what a Blueprint knows of an argument: a literal, an operator's knob, or nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from giban.blueprint import Block
from giban.values import Expr, literal

B = TypeVar("B", bound=Block)


class Undecided(Exception):
    """An argument that decides a price is known only after apply."""

    def __init__(self, argument: str) -> None:
        super().__init__(argument)
        self.argument = argument


def plain(value: Any) -> Any:
    """Return what is known before an apply; None for what Terraform works out later."""
    return literal(value)


def decided(value: Any, argument: str) -> Any:
    """Return a literal, None if it was not given; raises `Undecided` for what comes later."""
    found = plain(value)
    if found is None and value is not None:
        raise Undecided(argument)
    return found


def block(value: B | None, argument: str) -> B | None:
    """Return a nested block, or None; raises `Undecided` where a plan does not know it."""
    if isinstance(value, Expr):
        raise Undecided(argument)
    return value


def blocks(value: Sequence[B] | None, argument: str) -> Sequence[B]:
    """Return nested blocks; raises `Undecided` where a plan does not know them."""
    if isinstance(value, Expr):
        raise Undecided(argument)
    return value or ()


def word(value: Any, argument: str, default: str = "") -> str:
    """Return text, or what AWS takes without it."""
    found = decided(value, argument)
    return default if found is None else str(found)


def number(value: Any, argument: str, default: float | str = 0) -> Decimal:
    """Return a number, or what AWS takes without it."""
    found = decided(value, argument)
    return Decimal(str(default if found is None else found))


def flag(value: Any, *, default: bool = False) -> bool:
    """Return a switch; what is decided later counts as the default."""
    found = plain(value)
    if isinstance(found, str):
        return found == "true"
    return default if found is None else bool(found)
