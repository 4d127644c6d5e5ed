"""Terraform's attributes and the AWS API's members: the same thing under two spellings.

`map_public_ip_on_launch`, `MapPublicIpOnLaunch` and `mapPublicIpOnLaunch` are one name; a block
that may stand once is a structure, others are lists; botocore's service model gives the types.
Only names that really differ are written down, by their path in Terraform:

    {"container.log": "LogConfiguration.Driver"}    another name, dots lead into structures
    {"health_check": "."}                           the block's members stand beside the block
    {"self": ""}                                    not a member of the API at all
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.faults import Refused
from giban.rehearse.shape import Nested, Shape, elements

Names = Mapping[str, str]
MISSING = object()
NOT_SENT = {"id", "region", "tags_all", "timeouts"}
PAIRS = ({"key", "value"}, {"name", "value"}, {"tagkey", "tagvalue"})


@cache
def normal(name: str) -> str:
    """Return a name without the marks by which spellings differ."""
    return name.replace("_", "").replace("-", "").lower()


@cache
def _spellings(name: str) -> tuple[str, ...]:
    plain = normal(name)
    plurals = [plain, f"{plain}s", f"{plain}es"]
    if plain.endswith("y"):
        plurals.append(f"{plain[:-1]}ies")
    if plain.endswith("s"):
        plurals.append(plain[:-1])
    return tuple(plurals)


@cache
def _index(shape: Any) -> dict[str, str]:
    return {normal(member): member for member in shape.members}


def dig(answer: Any, path: str) -> Any:
    """Follow a dotted path into an answer: `Subnet.SubnetId`, `NodeGroups.0.Port`."""
    for step in path.split(".") if path else ():
        if isinstance(answer, list):
            answer = answer[int(step)] if len(answer) > int(step) else MISSING
        else:
            answer = answer.get(step, MISSING) if isinstance(answer, dict) else MISSING
        if answer is MISSING:
            return MISSING
    return answer


def to_api(
    tf: Shape, values: Values, shape: Any, names: Names, *, path: str = "", empty: bool = False
) -> dict[str, Any]:
    """Return the members of an API structure that the values stand for.

    Empty values are left out unless `empty`, which an update needs to clear something.
    """
    out: dict[str, Any] = {}
    for name, nested in _sendable(tf, NOT_SENT if not path else frozenset()):
        value = values.get(name)
        if value is None or value is UNKNOWN or (not empty and _is_empty(value)):
            continue
        here = f"{path}{name}"
        target = names.get(here)
        if target == "." and nested is not None:
            for element in elements(value):
                out |= to_api(nested.shape, element, shape, names, path=f"{here}.", empty=empty)
            continue
        steps = _steps(shape, name, target)
        if steps:
            _put(out, shape, steps, _Value(value, nested, names, f"{here}."))
    return out


def _sendable(tf: Shape, not_sent: Collection[str]) -> Iterator[tuple[str, Nested | None]]:
    for name, field in tf.attributes.items():
        if (field.required or field.optional) and name not in not_sent:
            yield name, None
    for name, nested in tf.blocks.items():
        if name not in not_sent:
            yield name, nested


def _steps(shape: Any, name: str, target: str | None) -> list[str]:
    if target is not None:
        steps = [step for step in target.split(".") if step]
        return steps if steps and steps[0] in shape.members else []
    index = _index(shape)
    return next(([index[spelling]] for spelling in _spellings(name) if spelling in index), [])


def _is_empty(value: Any) -> bool:
    return isinstance(value, (str, list, dict)) and not value


class _Value:
    """A Terraform value on its way to the API, and where its own names are looked up."""

    __slots__ = ("names", "nested", "path", "value")

    def __init__(self, value: Any, nested: Nested | None, names: Names, path: str) -> None:
        self.value = value
        self.nested = nested
        self.names = names
        self.path = path

    def with_value(self, value: Any) -> _Value:
        return _Value(value, self.nested, self.names, self.path)


def _put(out: dict[str, Any], shape: Any, steps: list[str], value: _Value) -> None:
    member = shape.members[steps[0]]
    if len(steps) > 1:
        _put(out.setdefault(steps[0], {}), member, steps[1:], value)
        return
    converted = _convert(value, member)
    if isinstance(converted, dict) and isinstance(out.get(steps[0]), dict):
        out[steps[0]] |= converted
    else:
        out[steps[0]] = converted


def _convert(value: _Value, shape: Any) -> Any:
    match shape.type_name:
        case "structure":
            return _structure(value, shape)
        case "list":
            return [_convert(value.with_value(item), shape.member) for item in _items(value, shape)]
        case "map":
            given = value.value if isinstance(value.value, dict) else {}
            return {key: _convert(value.with_value(given[key]), shape.value) for key in given}
        case _:
            return _scalar(value, shape)


def _items(value: _Value, shape: Any) -> list[Any]:
    given = value.value
    if isinstance(given, list):
        return given
    if isinstance(given, dict) and value.nested is None and shape.member.type_name == "structure":
        pair = _pair(shape.member)
        if pair:
            return [{pair[0]: key, pair[1]: item} for key, item in given.items()]
    return [given]


def _pair(shape: Any) -> tuple[str, str] | None:
    """Return the members of a structure that is a name and its value, as tags are."""
    index = _index(shape)
    for pair in PAIRS:
        if pair == set(index):
            key = next(name for name in index if not name.endswith("value"))
            value = next(name for name in index if name.endswith("value"))
            return index[key], index[value]
    return None


def _structure(value: _Value, shape: Any) -> Any:
    given, members = value.value, shape.members
    if {"Items", "Quantity"} <= set(members):
        items = given if isinstance(given, list) else [given]
        listed = [_convert(value.with_value(item), members["Items"].member) for item in items]
        return {"Quantity": len(listed), "Items": listed}
    if isinstance(given, list):
        given = given[0] if given else {}
    if not isinstance(given, dict):
        return {"Value": _convert(value.with_value(given), members["Value"])}
    if set(given) <= set(members):
        return given
    if value.nested is not None:
        return to_api(value.nested.shape, given, shape, value.names, path=value.path)
    index = _index(shape)
    return {
        index[normal(key)]: _convert(_Value(item, None, {}, ""), members[index[normal(key)]])
        for key, item in given.items()
        if normal(key) in index and item is not None
    }


def _scalar(value: _Value, shape: Any) -> Any:
    given = value.value
    match shape.type_name:
        case "string":
            text = str(given).lower() if isinstance(given, bool) else str(given)
            _check_enum(text, shape, value.path)
            return text
        case "integer" | "long":
            return int(given)
        case "float" | "double":
            return float(given)
        case "boolean":
            return given if isinstance(given, bool) else str(given).lower() == "true"
        case "blob":
            return base64.b64decode(given) if isinstance(given, str) else given
        case _:
            return given


def _check_enum(text: str, shape: Any, path: str) -> None:
    allowed = getattr(shape, "enum", None)
    if allowed and text not in allowed:
        some = ", ".join(allowed[:12]) + (", ..." if len(allowed) > 12 else "")  # noqa: PLR2004
        attribute = tuple(step for step in path.split(".") if step)[:1]
        refusal = Refused(
            "ValidationException",  # AWS's own code
            f"Value '{text}' at '{shape.name}' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{some}]",
            attribute=attribute,
        )
        refusal.guarded = True
        raise refusal


def from_api(
    tf: Shape, answer: Mapping[str, Any], names: Names, *, path: str = "", empty: bool = False
) -> Values:
    """Return the attributes that an API answer holds; what it leaves out is left out.

    With `empty`, an empty structure is a block of its own, as in `allow {}`.
    """
    found: Values = {}
    index = {normal(key): key for key in answer}
    for name, field in tf.attributes.items():
        if (name == "id" and not path and name not in names) or field.write_only:
            continue
        value = _look(answer, index, name, names.get(f"{path}{name}"))
        if value is not MISSING:
            found[name] = to_terraform(field.kind, value)
    for name, nested in tf.blocks.items():
        here = f"{path}{name}"
        if names.get(here) == ".":
            inner = from_api(nested.shape, answer, names, path=f"{here}.", empty=empty)
            found[name] = [inner] if inner else []
            continue
        value = _look(answer, index, name, names.get(here))
        if value is not MISSING and name not in NOT_SENT:
            found[name] = _blocks(nested, value, names, f"{here}.", empty=empty)
    return found


def _look(answer: Any, index: Mapping[str, str], name: str, target: str | None) -> Any:
    if target is not None:
        return dig(answer, target) if target else MISSING
    for spelling in _spellings(name):
        if spelling in index:
            return answer[index[spelling]]
    return MISSING


def _blocks(nested: Nested, value: Any, names: Names, path: str, *, empty: bool) -> Any:
    if isinstance(value, dict) and "Quantity" in value:
        value = value.get("Items", [])
    items = [item for item in elements(value) if isinstance(item, dict)]
    inner = [from_api(nested.shape, item, names, path=path, empty=empty) for item in items]
    inner = [element for element in inner if element or empty]
    if nested.field.nesting == "single":
        return inner[0] if inner else None
    return inner


def to_terraform(kind: Any, value: Any) -> Any:
    """Return a value of an API answer as Terraform's type."""
    if value is None:
        return None
    if isinstance(kind, str):
        return _simple(kind, value)
    if kind[0] in ("list", "set"):
        if isinstance(value, dict):
            value = value.get("Items", [])
        if not isinstance(value, (list, tuple)):
            value = [value]
        return [to_terraform(kind[1], item) for item in value]
    if kind[0] == "map":
        return {key: to_terraform(kind[1], item) for key, item in as_map(value).items()}
    index = {normal(key): key for key in value}
    return {
        name: to_terraform(of, value[index[normal(name)]]) if normal(name) in index else None
        for name, of in kind[1].items()
    }


def as_map(value: Any) -> dict[str, Any]:
    """Return a map from a map, or from a list of names and values as tags are."""
    if isinstance(value, dict):
        return value
    pairs = ({normal(key): item for key, item in one.items()} for one in value or ())
    return {
        str(one.get("key", one.get("tagkey", one.get("name")))): one.get(
            "value", one.get("tagvalue", "")
        )
        for one in pairs
    }


def _simple(kind: str, value: Any) -> Any:  # noqa: PLR0911  # one line for each type
    if kind == "bool":
        return value if isinstance(value, bool) else str(value).lower() in ("true", "1", "enabled")
    if kind == "number":
        number = float(value)
        return int(number) if number.is_integer() else number
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, (dict, list)):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
