"""Reading what a Blueprint knows of an argument: a literal, an operator's knob, or nothing yet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from giban.values import Expr, Knob


class Undecided(Exception):  # noqa: N818 - it is an answer, not an error
    """An argument that decides a price is known only after apply."""

    def __init__(self, argument: str) -> None:
        super().__init__(argument)
        self.argument = argument


def plain(value: Any) -> Any:
    """Return a literal or the value of a knob; None for what Terraform works out later."""
    if isinstance(value, Knob):
        return value.value
    return None if isinstance(value, Expr) else value


def decided(value: Any, argument: str) -> Any:
    """Return a literal, None if it was not given; raises `Undecided` for what comes later."""
    found = plain(value)
    if found is None and value is not None:
        raise Undecided(argument)
    return found


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
