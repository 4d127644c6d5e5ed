"""Values go over the wire and come back the same."""

from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giban.rehearse.codec import UNKNOWN, decode, decode_json, encode, is_known, without_unknown

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_round_trip(value: Any) -> None:
    """Encoding and decoding gives the value again."""
    assert decode(encode(value)) == value


def test_unknown_is_one_object() -> None:
    """An unknown value can be recognised with `is`, refined or not."""
    refined = msgpack.packb({"a": msgpack.ExtType(12, b"\x81\x01\xc2")})

    assert decode(encode(UNKNOWN)) is UNKNOWN
    assert decode(refined)["a"] is UNKNOWN


def test_nothing_is_null() -> None:
    """An absent document is null."""
    assert decode(b"") is None
    assert decode_json(b"") is None


@pytest.mark.parametrize(("value", "known"), [({"a": [1, UNKNOWN]}, False), ({"a": [1]}, True)])
def test_unknown_inside(value: Any, known: bool) -> None:
    """Unknown values are found, and replaced, wherever they are."""
    assert is_known(value) is known
    assert is_known(without_unknown(value))
