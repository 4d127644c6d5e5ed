"""Terraform's addresses and references, taken apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache

from giban.values import Index, bracketed

Token = str | tuple[str]
"""A name, or in a tuple of one the key between brackets."""

Tokens = tuple[Token, ...]

PART = re.compile(r'\.?(?P<name>[^.\[\]"]+)|\[(?P<index>\d+)\]|\[(?P<key>"(?:[^"\\]|\\.)*")\]')


@cache
def tokens(reference: str) -> Tokens:
    """Return the parts of a reference: `a.b["c"].d` is `a`, `b`, `("c",)`, `d`."""
    return tuple(_token(match) for match in PART.finditer(reference))


def _token(match: re.Match[str]) -> Token:
    if match["name"] is not None:
        return match["name"]
    if match["index"] is not None:
        return (Index(match["index"]),)
    return (str(json.loads(match["key"])),)


def longest(references: Iterable[str]) -> list[Tokens]:
    """Return the references that are not the beginning of one before: Terraform lists both."""
    kept: list[Tokens] = []
    for one in map(tokens, references):
        if not any(other[: len(one)] == one for other in kept):
            kept.append(one)
    return kept


def key_of(index: str | int | None) -> str | None:
    """Return the key of a `count` or `for_each`, as an address has it."""
    return Index(index) if isinstance(index, int) else index


def child(module: str, call: str, key: str | None) -> str:
    """Return the path of a module called in another: `module.a.module.b["c"]`."""
    own = f"module.{call}{bracketed(key)}"
    return f"{module}.{own}" if module else own


def module_steps(module: str) -> tuple[tuple[str, str | None], ...]:
    """Return the calls that lead to a module, each with its key."""
    steps: list[tuple[str, str | None]] = []
    parts = list(tokens(module))
    while parts:
        _, name, *parts = parts
        key = None
        if parts and isinstance(parts[0], tuple):
            (key,), *parts = parts[0], *parts[1:]
        steps.append((str(name), key))
    return tuple(steps)
