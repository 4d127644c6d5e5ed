"""Whatever is written as YAML is read back as it was, by a reader that is not ours."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from giban.compile.yaml_text import yaml_text

NASTY = (
    "",
    "yes",
    "on",
    "null",
    "~",
    "1",
    "1e3",
    "0x1f",
    "1:30",
    "- a",
    "a: b",
    "a #b",
    "${x}",
    "*",
)
words = st.sampled_from(NASTY) | st.text(
    st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\x85\u2028\u2029")
)
lines = st.lists(st.text("abc :#-{}'\"\\\\$", min_size=1, max_size=9).filter(str.strip), min_size=2)
texts = words | lines.map(lambda found: "x\n" + "\n".join(found) + "\n")
values = st.recursive(
    texts | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(words, values, max_size=3))
def test_documents_survive(document: dict[str, Any]) -> None:
    """Text stays text, even where YAML would take it for something else."""
    assert (document or None) == yaml.safe_load(yaml_text(document))


def test_it_reads_well() -> None:
    """Block style, no quotes where nobody could be misled."""
    document: dict[str, Any] = {
        "a": ["b", {"c": "d", "e": 1}],
        "script": "one\ntwo\n",
        "on": True,
        "none": {},
    }

    assert """\
a:
  - b
  - c: d
    e: 1
script: |
  one
  two
"on": true
none: {}
""" == yaml_text(document)
