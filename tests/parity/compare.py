"""Compare what Terraform plans with the Blueprint, attribute by attribute.

A Blueprint's expressions are evaluated over the plan itself: a reference is what the plan holds at
that address. What the plan does not know yet is compared as "unknown" on both sides; after an
apply nothing is.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from giban.blueprint import Block, Field, Resource, Stack, fields
from giban.values import Call, Either, Expr, Json, Knob, Named, Pick, Ref, Text, references


class Unknown:
    """A value that a plan does not know before it is applied."""

    def __repr__(self) -> str:
        return "(known after apply)"


UNKNOWN = Unknown()
EPHEMERAL = "ephemeral"


@dataclass(frozen=True)
class Planned:
    """The objects of a plan by address, unknown parts filled in."""

    objects: Mapping[str, Any]

    @classmethod
    def read(cls, plan: Any) -> Planned:
        """Read what `terraform show -json PLAN` prints."""
        objects: dict[str, Any] = {}
        for resource in _resources(plan.get("prior_state", {}).get("values", {})):
            objects[resource["address"]] = resource["values"]
        for change in plan.get("resource_changes", ()):
            if change["change"]["actions"] == ["delete"]:
                objects.pop(change["address"], None)
                continue
            after, unknown = change["change"]["after"], change["change"]["after_unknown"]
            objects[change["address"]] = _filled(after, unknown)
        return cls(objects)

    def managed(self) -> set[str]:
        """Return the addresses of what Terraform manages."""
        return {address for address in self.objects if not address.startswith("data.")}

    def evaluate(self, value: Any) -> Any:
        """Return what a Blueprint's value is in this plan."""
        match value:
            case Knob():
                return value.value
            case Ref():
                return self._at(value)
            case Text():
                parts = [self.evaluate(part) for part in value.parts]
                return UNKNOWN if UNKNOWN in parts else "".join(str(part) for part in parts)
            case Json():
                inner = self.evaluate(value.value)
                return UNKNOWN if _holds_unknown(inner) else inner
            case Pick():
                return self._pick(value)
            case Call():
                return self._called(value)
            case Named() | Either():
                return self.evaluate(value.value)
            case Expr():
                return UNKNOWN
            case Mapping():
                return {key: self.evaluate(inner) for key, inner in value.items()}
            case list() | tuple():
                return [self.evaluate(inner) for inner in value]
            case _:
                return value

    def _at(self, ref: Ref) -> Any:
        found = self.objects[str(ref.address)]
        for step in ref.path:
            if found is UNKNOWN:
                return UNKNOWN
            found = found[step]
        return found

    def _called(self, call: Call) -> Any:
        """Return what Terraform's function gives, where it is one of those we know."""
        match call:
            case Call("base64encode", (plain,)):
                found = self.evaluate(plain)
                return UNKNOWN if found is UNKNOWN else b64encode(found.encode()).decode()
            case Call("tostring", (plain,)):
                found = self.evaluate(plain)
                return UNKNOWN if found is UNKNOWN else str(found)
            case Call("replace", (plain, old, new)):
                found = self.evaluate(plain)
                return UNKNOWN if found is UNKNOWN else found.replace(old, new)
            case Call(function="join" | "split"):
                return self._joined(call)
        return UNKNOWN

    def _joined(self, call: Call) -> Any:
        """Return what Terraform's `join` or `split` gives."""
        separator, parts = (self.evaluate(one) for one in call.arguments)
        if _holds_unknown(parts):
            return UNKNOWN
        return separator.join(parts) if call.function == "join" else parts.split(separator)

    def _pick(self, pick: Pick) -> Any:
        options = self.evaluate(pick.collection)
        if options is UNKNOWN or any(option is UNKNOWN for option in options):
            return UNKNOWN
        (chosen,) = [one for one in options if one[pick.key] == pick.equals]
        return chosen[pick.attribute]


def differences(stack: Stack, planned: Planned) -> Iterator[str]:
    """Yield every difference between a stack and a plan of its written files."""
    expected = {str(resource.terraform_address) for resource in stack.resources()}
    for address in sorted(expected ^ planned.managed()):
        where = "the plan" if address in expected else "the Blueprint"
        yield f"{address} is missing in {where}"
    for resource in stack.resources():
        address = str(resource.terraform_address)
        if address in planned.objects:
            yield from _block(resource, planned.objects[address], planned, address, stack)


def _block(block: Block, found: Any, planned: Planned, path: str, stack: Stack) -> Iterator[str]:
    given = block.given()
    for name, field in fields(type(block)).items():
        here, there = f"{path}.{field.name}", found.get(field.name)
        if name in given and field.write_only:
            if there is not None:
                yield f"{here} is write-only, yet the plan holds it"
        elif field.block is not None:
            yield from _blocks(field, given.get(name), there, planned, here, stack)
        elif name in given:
            expected = planned.evaluate(given[name])
            if not _same(field.kind, expected, there):
                yield f"{here} is {there!r}, not {expected!r}"
        elif not _may_be_there(block, field, there):
            yield f"{here} is {there!r}, yet the Blueprint says nothing of it"


def _blocks(
    field: Field, given: Any, there: Any, planned: Planned, path: str, stack: Stack
) -> Iterator[str]:
    wanted = [] if given is None else [given] if isinstance(given, Block) else list(given)
    if there is UNKNOWN:
        if not field.computed and not any(list(references(_values(one))) for one in wanted):
            yield f"{path} is unknown"
        return
    found = there if isinstance(there, list) else [] if there is None else [there]
    if len(wanted) != len(found):
        if not (field.computed and not wanted):
            yield f"{path} has {len(found)} blocks, not {len(wanted)}"
        return
    if field.nesting != "set":
        for index, (ours, theirs) in enumerate(zip(wanted, found, strict=True)):
            yield from _block(ours, theirs, planned, f"{path}[{index}]", stack)
        return
    left = list(found)
    for ours in wanted:
        match = next(
            (one for one in left if not list(_block(ours, one, planned, path, stack))), None
        )
        if match is None:
            yield f"{path}: none of the planned blocks is {ours!r}, but {left!r}"
        else:
            left.remove(match)


def _values(block: Block) -> Any:
    return list(block.given().values())


def _may_be_there(block: Block, field: Field, there: Any) -> bool:
    """Tell whether the provider may say something that the Blueprint leaves out."""
    if there is None or there is UNKNOWN or field.computed:
        return True
    if field.default is not None:
        return bool(_same(field.kind, field.default, there))
    empty = there in ("", 0, False) or there == [] or there == {}
    return empty or (isinstance(block, Resource) and field.name == "tags_all")


def _same(kind: Any, ours: Any, theirs: Any) -> bool:
    if _holds_unknown(ours) or _holds_unknown(theirs):
        return _holds_unknown(ours) and _holds_unknown(theirs)
    if kind == "string" and isinstance(ours, (dict, list)) and isinstance(theirs, str):
        return bool(ours == json.loads(theirs))
    if kind == "string":
        return _text(ours) == _text(theirs)
    if kind == "number":
        return float(ours) == float(theirs)
    if isinstance(kind, list) and kind[0] == "set":
        return sorted(map(_text, ours)) == sorted(map(_text, theirs))
    return bool(ours == theirs)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_unknown, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_holds_unknown, value))
    return value is UNKNOWN


def _filled(after: Any, unknown: Any) -> Any:
    """Put `UNKNOWN` where a plan marks a value as not known yet."""
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, dict):
        base = after if isinstance(after, dict) else {}
        return {key: _filled(base.get(key), unknown.get(key, False)) for key in {**base, **unknown}}
    if isinstance(unknown, list):
        items = after if isinstance(after, list) else []
        return [
            _filled(
                items[index] if index < len(items) else None,
                unknown[index] if index < len(unknown) else False,
            )
            for index in range(max(len(items), len(unknown)))
        ]
    return after


def _resources(values: Any) -> Iterator[Any]:
    yield from values.get("root_module", {}).get("resources", ())
