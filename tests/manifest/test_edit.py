"""Manifests changed in one place, everything else byte for byte as the author left it."""

import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giban.errors import UsageError
from giban.manifest import edited, with_value
from giban.manifest.yaml_reader import read_yaml

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("giban.yaml"))
TEXT = """\
# The shop.
project: shop   # a name
services:
  app: {port: 3000, size: {cpu: 512}}  # Node
  # the worker
  worker:
    size: {cpu: 256}
    environment:
      MODE: slow
tags: {}
environments:
  dev:
  prod: {budget: 600}
"""


def changed(text: str, path: str, value: Any) -> tuple[list[str], list[str]]:
    """Return the lines an edit takes away and adds."""
    after = edited(text, [(tuple(path.split(".")), value)], "giban.yaml")
    found = difflib.ndiff(text.splitlines(), after.splitlines())
    lines = [line for line in found if line[:1] in "+-"]
    return [x[2:] for x in lines if x[0] == "-"], [x[2:] for x in lines if x[0] == "+"]


@pytest.mark.parametrize(
    ("path", "value", "gone", "come"),
    [
        ("project", "store", "project: shop   # a name", "project: store   # a name"),
        (
            "services.app.port",
            80,
            "  app: {port: 3000, size: {cpu: 512}}  # Node",
            "  app: {port: 80, size: {cpu: 512}}  # Node",
        ),
        (
            "services.app.size.memory",
            1024,
            "  app: {port: 3000, size: {cpu: 512}}  # Node",
            "  app: {port: 3000, size: {cpu: 512, memory: 1024}}  # Node",
        ),
        ("tags.Team", "web", "tags: {}", "tags: {Team: web}"),
        ("environments.dev.waf", False, "  dev:", "  dev: {waf: false}"),
        (
            "environments.prod.services.app.spot",
            100,
            "  prod: {budget: 600}",
            "  prod: {budget: 600, services: {app: {spot: 100}}}",
        ),
    ],
)
def test_one_line_changes(path: str, value: Any, gone: str, come: str) -> None:
    """What is written on the line stays, its comment too."""
    assert ([gone], [come]) == changed(TEXT, path, value)


@pytest.mark.parametrize(
    ("path", "value", "come"),
    [
        ("services.worker.spot", 50, "    spot: 50"),
        ("services.worker.environment.LEVEL", "on", "      LEVEL: 'on'"),
        ("network.nat", "single", "network: {nat: single}"),
        ("services.mail.port", 25, "  mail: {port: 25}"),
        ("version", "8.0", "version: '8.0'"),
    ],
)
def test_a_new_line(path: str, value: Any, come: str) -> None:
    """A key that was not there is one more line, where it belongs; text stays text."""
    assert ([], [come]) == changed(TEXT, path, value)


def test_where_a_new_line_goes() -> None:
    """After the last value of its mapping, and before the next key of the outer one."""
    after = edited(TEXT, [(("services", "worker", "spot"), 50)], "giban.yaml").splitlines()
    assert after.index("    spot: 50") == after.index("      MODE: slow") + 1


@pytest.mark.parametrize("path", ["services", "services.worker"])
def test_a_block_is_changed_by_hand(path: str) -> None:
    """Replacing a whole block would lose its comments: it is refused."""
    with pytest.raises(UsageError, match="cannot be changed"):
        changed(TEXT, path, {"a": 1})


def test_an_alias_is_changed_by_hand() -> None:
    """What stands in two places cannot be changed in one."""
    text = "a: &x {size: 1}\nb: *x\n"
    with pytest.raises(UsageError, match=r"`b\.size` cannot be changed"):
        changed(text, "b.size", 2)


def test_a_short_form_is_changed_by_hand() -> None:
    """`health: /x` has no place for another key."""
    with pytest.raises(UsageError, match=r"`health\.grace` cannot be changed"):
        changed("health: /x\n", "health.grace", 5)


def test_a_last_line_without_its_end() -> None:
    """A file may end without a newline, and an empty one may begin."""
    assert "a: 1\nb: 2\n" == edited("a: 1", [(("b",), 2)], "x")
    assert "a: {b: 1}\n" == edited("", [(("a", "b"), 1)], "x")


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.parent.name)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_any_scalar_of_an_example(file: Path, data: st.DataObject) -> None:
    """Whatever is set anywhere, the file means exactly that, and other values keep their lines."""
    text = file.read_text(encoding="utf-8")
    tree = read_yaml(text, "x")[0]
    path = data.draw(st.sampled_from(list(_leaves(tree))))
    value = data.draw(st.one_of(st.integers(0, 999), st.booleans(), st.text("ab: #{'", max_size=6)))
    try:
        after = edited(text, [(path, value)], "x")
    except UsageError:
        return
    assert with_value(tree, path, value) == read_yaml(after, "x")[0]
    lines = text.splitlines()
    gone = [number for number, line in enumerate(lines) if line not in after.splitlines()]
    assert gone == list(range(gone[0], gone[-1] + 1) if gone else [])  # one value, one place


def _leaves(tree: Any, path: tuple[str, ...] = ()) -> Any:
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path
