"""pydantic's complaints → mistakes in the author's words: where, what, why, and what to write."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from giban.errors import Mistake
from giban.manifest.model_walk import examples_at, keys_of, nested_paths, options_at, part_at
from giban.manifest.nouns.root import Manifest
from giban.manifest.part import Part
from giban.manifest.written import Step, Written
from giban.values import Span

# Words other tools use for what is a key here.
_SYNONYMS = {
    "availability_zones": "zones",
    "azs": "zones",
    "desired_count": "scale.min",
    "endpoint": "host",
    "env": "environment",
    "instance_class": "class",
    "instance_type": "class",
    "max_allocated_storage": "storage.max",
    "multiaz": "multi_az",
    "name": "project",
    "node_type": "node",
    "num_cache_clusters": "nodes",
    "replicas": "scale.min",
    "retention": "log_days",
    "vpc": "network",
    "vpc_cidr": "cidr",
    "worker": "services",
}

_LONGEST = 60
_BEGUN = 3
"""Letters that are enough to begin a word with."""

_WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "union_tag_not_found": "",
    "union_tag_invalid": "",
}


def mistakes_from(
    error: ValidationError, root: type[Part], value: Any, written: Written | None
) -> list[Mistake]:
    """Translate all of a `ValidationError`; `value` is what was validated, `written` its places."""
    problems = error.errors(include_url=False, include_context=True)
    return [_Problem(root, problem, value, written).mistake() for problem in problems]


class _Problem:
    """One complaint, being put into words."""

    def __init__(
        self, root: type[Part], problem: Mapping[str, Any], value: Any, written: Written | None
    ) -> None:
        steps: Sequence[Step] = problem["loc"]
        self.about_key = bool(steps) and steps[-1] == "[key]"
        cleaned = [s for s in steps if not (isinstance(s, str) and s.startswith("="))]
        self.steps = cleaned[:-1] if self.about_key else cleaned
        self.root, self.kind, self.context = root, problem["type"], problem.get("ctx", {})
        self.message = problem["msg"]
        self.value = _value_at(value, self.steps)
        self.written = written
        self.path = ".".join(map(str, self.steps))
        self.inside = bool(self.steps) and isinstance(self.steps[-1], int)
        self.keys = self.steps[:-1] if self.inside else self.steps
        self.name = str(self.keys[-1]) if self.keys else root.noun

    def mistake(self) -> Mistake:
        """Choose the words by the kind of the complaint."""
        if self.kind == "extra_forbidden":
            return self.unknown_key()
        if self.about_key:
            return self.bad_name()
        if self.kind in _WANTED:
            return self.wrong_type()
        return self.bad_value()

    def where(self, *, key: bool = False) -> Span | None:
        """Return the place of the value, or of its key."""
        if self.written is None:
            return None
        written = self.written.nearest(self.steps)
        return written.key or written.span if key else written.span

    def unknown_key(self) -> Mistake:
        """Word a key that is none."""
        part = part_at(self.root, self.steps[:-1]) or self.root
        noun = part.noun
        known = sorted(keys_of(part))
        near = nearest_key(self.name, part)
        fix = f"Write `{near}` instead. " if near else "Remove it. "
        if near and "." in near:
            outer, inner = near.split(".")
            fix = f"Write `{outer}: {{{inner}: …}}`. "
        return Mistake(
            "unknown-key",
            f"`{self.name}` is not a key of {noun}.",
            where=self.where(key=True),
            path=self.path,
            fix=f"{fix}Keys of {noun}: {', '.join(known)}.",
        )

    def bad_name(self) -> Mistake:
        """Word a name that cannot be one."""
        variable = "[A-Za-z_]" in str(self.context.get("pattern", ""))
        rule = (
            "letters, digits and `_`, not beginning with a digit"
            if variable
            else "lowercase letters, digits and `-`, at most 32, beginning with a letter"
        )
        if "parameters" in self.steps or "tags" in self.steps:
            rule = "letters, digits and `_ . : / = + @ -`"
        return Mistake(
            "bad-name",
            f"`{self.name}` cannot be used as a name here.",
            where=self.where(key=True),
            path=self.path,
            why=f"Allowed are {rule}.",
            fix=f"Rename it{_renamed(self.name, variable)}.",
        )

    def wrong_type(self) -> Mistake:
        """Word a value of the wrong kind."""
        if not self.steps:
            return self.no_mapping()
        wanted = _WANTED[self.kind] or self.wanted_shapes()
        return Mistake(
            "wrong-type",
            f"`{self.name}` must {self.verb()} {wanted}, not {_shown(self.value, self.text())}.",
            where=self.where(),
            path=self.path,
            why=self.description(),
            fix=self.type_fix(wanted),
        )

    def no_mapping(self) -> Mistake:
        """Word a file that holds something else than keys and values."""
        return Mistake(
            "wrong-type",
            f"The file holds {_shown(self.value, self.text())} where keys belong.",
            where=self.where(),
            fix="Begin with `project: …`; `giban init` writes a manifest to start from.",
        )

    def wanted_shapes(self) -> str:
        """List the shapes a value may take: a whole number or a mapping."""
        words: list[str] = []
        for option in options_at(self.root, self.steps):
            word = _option_words(option)
            if word not in words:
                words.append(word)
        return " or ".join(words)

    def type_fix(self, wanted: str) -> str:
        """Say what to write instead of a value of the wrong kind."""
        text = self.text()
        if self.inside:
            return self.example_fix(wanted)
        if wanted == "text" and isinstance(self.value, (int, float)):
            return f'Put it in quotes: `{self.name}: "{text or self.value}"`.'
        if wanted == "a whole number" and isinstance(self.value, str) and _is_number(self.value):
            return f"Write it without quotes: `{self.name}: {self.value}`."
        if wanted == "true or false" and str(self.value).lower() in _YES_NO:
            return f"Write `{self.name}: {_YES_NO[str(self.value).lower()]}`."
        if wanted == "a list" and isinstance(self.value, str):
            return f"Put it in brackets: `{self.name}: [{self.value}]`."
        return self.example_fix(wanted)

    def example_fix(self, wanted: str) -> str:
        """Show the key as it is written in an example."""
        examples = examples_at(self.root, self.keys)
        if not examples:
            return (
                "Write `{}` for one without settings."
                if wanted == "a mapping"
                else (f"Write {wanted} there.")
            )
        shown = " or ".join(f"`{self.name}: {_flow(example)}`" for example in examples[:2])
        return f"Write it like {shown}."

    def bad_value(self) -> Mistake:
        """Word a value of the right kind that is not allowed."""
        words, fix = self.limits()
        return Mistake(
            "bad-value",
            f"`{self.name}` {words}.",
            where=self.where(),
            path=self.path,
            why=self.description(),
            fix=fix,
        )

    def limits(self) -> tuple[str, str]:
        """Say which limit a value breaks, and what to write."""
        shown, limit = _shown(self.value, self.text()), self.context
        match self.kind:
            case "literal_error":
                return f"cannot {self.verb()} {shown}", self.choices(str(limit["expected"]))
            case "greater_than_equal":
                return (
                    f"must be {limit['ge']} or more, not {shown}",
                    f"Write {limit['ge']} or more.",
                )
            case "less_than_equal":
                return (
                    f"must be {limit['le']} or less, not {shown}",
                    f"Write {limit['le']} or less.",
                )
            case "too_short":
                return "must not be empty", self.example_fix("a value")
            case "string_pattern_mismatch":
                return f"cannot {self.verb()} {shown}", self.example_fix("a value")
        return f"is not allowed: {self.message}", self.example_fix("another value")

    def choices(self, expected: str) -> str:
        """List the values to choose from, the nearest first."""
        values = expected.replace("'", "").replace(" or ", ", ").split(", ")
        near = get_close_matches(str(self.value).lower(), values, 1, 0.6)
        first = f"Did you mean `{near[0]}`? " if near else ""
        return f"{first}Choose one of: {', '.join(values)}."

    def description(self) -> str:
        """Return what the key means, as declared."""
        return about(self.keys, self.root)[0] if self.keys else ""

    def verb(self) -> str:
        """Return what a key does with its value: a list holds what is in it."""
        return "hold" if self.inside else "be"

    def text(self) -> str:
        """Return a scalar as it was spelled."""
        exact = self.written.exact(self.steps) if self.written else None
        return exact.text if exact else ""


def about(path: Sequence[Step], root: type[Part] = Manifest) -> tuple[str, str]:
    """Return what a key means and an example of its value, as declared."""
    part = part_at(root, path[:-1])
    name = keys_of(part).get(str(path[-1])) if part else None
    if part is None or name is None:
        return "", "…"
    examples = part.model_fields[name].examples
    return str(part.model_fields[name].description), _flow(examples[0]) if examples else "…"


_YES_NO = {"yes": "true", "on": "true", "no": "false", "off": "false", "true": "true"} | {
    "false": "false",
    "1": "true",
    "0": "false",
}


def nearest_key(name: str, part: type[Part]) -> str | None:
    """Return the key of a noun that was most likely meant, perhaps one level deeper."""
    known = [*keys_of(part), *nested_paths(part)]
    swapped = next((key for key in known if sorted(key) == sorted(name.lower())), None)
    if swapped:
        return swapped
    synonym = _SYNONYMS.get(name.lower().replace("-", "_"))
    if synonym in known:
        return synonym
    word = name.lower().replace("-", "_")
    near = get_close_matches(word, keys_of(part), 1, 0.6)
    begun = [key for key in keys_of(part) if len(word) >= _BEGUN and key.startswith(word)]
    if begun or near:
        return [*begun, *near][0]
    return next((path for path in known if path.endswith(f".{name}")), None)


def _option_words(option: Any) -> str:
    if option is int:
        return "a whole number"
    if option is str:
        return "text"
    if option is bool:
        return "true or false"
    return "a list" if getattr(option, "__origin__", None) is list else "a mapping"


def _value_at(value: Any, steps: Sequence[Step]) -> Any:
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return getattr(value, str(step), None)
    return value


def _shown(value: Any, text: str) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {text or value}"
        case str():
            return f'"{value}"' if len(value) <= _LONGEST else f'"{value[:_LONGEST]}…"'
        case list():
            return "a list"
    return "a mapping"


def _is_number(text: str) -> bool:
    return text.lstrip("-").isdecimal()


def _flow(value: Any) -> str:
    """Write an example the way YAML's short style has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and (value[:1].isdigit() or ": " in value):
        return json.dumps(value)
    return str(value)


def _renamed(name: str, variable: bool) -> str:
    good = "".join(c if c.isascii() and c.isalnum() else "_" if variable else "-" for c in name)
    good = good.strip("-_") if variable else good.lower().strip("-")[:32]
    return f" to `{good}`" if good and good[0].isalpha() and good != name else ""
