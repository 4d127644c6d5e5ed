"""A planned value with what is not known, what is sensitive, and what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from giban.blueprint import Block, Field, fields
from giban.values import Hidden, Known, Ref, Unknown

Refs = Callable[[Any], tuple[Ref, ...]]


class Parts(Struct, frozen=True):
    """What a plan says of one value in four places of the same shape."""

    after: Any
    unknown: Any = None
    sensitive: Any = None
    expression: Any = None

    def attribute(self, name: str) -> Parts:
        """Return the parts of an attribute or nested block."""
        places = (self.after, self.unknown, self.sensitive, self.expression)
        return Parts(*(one.get(name) if isinstance(one, Mapping) else one for one in places))

    def elements(self, *, ordered: bool) -> list[Parts]:
        """Return the parts of each element; only in a list is it known who wrote which."""
        after = _list(self.after)
        written = _list(self.expression)
        unknown, sensitive = _list(self.unknown), _list(self.sensitive)
        aligned = ordered and len(written) == len(after)
        together = written[0] if len(written) == 1 else _together(written)
        return [
            Parts(
                element,
                _at(unknown, index, self.unknown),
                _at(sensitive, index, self.sensitive),
                written[index] if aligned else together,
            )
            for index, element in enumerate(after)
        ]


class Reader(Struct):
    """Reads the values of one object; `unread` collects what its class does not know."""

    refs: Refs
    unread: list[str]

    def block(self, cls: type[Block], parts: Parts, path: str = "") -> dict[str, Any]:
        """Return the values of a block by their Python names."""
        declared = fields(cls)
        known = {field.name for field in declared.values()}
        self.unread.extend(f"{path}{name}" for name in _held(parts.after) if name not in known)
        values = {}
        for name, field in declared.items():
            inner = parts.attribute(field.name)
            value = (
                self.blocks(field, field.block, inner, f"{path}{field.name}.")
                if field.block
                else self.value(inner, computed=field.computed, hidden=field.write_only)
            )
            if value is not None:
                values[name] = value
        return values

    def blocks(self, field: Field, cls: type[Block], parts: Parts, path: str) -> Any:
        """Return nested blocks: one, several, unknown, or None."""
        if parts.unknown is True:
            left_out = field.computed and parts.expression is None
            return None if left_out else Unknown(self.refs(parts.expression))
        elements = parts.elements(ordered=field.nesting != "set")
        made = tuple(cls.holding(self.block(cls, one, path)) for one in elements)
        if field.nesting == "single" or field.max == 1:
            return made[0] if made else None
        return made or None

    def value(self, parts: Parts, *, computed: bool, hidden: bool = False) -> Any:
        """Return an attribute; None where nobody gave it and the plan does not know it."""
        refs = self.refs(parts.expression)
        if parts.unknown is True:
            return None if computed and parts.expression is None else Unknown(refs)
        if parts.after is None:
            return Hidden(None, refs) if hidden and parts.expression is not None else None
        if _any_true(parts.sensitive):
            return Hidden(parts.after, refs)
        if _any_true(parts.unknown):
            return _filled(parts.after, parts.unknown, Unknown(refs))
        return Known(parts.after, refs) if refs else parts.after

    def foreign(self, parts: Parts) -> dict[str, Any]:
        """Return the values of a block whose type is not known, by Terraform's names."""
        values = {}
        for name in _names(parts):
            value = self.foreign_value(parts.attribute(name))
            if value is not None:
                values[name] = value
        return values

    def foreign_value(self, parts: Parts) -> Any:
        """Return a value; nested blocks are recognised by how they were written."""
        written = parts.expression
        is_blocks = isinstance(written, list) and isinstance(parts.after, list)
        if is_blocks and all(isinstance(one, dict) for one in parts.after):
            return [self.foreign(one) for one in parts.elements(ordered=True)] or None
        return self.value(parts, computed=True)


def _names(parts: Parts) -> Iterator[str]:
    after = parts.after if isinstance(parts.after, Mapping) else {}
    unknown = parts.unknown if isinstance(parts.unknown, Mapping) else {}
    return iter(dict.fromkeys([*after, *unknown]))


def _held(after: Any) -> Iterator[str]:
    values = after.items() if isinstance(after, Mapping) else ()
    return (name for name, value in values if value not in (None, "", [], {}, False))


def _list(value: Any) -> list[Any]:
    if value is None or isinstance(value, bool):
        return []
    return value if isinstance(value, list) else [value]


def _at(values: list[Any], index: int, whole: Any) -> Any:
    if isinstance(whole, bool):
        return whole
    return values[index] if index < len(values) else None


def _together(written: list[Any]) -> dict[str, Any] | None:
    """Return blocks that cannot be told apart as one that refers to what any of them does."""
    if not written:
        return None
    merged: dict[str, Any] = {}
    for block in written:
        for name, expression in block.items():
            merged.setdefault(name, []).extend(
                expression if isinstance(expression, list) else [expression]
            )
    return merged


def _any_true(marks: Any) -> bool:
    if isinstance(marks, Mapping):
        return any(map(_any_true, marks.values()))
    if isinstance(marks, list):
        return any(map(_any_true, marks))
    return marks is True


def _filled(after: Any, unknown: Any, with_: Unknown) -> Any:
    """Put `with_` where a list or map is not known yet."""
    if unknown is True:
        return with_
    if isinstance(unknown, Mapping):
        base = after if isinstance(after, Mapping) else {}
        names = dict.fromkeys([*base, *unknown])
        return {name: _filled(base.get(name), unknown.get(name), with_) for name in names}
    if isinstance(unknown, list) and isinstance(after, list):
        pairs = (
            (after[i] if i < len(after) else None, unknown[i] if i < len(unknown) else None)
            for i in range(max(len(after), len(unknown)))
        )
        return [_filled(one, mark, with_) for one, mark in pairs]
    return after
