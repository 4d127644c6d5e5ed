"""Statements in as many policies as IAM's limit makes necessary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from giban.permissions.statements import Statement, document

LIMIT = 6144
"""Characters of a managed policy, white space not counted.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

ATTACHED = 10
"""Managed policies of one role, until a raise of the quota is asked for (20 at most)."""


class Policy(Struct, frozen=True):
    """One managed policy, ready to be made."""

    name: str
    statements: tuple[Statement, ...]

    def document(self) -> Mapping[str, Any]:
        """Return it as IAM takes it."""
        return document(self.statements)

    def size(self) -> int:
        """Return how many characters IAM counts."""
        return size(self.statements)


def size(statements: Iterable[Statement]) -> int:
    """Return how many characters IAM counts of a document of these statements."""
    return len(json.dumps(document(statements), separators=(",", ":")))


def policies(name: str, statements: Iterable[Statement], limit: int = LIMIT) -> list[Policy]:
    """Return policies within the limit, each statement in the first with room; numbered."""
    full: list[list[Statement]] = []
    for piece in (piece for one in statements for piece in _pieces(one, limit)):
        room = (held for held in full if size([*held, piece]) <= limit)
        held = next(room, None)
        if held is None:
            full.append([piece])
        else:
            held.append(piece)
    if len(full) <= 1:
        return [Policy(name, tuple(held)) for held in full]
    return [Policy(f"{name}-{number}", tuple(held)) for number, held in enumerate(full, 1)]


def _pieces(statement: Statement, limit: int) -> Iterator[Statement]:
    """Halve a statement that no policy can hold, by its longer list, until each half fits."""
    if size([statement]) <= limit:
        yield statement
        return
    for suffix, half in zip("ab", _halves(statement), strict=True):
        actions, resources = half
        piece = Statement(statement.sid + suffix, actions, resources, statement.condition)
        yield from _pieces(piece, limit)


Half = tuple[tuple[str, ...], tuple[str, ...]]


def _halves(one: Statement) -> tuple[Half, Half]:
    if len(one.resources) > len(one.actions):
        middle = len(one.resources) // 2
        return (one.actions, one.resources[:middle]), (one.actions, one.resources[middle:])
    middle = len(one.actions) // 2
    return (one.actions[:middle], one.resources), (one.actions[middle:], one.resources)
