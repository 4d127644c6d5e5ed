"""YAML becomes plain values with places, without YAML 1.1's surprises."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from giban.errors import Mistake, Mistakes
from giban.manifest.yaml_reader import read_yaml
from giban.values import Span


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("1:30", "1:30"),
        ("0777", "0777"),
        ("0o14", "0o14"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12", 12),
        ("-3", -3),
        ("7.0", 7.0),
        ("1e3", "1e3"),
        ("2026-01-01", "2026-01-01"),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("!!str 12", "12"),
        (".inf", ".inf"),
        ("=", "="),
    ],
)
def test_scalars(text: str, value: Any) -> None:
    """Only true, false, null and decimal numbers are more than text."""
    assert read_yaml(f"key: {text}", "f")[0] == {"key": value}


def test_places() -> None:
    """Every key and value knows its line and column, counted in characters."""
    _, written = read_yaml("한글: {b: [1, x]}\nc:\n  d: 2\n", "f.yaml")
    item = written.exact(("한글", "b", 1))
    inner = written.exact(("c", "d"))
    assert item
    assert inner
    assert item.span == Span("f.yaml", 1, 13)
    assert (inner.key, inner.span) == (Span("f.yaml", 3, 3), Span("f.yaml", 3, 6))
    assert written.nearest(("c", "d", "nothing")) is inner


def test_anchors_and_merges() -> None:
    """Aliases repeat a value; `<<` stands behind what is written."""
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\n"
    value, written = read_yaml(text, "f")
    assert value == {"a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}, "c": {"x": 1, "y": 2}}
    assert written.exact(("b", "x")) is not None


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 50_000])
def test_deep_nesting_is_refused(text: str) -> None:
    """Nesting that would overflow the C library's stack is a mistake, not a crash."""
    with pytest.raises(Mistakes) as caught:
        read_yaml(text, "f")
    assert caught.value.mistakes[0].id == "yaml-size"


def test_a_loop_of_aliases_ends() -> None:
    """An anchor that holds itself is a mistake, not an endless run."""
    with pytest.raises(Mistakes):
        read_yaml("a: &a [*a]\n", "f")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No input ends in anything but values or mistakes."""
    found: list[Mistake] = []
    try:
        read_yaml(text, "f")
    except Mistakes as error:
        found = error.mistakes
    assert all(mistake.where for mistake in found)


@given(
    st.recursive(
        st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8) | st.none(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text("abcxyz", min_size=1, max_size=4), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_round_trip(value: Any) -> None:
    """What PyYAML writes is read back the same."""
    assert read_yaml(yaml.safe_dump({"k": value}), "f")[0] == {"k": value}
