"""Changing a value in YAML text and nothing else: comments, order and spacing stay as they are."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from giban.errors import UsageError
from giban.manifest.yaml_reader import read_yaml

Path = tuple[str, ...]
_WIDEST = 10_000


def edited(text: str, changes: Sequence[tuple[Path, Any]], file: str) -> str:
    """Return the text with each path set to a value; mappings on the way are made where missing.

    The result is read again: if it means anything else than the text with exactly these changes
    (an alias would have changed two places), `UsageError` says which to write by hand.
    """
    for path, value in changes:
        wanted = with_value(read_yaml(text, file)[0], path, value)
        text = _spliced(text, path, value, file)
        if read_yaml(text, file)[0] != wanted:
            raise _by_hand(path, value, file)
    return text


def with_value(tree: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return a copy of a tree in which a path has a value."""
    made = copy.deepcopy(dict(tree))
    here = made
    for step in path[:-1]:
        inner = here.get(step)
        here[step] = dict(inner) if isinstance(inner, Mapping) else {}
        here = here[step]
    here[path[-1]] = value
    return made


def _spliced(text: str, path: Path, value: Any, file: str) -> str:
    node, key, rest = _nearest(yaml.compose(text, Loader=yaml.SafeLoader), path)
    if node is None:
        return f"{text}{_written(path, value)}\n"
    if not rest:
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            raise _by_hand(path, value, file)
        return _replaced(text, node, key, _flow(value))
    if isinstance(node, yaml.MappingNode):
        return _inserted(text, node, _written(rest, value))
    if isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null") and not node.style:
        return _replaced(text, node, key, "{" + _written(rest, value) + "}")
    raise _by_hand(path, value, file)


def _nearest(root: yaml.Node | None, path: Path) -> tuple[yaml.Node | None, yaml.Node | None, Path]:
    """Return the innermost node on a path, its key, and the steps that are not there."""
    node, key = root, None
    for index, step in enumerate(path):
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
        if found is None:
            return node, key, path[index:]
        key, node = found
    return node, key, ()


def _replaced(text: str, node: yaml.Node, key: yaml.Node | None, value: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if start == end and key is not None:  # `dev:` with nothing behind it
        colon = text.index(":", key.end_mark.index) + 1
        return f"{text[:colon]} {value}{text[colon:]}"
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        end = len(text[:end].rstrip())
    return f"{text[:start]}{value}{text[end:]}"


def _inserted(text: str, node: yaml.MappingNode, entry: str) -> str:
    if not node.value:
        at = node.start_mark.index + 1
        return f"{text[:at]}{entry}{text[at:]}"
    end = _end(text, node)
    if node.flow_style:
        return f"{text[:end]}, {entry}{text[end:]}"
    indent = " " * node.value[0][0].start_mark.column
    line_end = text.find("\n", end)
    if line_end < 0:
        return f"{text}\n{indent}{entry}\n"
    return f"{text[:line_end]}\n{indent}{entry}{text[line_end:]}"


def _end(text: str, node: yaml.MappingNode) -> int:
    """Return where the last value of a mapping ends, without what follows it."""
    key, value = node.value[-1]
    if isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value:
        if isinstance(value, yaml.MappingNode):
            return _end(text, value)
        return len(text[: value.end_mark.index].rstrip())
    if value.start_mark.index == value.end_mark.index:
        return text.index(":", key.end_mark.index) + 1
    return len(text[: value.end_mark.index].rstrip())


def _written(path: Path, value: Any) -> str:
    """Write `a: {b: value}` for the path a, b."""
    inner = _flow(value)
    for step in reversed(path[1:]):
        inner = "{" + f"{_flow(step)}: {inner}" + "}"
    return f"{_flow(path[0])}: {inner}"


def _flow(value: Any) -> str:
    """Write a value so that it can stand inside brackets and braces."""
    text = yaml.safe_dump(
        [value], default_flow_style=True, width=_WIDEST, allow_unicode=True, sort_keys=False
    )
    return text.strip()[1:-1]


def _by_hand(path: Path, value: Any, file: str) -> UsageError:
    return UsageError(
        f"`{'.'.join(path)}` cannot be changed in {file} without touching what stands beside it.",
        why="It is written in a short form, as a block, or through an anchor.",
        fix=f"Write it by hand: `{'.'.join(path)}: {_flow(value)}`.",
    )
