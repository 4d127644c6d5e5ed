"""Terraform's values on the wire: msgpack or JSON, with values that are not known yet.

In Python a value is None, bool, int, float, str, list (lists and sets), dict (maps, objects and
blocks), or UNKNOWN.
"""

from __future__ import annotations

import json
from typing import Any

import msgpack  # type: ignore[import-untyped]

Values = dict[str, Any]
"""The attributes and nested blocks of one object, by their Terraform names."""

UNKNOWN = msgpack.ExtType(0, b"\x00")
"""A value that is known after apply; compare with `is`."""


def _unknown(_code: int, _data: bytes) -> Any:
    # Refined unknowns (extension 12) say what a value will be like; planning does not need it.
    return UNKNOWN


def decode(packed: bytes) -> Any:
    """Return the value of a msgpack document; nothing at all is null."""
    if not packed:
        return None
    return msgpack.unpackb(packed, ext_hook=_unknown, raw=False, strict_map_key=False)


def decode_json(text: bytes) -> Any:
    """Return the value of a JSON document, as state files hold it."""
    return json.loads(text) if text else None


def encode(value: Any) -> bytes:
    """Return a value as msgpack."""
    packed: bytes = msgpack.packb(value, use_bin_type=True)
    return packed


def is_known(value: Any) -> bool:
    """Tell whether nothing inside a value is unknown."""
    if value is UNKNOWN:
        return False
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    return True


def without_unknown(value: Any) -> Any:
    """Return a value with everything unknown replaced by null."""
    if value is UNKNOWN:
        return None
    if isinstance(value, dict):
        return {key: without_unknown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_unknown(item) for item in value]
    return value
