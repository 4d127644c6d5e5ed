"""A stack in the form of Terraform's plan JSON: what rules in Rego are written against.

Nothing exists before it, so all of it is created; what another object will tell is unknown, with
the reference in `configuration`. The same names and shapes as `terraform show -json`
(https://developer.hashicorp.com/terraform/internals/json-format).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from giban.blueprint import Block, Foreign, Object, Stack, fields
from giban.values import Expr, Hidden, Index, Ref, literal, references

FORMAT = "1.2"
UNKNOWN: Any = object()


def as_plan(stack: Stack) -> dict[str, Any]:
    """Return the plan that would make a stack; sensitive values are left out as unknown."""
    things = [node.object for node in stack.nodes if node.object.terraform_mode != "ephemeral"]
    changes = [_change(thing, stack) for thing in things]
    return {
        "format_version": FORMAT,
        "resource_changes": changes,
        "planned_values": {"root_module": {"resources": [_planned(one) for one in changes]}},
        "configuration": {"root_module": {"resources": [_written(thing) for thing in things]}},
    }


def _named(thing: Object) -> dict[str, Any]:
    address = thing.terraform_address
    key = address.key
    named: dict[str, Any] = {
        "address": str(address),
        "mode": address.mode,
        "type": address.type,
        "name": address.label,
    }
    if address.module:
        named["module_address"] = address.module
    if key is not None:
        named["index"] = int(key) if isinstance(key, Index) else key
    return named


def _change(thing: Object, stack: Stack) -> dict[str, Any]:
    after, unknown = _block(thing)
    if "tags_all" in type(thing).declared:
        tags = literal(thing.given().get("tags_all")) or literal(thing.given().get("tags")) or {}
        after["tags_all"], _ = _value({**stack.tags, **tags})
    made = {"actions": ["create"], "before": None, "after": after, "after_unknown": unknown}
    return {
        **_named(thing),
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {**made, "after_sensitive": {}},
    }


def _planned(change: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("address", "mode", "type", "name", "index", "provider_name")
    return {
        **{name: change[name] for name in kept if name in change},
        "schema_version": 0,
        "values": change["change"]["after"],
    }


def _block(block: Block) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of a block by Terraform's names, and which are not known."""
    after: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    if isinstance(block, Foreign):
        named = {name: (name, value) for name, value in block.given().items()}
    else:
        named = {
            field.name: (name, block.given().get(name))
            for name, field in fields(type(block)).items()
        }
    for terraform, (name, value) in named.items():
        field = type(block).declared.get(name)
        if value is None:
            if field is not None and field.computed:
                unknown[terraform] = True
            elif field is not None:
                after[terraform] = field.default if field.block is None else []
            continue
        if field is not None and field.write_only:
            after[terraform] = None
            continue
        single = field is not None and field.block is not None and field.nesting != "single"
        known, left = _value((value,) if single and isinstance(value, Block) else value)
        if known is UNKNOWN:
            unknown[terraform] = True
        else:
            after[terraform] = known
            if left:
                unknown[terraform] = left
    return after, unknown


def _value(value: Any) -> tuple[Any, Any]:
    """Return a plain value and the marks of what in it is not known."""
    match value:
        case Block():
            return _block(value)
        case Expr():
            plain = None if isinstance(value, Hidden) else literal(value)
            return (UNKNOWN, True) if plain is None else (_text(plain), False)
        case Mapping():
            return _many(value)
        case list() | tuple():
            return _several(value)
    return value, False


def _several(value: Sequence[Any]) -> tuple[Any, Any]:
    pairs = [_value(one) for one in value]
    if any(known is UNKNOWN for known, _ in pairs):
        return UNKNOWN, True
    marks = [mark for _, mark in pairs]
    return [known for known, _ in pairs], marks if any(marks) else False


def _many(value: Mapping[str, Any]) -> tuple[Any, Any]:
    pairs = {name: _value(inner) for name, inner in value.items()}
    known = {name: plain for name, (plain, _) in pairs.items() if plain is not UNKNOWN}
    marks = {name: mark for name, (_, mark) in pairs.items() if mark}
    return known, marks


def _text(document: Any) -> Any:
    """Return a document as Terraform's `jsonencode` writes it; plain values as they are."""
    if isinstance(document, (str, int, float, bool)):
        return document
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _written(thing: Object) -> dict[str, Any]:
    """Return what a plan says of the configuration: which objects an argument refers to."""
    expressions = {
        _terraform(thing, name): {"references": list(_names(value))}
        for name, value in thing.given().items()
    }
    address = thing.terraform_address
    prefix = "data." if address.mode == "data" else ""
    return {
        **{name: value for name, value in _named(thing).items() if name != "index"},
        "address": f"{prefix}{address.type}.{address.label}",
        "provider_config_key": "aws",
        "expressions": expressions,
    }


def _terraform(thing: Object, name: str) -> str:
    field = type(thing).declared.get(name)
    return field.name if field is not None else name


def _names(value: Any) -> Iterator[str]:
    for ref in _refs(value):
        yield "".join([str(ref.address), *(_step(step) for step in ref.path)])
        yield str(ref.address)


def _step(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{step}"


def _refs(value: Any) -> Iterator[Ref]:
    if isinstance(value, Block):
        for inner in value.given().values():
            yield from _refs(inner)
    elif isinstance(value, tuple) and value and isinstance(value[0], Block):
        for one in value:
            yield from _refs(one)
    else:
        yield from references(value)
