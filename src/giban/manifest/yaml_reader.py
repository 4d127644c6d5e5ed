"""YAML text → plain values and where each was written; knows nothing of what they mean.

Only `true` and `false` are booleans and only plain decimal digits are numbers: `no`, `on`,
`1:30`, `0777`, `1_000` and dates stay the text the author sees. Anchors, aliases and `<<` work.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from giban.errors import Mistake, Mistakes
from giban.manifest.written import Written
from giban.values import Span

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_TAG = "tag:yaml.org,2002:"
_TAGS = {"str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq"}
_MOST_VALUES = 200_000
_DEEPEST = 50
_SUSPICIOUS = 1000
_TOO_DEEP = "nested too deeply"
_LIBRARY_LIMIT = "exceeded maximum nesting depth"  # libyaml's own words, since PyYAML 6.0.4
_LONGEST_NUMBER = 19

_ADVICE = (
    ("expected <block end>", "Check the indentation: keys of one mapping start in one column."),
    ("did not find expected key", "Check the indentation and close every quote."),
    ("mapping values are not allowed", "Put the value in quotes, or start a new line before it."),
    ("could not find expected ':'", "Write `key: value`, with a space after the colon."),
    ("did not find expected ',' or", "Close the bracket or brace, and put commas between."),
    ("unexpected end of stream", "Close the quote that was opened here."),
    ("undefined alias", "Define the anchor (`&name`) before it is used (`*name`)."),
    ("expected a single document", "Keep one manifest in the file: remove the `---` line."),
    ("but found another document", "Keep one manifest in the file: remove the `---` line."),
)


def read_yaml(text: str, file: str) -> tuple[Any, Written]:
    """Return the values of a YAML text and their places; raises `Mistakes`."""
    try:
        _refuse_depth(text, file)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise Mistakes([_syntax(error, text, file)]) from None
    except yaml.reader.ReaderError as error:
        raise Mistakes([_unreadable(error, text, file)]) from None
    except RecursionError:
        raise Mistakes([_too_much(Span(file, 1, 1), _TOO_DEEP)]) from None
    if node is None:
        return {}, Written(Span(file, 1, 1))
    reader = _Reader(file)
    value, written = reader.read(node, ())
    if reader.mistakes:
        raise Mistakes(reader.mistakes)
    return value, written


def _refuse_depth(text: str, file: str) -> None:
    """Refuse nesting that would overflow the stack of the C library, which checks nothing.

    Counting what can open a level is quick and never too low; only a suspicious text is walked.
    """
    opened = text.count("[") + text.count("{")
    longest = max((line.count(" ") for line in text.splitlines()), default=0)
    if opened + longest < _SUSPICIOUS:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > _DEEPEST:
            mark = event.start_mark
            where = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file, 1, 1)
            raise Mistakes([_too_much(where, _TOO_DEEP)])


class _Reader:
    """Builds plain values out of nodes; collects mistakes instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []
        self.count = 0

    def read(self, node: yaml.Node, path: tuple[str, ...]) -> tuple[Any, Written]:
        """Return one node's value and place."""
        self.count += 1
        here = self.span(node)
        if self.count > _MOST_VALUES or len(path) > _DEEPEST:
            words = "larger than 200,000 values" if len(path) <= _DEEPEST else _TOO_DEEP
            raise Mistakes([_too_much(here, words)])
        if node.tag.removeprefix(_TAG) not in _TAGS:
            self.mistakes.append(_tagged(node.tag, here, ".".join(path)))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            items = [self.read(item, (*path, str(i))) for i, item in enumerate(node.value)]
            places = Written(here, children={i: place for i, (_, place) in enumerate(items)})
            return [value for value, _ in items], places
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node), Written(here, text=node.value)
        raise AssertionError(node)

    def mapping(self, node: yaml.MappingNode, path: tuple[str, ...]) -> tuple[Any, Written]:
        """Return a mapping; a key written twice is a mistake."""
        values: dict[str, Any] = {}
        written = Written(self.span(node))
        merged: list[yaml.Node] = []
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                merged.append(value_node)
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                self.mistakes.append(_complex_key(self.span(key_node), ".".join(path)))
                continue
            key = str(key_node.value)
            inside = (*path, key)
            if key in values:
                first = written.children[key].key
                place = self.span(key_node)
                self.mistakes.append(_duplicate(key, place, first, ".".join(inside)))
                continue
            values[key], child = self.read(value_node, inside)
            child.key = self.span(key_node)
            written.children[key] = child
        for source in merged:
            self.merge(source, values, written, path)
        return values, written

    def merge(
        self, source: yaml.Node, values: dict[str, Any], written: Written, path: tuple[str, ...]
    ) -> None:
        """Fill in what `<<` names, behind what the mapping says itself."""
        parts = source.value if isinstance(source, yaml.SequenceNode) else [source]
        for part in parts:
            if not isinstance(part, yaml.MappingNode):
                self.mistakes.append(_bad_merge(self.span(part), ".".join(path)))
                continue
            more, places = self.read(part, (*path, "<<"))
            for key in more:
                if key not in values:
                    values[key] = more[key]
                    written.children[key] = places.children[key]

    def span(self, node: yaml.Node) -> Span:
        """Return where a node starts."""
        return Span(self.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style or node.tag == f"{_TAG}str":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < _LONGEST_NUMBER else text
    return float(text) if _FLOAT.fullmatch(text) else text


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if "unexpected end of stream" in str(error.problem) and error.context_mark:
        line, column = error.context_mark.line, error.context_mark.column
    lines = text.splitlines()
    written = lines[line] if line < len(lines) else ""
    problem = str(error.problem or error.context)
    if _LIBRARY_LIMIT in problem:
        return _too_much(Span(file, line + 1, column + 1), _TOO_DEEP)
    if "\t" in written[: column + 1]:
        return Mistake(
            "yaml-tab",
            "There is a tab in the indentation.",
            where=Span(file, line + 1, written.index("\t") + 1),
            why="YAML allows only spaces there.",
            fix="Replace the tab with two spaces.",
        )
    began = error.context_mark if error.context_mark and error.context_mark.line != line else None
    advice = (fix for words, fix in _ADVICE if words in problem)
    return Mistake(
        "yaml-syntax",
        f"This is not valid YAML: {problem}.",
        where=Span(file, line + 1, column + 1),
        why=f"What it belongs to began on line {began.line + 1}." if began else "",
        fix=next(advice, "Correct the YAML at this place; look at the line above it as well."),
    )


def _unreadable(error: yaml.reader.ReaderError, text: str, file: str) -> Mistake:
    before = text[: error.position] if isinstance(error.position, int) else ""
    character = error.character if isinstance(error.character, int) else 0
    return Mistake(
        "yaml-character",
        f"The character U+{character:04X} is not allowed in YAML.",
        where=Span(file, before.count("\n") + 1, len(before) - before.rfind("\n")),
        fix="Delete it; it is invisible in most editors.",
    )


def _too_much(where: Span, words: str) -> Mistake:
    return Mistake(
        "yaml-size",
        f"The file is {words}.",
        where=where,
        why="Anchors that refer to anchors, or to themselves, grow without end.",
        fix="Write the values out, or remove the alias.",
    )


def _tagged(tag: str, where: Span, path: str) -> Mistake:
    shown = tag.replace(_TAG, "!!")
    return Mistake(
        "yaml-tag",
        f"The tag `{shown}` means nothing here.",
        where=where,
        path=path,
        fix=f"Remove `{shown}` and keep the value.",
    )


def _duplicate(key: str, where: Span, first: Span | None, path: str) -> Mistake:
    return Mistake(
        "duplicate-key",
        f"`{key}` is written twice.",
        where=where,
        path=path,
        why=f"It was written before on line {first.line}." if first else "`<<` brought it.",
        fix="Keep one of the two and move what both hold under it.",
    )


def _complex_key(where: Span, path: str) -> Mistake:
    return Mistake(
        "yaml-key",
        "A key must be a word, not a list or a mapping.",
        where=where,
        path=path,
        fix="Write `name: value`; put text that starts with `{` or `[` in quotes.",
    )


def _bad_merge(where: Span, path: str) -> Mistake:
    return Mistake(
        "yaml-merge",
        "`<<` can only take in a mapping.",
        where=where,
        path=path,
        fix="Name an anchor on a mapping: `<<: *name`.",
    )
