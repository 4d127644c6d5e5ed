"""YAML for files that a person may read on a server: block style, quoted where it could mislead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Document = str | int | bool | Sequence["Document"] | Mapping[str, "Document"]

_PLAIN = re.compile(r"[A-Za-z/.$_][A-Za-z0-9/._$+-]*(:[A-Za-z0-9/._$+-]+)*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "."})


def yaml_text(document: Mapping[str, Document]) -> str:
    """Return a document as text that ends in a line break."""
    return "\n".join(_mapping(document, "")) + "\n"


def _mapping(values: Mapping[str, Document], indent: str) -> Iterator[str]:
    for name, value in values.items():
        yield from _entry(f"{indent}{_scalar(name)}:", value, f"{indent}  ")


def _entry(head: str, value: Document, indent: str) -> Iterator[str]:
    """Yield a value behind its key or dash, or below it when it is a block."""
    if isinstance(value, str) and "\n" in value:
        yield f"{head} |"
        yield from (f"{indent}{line}" if line else "" for line in value.rstrip("\n").split("\n"))
    elif isinstance(value, Mapping) and value:
        yield head
        yield from _mapping(value, indent)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        yield head
        for item in value:
            yield from _item(item, indent)
    else:
        yield f"{head} {_scalar(value)}"


def _item(value: Document, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        lines = list(_mapping(value, f"{indent}  "))
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield from _entry(f"{indent}-", value, f"{indent}  ")


def _scalar(value: Document) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    if isinstance(value, str | int):
        return json.dumps(value, ensure_ascii=False)
    return "{}" if isinstance(value, Mapping) else "[]"
