"""What the printer says is what Terraform understands, and how Terraform would write it."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from giban import hcl
from giban.blueprint import Output, Resource, Stack
from giban.blueprint.schema import Str, optional
from giban.catalogue import kinds
from giban.values import Call, Json, Knob, Ref, Text
from tests.hcl.application import application
from tests.hcl.stacks import filled, network, node, stack
from tests.hcl.terraform import official_provider, place, terraform

pytestmark = pytest.mark.terraform

slowly = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PIECES = (
    "${", "$${", "$$${", "%{", "%%{", "$", "%", "{", "}", "~", '"', "\\", "\n", "\r", "\t", "\r\n",
    " ", "  ", "EOT", "EOT\n", "#", "//", "/*", "a", "x = 1", "한글", "기반", "\u1112\u1161\u11ab",
    "👍", "👍🏽", "👨‍👩‍👧", "🇰🇷", "e\u0301", "\u0301", "\u200b", "\u202e", "\ufeff", "\x1b", "\x7f",
    "\x85", "\u2028", "\ufffe", "\U000e0041", "null", "true", "42", "{not json",
    "C:\\temp\\new", "\\n",
)  # fmt: skip
characters = st.characters(codec="utf-8", exclude_characters="\0")


def apart(drawn: str) -> str:
    r"""Keep accents on letters below U+10000, where Terraform keeps what a file says.

    Go composes U+E0041 and an acute accent into U+00C1, because it looks at 16 bits only; and
    `jsonencode` composes after it has escaped, so a line break with an accent becomes `\ń`.
    """
    kept = [""]
    for char in drawn:
        joins = unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"
        letter = kept[-1].isalnum() and kept[-1] <= "\uffff"
        kept.append(f"o{char}" if joins and not letter else char)
    return "".join(kept)


nasty = st.lists(st.sampled_from(PIECES) | characters, max_size=8).map("".join).map(apart)
scripts = st.lists(nasty | st.sampled_from(["", "fi", "  then"]), min_size=2, max_size=5).map(
    lambda lines: "\n".join(lines) + "\n"
)
strings = nasty | scripts
keys = st.sampled_from(["a", "Name", "for", "null", "a-b", "aws:x", "1", "_", "", "true"]) | nasty
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | strings
)


def nested(leaves: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Draw values made of lists and objects."""
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


def understood(value: Any) -> Any:
    """Return a value as Terraform hands it back: composed text, numbers without a kind."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {understood(name): understood(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [understood(item) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return value


def applied(values: list[Any]) -> list[Any]:
    """Return what Terraform makes of values: print, check the format, apply, read.

    A null stands in a list, because Terraform leaves an output of null away.
    """
    named = tuple(
        Output(name=f"o{at}", value=[None] if value is None else value, description="A value.")
        for at, value in enumerate(values)
    )
    files = hcl.write(stack(outputs=named))
    del files["provider.tf"]
    with tempfile.TemporaryDirectory() as folder:
        root = place(Path(folder), files)
        terraform(root, "fmt", "-check", "-diff")
        terraform(root, "apply", "-auto-approve", "-input=false")
        found = json.loads(terraform(root, "output", "-json"))
    results = [understood(found[output.name]["value"]) for output in named]
    return [None if v is None else r for v, r in zip(values, results, strict=True)]


@slowly
@given(st.lists(strings, min_size=40, max_size=80))
def test_every_string_survives(drawn: list[str]) -> None:
    """A string means itself, whatever it holds, up to Unicode's composed form."""
    assert understood(drawn) == applied(drawn)


@slowly
@given(st.lists(nested(scalars), min_size=10, max_size=20))
def test_every_literal_survives(drawn: list[Any]) -> None:
    """Objects, lists, numbers and null mean themselves and are formatted."""
    assert understood(drawn) == applied(drawn)


@slowly
@given(st.lists(st.tuples(strings, strings, strings), min_size=20, max_size=40))
def test_text_around_values_survives(drawn: list[tuple[str, str, str]]) -> None:
    """Literals beside a value in one string keep their meaning, in quotes and in heredocs."""
    texts = []
    expected = []
    for at, (before, middle, after) in enumerate(drawn):
        knob = Knob(f"k{at}", middle, "A knob.")
        texts += [Text((before, knob, after)), Text((Text((before,)), "", Text((knob,))))]
        expected += [before + middle + after, before + middle]

    assert understood(expected) == applied(texts)


@slowly
@given(st.lists(scripts, min_size=20, max_size=40))
def test_scripts_survive(drawn: list[str]) -> None:
    """Text of several lines means itself as an argument and inside a function."""
    calls: list[Any] = [Call("trimsuffix", (script, "")) for script in drawn]
    encoded = [Call("base64decode", (Call("base64encode", (script,)),)) for script in drawn]

    assert understood(drawn * 3) == applied([*drawn, *calls, *encoded])


@slowly
@given(st.lists(nested(scalars), min_size=10, max_size=20))
def test_documents_survive(drawn: list[Any]) -> None:
    """A JSON document says what was put into it."""
    documents = applied([Json(value) for value in drawn])

    assert understood(drawn) == [understood(json.loads(document)) for document in documents]


class Data(Resource, type="terraform_data"):
    """Terraform's own type, which needs no provider: it keeps what it is given."""

    input: Str = optional()
    triggers_replace: Str = optional()


INSTANCE_KEYS = ("a", "c", "main", "한글", "a-c", "${x}", '"')


@st.composite
def varied(draw: DrawFn, instance_keys: tuple[str, ...], depth: int = 2) -> list[Any]:
    """Draw one value for each instance, mostly alike."""
    shape = draw(st.sampled_from(["equal", "differ", "key", "around", "own", "text", "in"]))
    if shape == "equal":
        return [draw(nested(scalars))] * len(instance_keys)
    if shape == "differ" or (shape == "in" and not depth):
        return [draw(strings | st.booleans() | st.integers(0, 1)) for _ in instance_keys]
    if shape in {"key", "around"}:
        before, after = (draw(nasty), draw(nasty)) if shape == "around" else ("", "")
        return [f"{before}{key}{after}" for key in instance_keys]
    if shape == "own":
        return [Ref(Data("base", each=key).terraform_address, ("input",)) for key in instance_keys]
    if shape == "text":
        middles = [draw(nasty) for _ in instance_keys]
        first = draw(nasty)
        own = draw(varied(instance_keys, 0)) if draw(st.booleans()) else middles
        parts = own if all(isinstance(part, (str, Ref, Text)) for part in own) else middles
        return [Text((first, part, "-s")) for part in parts]
    names = draw(st.lists(keys, unique_by=understood, min_size=1, max_size=3))
    columns = [draw(varied(instance_keys, depth - 1)) for _ in names]
    rows: list[Any] = [list(row) for row in zip(*columns, strict=True)]
    return rows if draw(st.booleans()) else [dict(zip(names, row, strict=True)) for row in rows]


@st.composite
def groups(draw: DrawFn) -> list[Data]:
    """Draw the instances of a few labels, and of the label they all refer to."""
    things = [Data("base", each=key, input=f"base of {key}") for key in INSTANCE_KEYS]
    for number in range(draw(st.integers(4, 8))):
        chosen = tuple(draw(st.lists(st.sampled_from(INSTANCE_KEYS), min_size=1, unique=True)))
        values = draw(varied(chosen))
        others = draw(varied(chosen))
        things += [
            Data(f"g{number}", each=key, input=value, triggers_replace=other)
            for key, value, other in zip(chosen, values, others, strict=True)
        ]
    return things


def meaning(value: Any) -> Any:
    """Return what a drawn value evaluates to."""
    if isinstance(value, Ref):
        return f"base of {value.address.key}"
    if isinstance(value, Text):
        return "".join(meaning(part) for part in value.parts)
    if isinstance(value, dict):
        return {name: meaning(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [meaning(item) for item in value]
    return value


@slowly
@given(groups())
def test_folding_keeps_what_each_instance_said(things: list[Data]) -> None:
    """Terraform plans for every instance of a `for_each` the values its object had."""
    files = hcl.write(stack(*(node(thing) for thing in things)))
    del files["provider.tf"]
    with tempfile.TemporaryDirectory() as folder:
        root = place(Path(folder), files)
        terraform(root, "fmt", "-check", "-diff")
        terraform(root, "plan", "-out=p", "-input=false")
        plan = json.loads(terraform(root, "show", "-json", "p"))
    planned = {
        (r["name"], r["index"]): [r["values"]["input"], r["values"]["triggers_replace"]]
        for r in plan["planned_values"]["root_module"]["resources"]
    }

    expected = {
        (thing.terraform_label, thing.each): understood(
            [meaning(thing.input), meaning(thing.triggers_replace)]
        )
        for thing in things
    }
    assert expected == {name: understood(values) for name, values in planned.items()}


@pytest.mark.parametrize("example", [network, application])
def test_whole_roots_are_formatted(tmp_path: Path, example: Callable[[], Stack]) -> None:
    """Every file of a real root is as `terraform fmt` leaves it."""
    terraform(place(tmp_path, hcl.write(example())), "fmt", "-check", "-diff")


def test_every_kind_is_formatted(tmp_path: Path) -> None:
    """With every argument and block given, each kind is as `terraform fmt` leaves it."""
    every = (*kinds.RESOURCES, *kinds.DATA_SOURCES, *kinds.EPHEMERALS)
    files = hcl.write(stack(*(node(kind("x", **filled(kind))) for kind in every)))

    terraform(place(tmp_path, files), "fmt", "-check", "-diff")


@pytest.mark.parametrize("example", [network, application])
def test_the_official_provider_takes_it(tmp_path: Path, example: Callable[[], Stack]) -> None:
    """A whole root is valid under hashicorp/aws 5.100."""
    mirror = official_provider()
    root = place(tmp_path, hcl.write(example(), backend=False))
    terraform(root, "init", "-input=false", "-no-color", mirror=mirror)
    report = json.loads(terraform(root, "validate", "-json", mirror=mirror))

    assert report["valid"]
    assert report["diagnostics"] == []
