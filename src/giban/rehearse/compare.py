"""When two values mean the same to the official provider.

Types built with the older SDK cannot tell null from zero: null, "", 0, false and an empty
collection are one. Types built with the plugin framework can. Order never matters in a set,
and the order of keys never matters in JSON.
"""

from __future__ import annotations

import json
from typing import Any

from giban.blueprint import Field
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.shape import Nested, Shape, elements

ZERO: dict[str, Any] = {"string": "", "number": 0, "bool": False}


def canon(kind: Any, value: Any, *, strict: bool = False) -> Any:
    """Return a form of a value that is equal for values that mean the same."""
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(kind, str):
        return _scalar(kind, value, strict=strict)
    outer, inner = kind[0], kind[1]
    if value is None and strict:
        return None
    if outer == "object":
        given = value or {}
        return tuple(
            (name, canon(of, given.get(name), strict=strict)) for name, of in inner.items()
        )
    if outer == "map":
        items = (value or {}).items()
        return tuple(sorted((key, canon(inner, item, strict=strict)) for key, item in items))
    parts = [canon(inner, item, strict=strict) for item in value or ()]
    return tuple(sorted(parts, key=repr)) if outer == "set" else tuple(parts)


def _scalar(kind: str, value: Any, *, strict: bool) -> Any:
    if value is None:
        return None if strict else ZERO.get(kind)
    if kind == "number":
        return float(value)
    return value


def same(field: Field, one: Any, other: Any, *, strict: bool = False) -> bool:
    """Tell whether two values of an attribute mean the same."""
    if one is UNKNOWN or other is UNKNOWN:
        return one is other
    if one == other and type(one) is type(other):
        return True
    if canon(field.kind, one, strict=strict) == canon(field.kind, other, strict=strict):
        return True
    return field.suppressed and _same_text(field.name, one, other)


def same_block(shape: Shape, one: Values, other: Values, *, strict: bool = False) -> bool:
    """Tell whether two elements of a nested block mean the same."""
    return all(
        same(field, one.get(name), other.get(name), strict=strict)
        for name, field in shape.attributes.items()
    ) and all(
        same_blocks(nested, one.get(name), other.get(name), strict=strict)
        for name, nested in shape.blocks.items()
    )


def same_blocks(nested: Nested, one: Any, other: Any, *, strict: bool = False) -> bool:
    """Tell whether two lists or sets of a nested block mean the same."""
    if one is UNKNOWN or other is UNKNOWN:
        return one is other
    left, right = elements(one), elements(other)
    if len(left) != len(right):
        return False
    if nested.field.nesting != "set":
        pairs = zip(left, right, strict=True)
        return all(same_block(nested.shape, a, b, strict=strict) for a, b in pairs)
    rest = list(right)
    for element in left:
        for candidate in rest:
            if same_block(nested.shape, element, candidate, strict=strict):
                rest.remove(candidate)
                break
        else:
            return False
    return True


def _same_text(name: str, one: Any, other: Any) -> bool:
    """Compare what the official provider compares by meaning: JSON documents, and letter case."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    left, right = _document(one), _document(other)
    if left is None or right is None:
        return one.lower() == other.lower()
    if "policy" in name:
        return bool(_policy(left) == _policy(right))
    return bool(left == right)


def _document(text: str) -> Any:
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _policy(value: Any) -> Any:
    """Return a policy with one-element lists as scalars, and without order in lists."""
    if isinstance(value, dict):
        return {key: _policy(item) for key, item in value.items()}
    if isinstance(value, list):
        parts = sorted((_policy(item) for item in value), key=repr)
        return parts[0] if len(parts) == 1 else parts
    return str(value).lower() if isinstance(value, bool) else value
