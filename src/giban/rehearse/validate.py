"""What the official provider refuses before it calls AWS, from the catalogue's checks."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from giban.blueprint import Field
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.faults import Problem
from giban.rehearse.plan import Path
from giban.rehearse.shape import Shape, elements

ARN = re.compile(r"^arn:[\w-]+:[^:]*:[^:]*:[^:]*:.+", re.DOTALL)


def problems(shape: Shape, config: Values) -> Iterator[Problem]:
    """Yield everything that is wrong with a configuration."""
    yield from _block(shape, config, (), shape, config)


def _block(
    shape: Shape, values: Values, path: Path, root: Shape, config: Values
) -> Iterator[Problem]:
    for name, field in shape.attributes.items():
        value = values.get(name)
        yield from _value(field, value, (*path, name))
        yield from _others(field, value, (*path, name), (shape, values), (root, config))
    for name, nested in shape.blocks.items():
        inner = values.get(name)
        given = UNKNOWN if inner is UNKNOWN else inner or None
        yield from _others(nested.field, given, (*path, name), (shape, values), (root, config))
        for index, element in enumerate(elements(inner) if inner is not UNKNOWN else ()):
            step = (index,) if nested.field.nesting == "list" else ()
            yield from _block(nested.shape, element, (*path, name, *step), root, config)


def _value(field: Field, value: Any, path: Path) -> Iterator[Problem]:
    check = field.check
    if check is None or value is None or value is UNKNOWN:
        return
    for one in value if isinstance(value, list) else [value]:
        if one is None or one is UNKNOWN or isinstance(one, (dict, list)):
            continue
        why = _wrong(field, one)
        if why:
            yield Problem(why, attribute=path)


def _wrong(field: Field, value: Any) -> str:
    check = field.check
    if check is None:
        return ""
    name = field.name
    if check.one_of and str(value) not in {str(one) for one in check.one_of}:
        allowed = " ".join(f'"{one}"' for one in check.one_of)
        return f"expected {name} to be one of [{allowed}], got {value}"
    if check.range and isinstance(value, (int, float)):
        low, high = check.range
        if (low is not None and value < low) or (high is not None and value > high):
            return f"expected {name} to be in the range ({low} - {high}), got {value}"
    if check.length and isinstance(value, str):
        low, high = check.length
        if len(value) < (low or 0) or (high is not None and len(value) > high):
            return f"expected length of {name} to be in the range ({low} - {high}), got {value}"
    return _wrong_format(check.format, name, value)


def _wrong_format(format: str | None, name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        return ""
    if format == "arn" and not ARN.match(value):
        return f'"{name}" ({value}) is an invalid ARN: arn: invalid prefix'
    if format == "cidr":
        try:
            ipaddress.ip_network(value)
        except ValueError:
            return f'"{value}" is not a valid CIDR block'
    return ""


def _others(
    field: Field,
    value: Any,
    path: Path,
    here: tuple[Shape, Values],
    root: tuple[Shape, Values],
) -> Iterator[Problem]:
    """Yield what the arguments beside this one make wrong."""
    check = field.check
    if check is None:
        return
    name = field.name
    if value is not None:
        for other in check.conflicts_with:
            if other != name and _given(other, here, root) is True:
                yield Problem(
                    "Conflicting configuration arguments",
                    f'"{name}": conflicts with {other}',
                    attribute=path,
                )
        missing = [other for other in check.required_with if _given(other, here, root) is False]
        if missing and value is not UNKNOWN:
            wanted = ",".join(check.required_with)
            yield Problem(
                "Missing required argument",
                f'"{name}": all of `{name},{wanted}` must be specified',
                attribute=path,
            )
    yield from _counted(field, path, here, root)


def _counted(
    field: Field, path: Path, here: tuple[Shape, Values], root: tuple[Shape, Values]
) -> Iterator[Problem]:
    check, name = field.check, field.name
    if check is None:
        return
    for group, exactly in ((check.exactly_one_of, True), (check.at_least_one_of, False)):
        states = [_given(other, here, root) for other in group]
        if not group or "unknown" in states or None in states:
            continue
        count = states.count(True)
        listed = ",".join(group)
        if count == 0 and group[0].rpartition(".")[2] == name:
            words = "one of" if exactly else "at least one of"
            yield Problem(
                "Missing required argument",
                f'"{name}": {words} `{listed}` must be specified',
                attribute=path,
            )
        if exactly and count > 1 and _given(name, here, root) is True:
            yield Problem(
                "Invalid combination of arguments",
                f'"{name}": only one of `{listed}` can be specified',
                attribute=path,
            )


def _given(path: str, here: tuple[Shape, Values], root: tuple[Shape, Values]) -> bool | str | None:
    """Tell whether an argument is given; None if the path names nothing."""
    for shape, values in (here, root):
        found = _follow(path.split("."), shape, values)
        if found is not None:
            return found
    return None


def _follow(steps: list[str], shape: Shape, values: Values) -> bool | str | None:
    steps = [step for step in steps if not step.isdigit()]
    value = values.get(steps[0])
    if len(steps) > 1:
        nested = shape.blocks.get(steps[0])
        if nested is None:
            return None
        inner = [] if value is UNKNOWN else elements(value)
        return _follow(steps[1:], nested.shape, inner[0] if inner else {})
    if shape.field(steps[0]) is None:
        return None
    if value is UNKNOWN:
        return "unknown"
    return value is not None and value != []
