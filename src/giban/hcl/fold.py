"""Several objects of one label become one block with `for_each`.

What all instances agree on is kept. A reference to an object of the instance's own key becomes
`[each.key]`, a string that differs only in the key a template with `each.key`; whatever else
differs becomes `each.value.NAME` and an entry of a map. Each result means, for every instance,
exactly what that instance said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from giban.blueprint import Block, Object
from giban.hcl.defect import UnprintableError
from giban.hcl.inner import AnyPick, EachKey, EachValue, SameKey
from giban.values import Call, Expr, Json, Pick, Ref, Text

Path = tuple[str, ...]


class Folded(Struct, frozen=True):
    """One object for all instances, and what each instance adds to it by key."""

    object: Object
    keys: tuple[str, ...]
    differences: tuple[EachValue, ...]

    def entry(self, position: int) -> dict[str, Any]:
        """Return what the instance in this position has of its own."""
        return {each.name: each.values[position] for each in self.differences}


def fold(instances: Sequence[Object]) -> Folded:
    """Return one object that stands for all; raises where Terraform has no way to say it."""
    first = instances[0]
    keys = tuple(instance.each or "" for instance in instances)
    place = f"{first.terraform_type}.{first.terraform_label}"
    folding = _Folding(place, keys)
    merged = folding.merge_block(instances, ())
    if len(folding.differences) == 1:
        folding.differences[0].alone = True
    return Folded(merged, keys, tuple(folding.differences))


class _Mismatch(Exception):
    """The values have different shapes: only the whole can differ."""


class _Folding:
    def __init__(self, place: str, keys: tuple[str, ...]) -> None:
        self.place = place
        self.keys = keys
        self.differences: list[EachValue] = []

    def merge(self, values: Sequence[Any], path: Path) -> Any:
        first = values[0]
        if len(values) > 1 and all(same(first, other) for other in values[1:]):
            return first
        kind = type(first)
        merger = _MERGERS.get(kind)
        if merger is None and isinstance(first, Block):
            merger = _Folding.merge_block
        if merger is None or any(type(other) is not kind for other in values):
            return self.differ(values, path)
        before = len(self.differences)
        try:
            return merger(self, values, path)
        except _Mismatch:
            del self.differences[before:]
            return self.differ(values, path)

    def differ(self, values: Sequence[Any], path: Path) -> Any:
        if len(values) == 1:
            return values[0]
        if any(_holds_block(value) for value in values):
            msg = (
                f"{self.place}: the instances {', '.join(self.keys)} do not have the same "
                f"{'.'.join(path)} blocks; what differs in shape needs a label of its own"
            )
            raise UnprintableError(msg)
        for known in self.differences:
            if all(same(a, b) for a, b in zip(known.values, values, strict=True)):
                return known
        found = EachValue(self.name_for(path), tuple(values))
        self.differences.append(found)
        return found

    def name_for(self, path: Path) -> str:
        taken = {each.name for each in self.differences}
        words = [_snake(part) for part in path]
        for length in range(1, len(words) + 1):
            name = "_".join(words[-length:])
            if name not in taken:
                return name
        name, number = words[-1], 2
        while f"{name}_{number}" in taken:
            number += 1
        return f"{name}_{number}"

    def merge_block(self, blocks: Sequence[Any], path: Path) -> Any:
        declared = type(blocks[0]).declared
        given = [block.given() for block in blocks]
        names = dict.fromkeys(name for values in given for name in values)
        merged = {}
        for name in names:
            field = declared[name]
            values = [values.get(name) for values in given]
            if field.nesting:
                values = [value or None for value in values]
            merged[name] = self.merge(values, (*path, field.name))
        return blocks[0].replaced(**merged)

    def merge_string(self, strings: Sequence[str], path: Path) -> Any:
        if all(s == key for s, key in zip(strings, self.keys, strict=True)):
            return EachKey()
        template = _template(strings, self.keys) if len(strings) > 1 else None
        return template or self.differ(strings, path)

    def merge_reference(self, references: Sequence[Ref], path: Path) -> Any:
        first = references[0]
        for reference, key in zip(references, self.keys, strict=True):
            address = reference.address
            alike = (
                address.key == key
                and address.label == first.address.label
                and address.type == first.address.type
                and address.mode == first.address.mode
                and reference.path == first.path
            )
            if not alike:
                return self.differ(references, path)
        return SameKey(tuple(references))

    def merge_text(self, texts: Sequence[Text], path: Path) -> Text:
        return Text(tuple(self.together([text.parts for text in texts], path)))

    def merge_json(self, documents: Sequence[Json], path: Path) -> Json:
        return Json(self.merge([document.value for document in documents], path))

    def merge_call(self, calls: Sequence[Call], path: Path) -> Call:
        function = calls[0].function
        if any(call.function != function for call in calls):
            raise _Mismatch
        return Call(function, tuple(self.together([call.arguments for call in calls], path)))

    def merge_pick(self, picks: Sequence[Pick], path: Path) -> AnyPick:
        first = picks[0]
        if any((p.key, p.attribute) != (first.key, first.attribute) for p in picks):
            raise _Mismatch
        collection, equals = self.together([(p.collection, p.equals) for p in picks], path)
        return AnyPick(collection, first.key, equals, first.attribute)

    def merge_object(self, objects: Sequence[Mapping[str, Any]], path: Path) -> dict[str, Any]:
        names = objects[0].keys()
        if any(other.keys() != names for other in objects):
            raise _Mismatch
        return {
            name: self.merge([values[name] for values in objects], (*path, name)) for name in names
        }

    def merge_list(self, lists: Sequence[Sequence[Any]], path: Path) -> list[Any]:
        if any(isinstance(item, (Block, Mapping)) for item in lists[0]):
            return self.each_position(lists, path)
        return self.together(lists, path)

    def merge_tuple(self, lists: Sequence[Sequence[Any]], path: Path) -> tuple[Any, ...]:
        return tuple(self.merge_list(lists, path))

    def together(self, lists: Sequence[Sequence[Any]], path: Path) -> list[Any]:
        """Merge what reads as one thing: two differences in it are one difference of the whole."""
        before = len(self.differences)
        merged = self.each_position(lists, path)
        if len(self.differences) > before + 1:
            raise _Mismatch
        return merged

    def each_position(self, lists: Sequence[Sequence[Any]], path: Path) -> list[Any]:
        size = len(lists[0])
        if any(len(other) != size for other in lists):
            raise _Mismatch
        return [self.merge([items[at] for items in lists], path) for at in range(size)]


_MERGERS: Final[Mapping[type, Callable[[_Folding, Any, Path], Any]]] = {
    str: _Folding.merge_string,
    Ref: _Folding.merge_reference,
    Text: _Folding.merge_text,
    Json: _Folding.merge_json,
    Call: _Folding.merge_call,
    Pick: _Folding.merge_pick,
    dict: _Folding.merge_object,
    list: _Folding.merge_list,
    tuple: _Folding.merge_tuple,
}


def same(one: Any, other: Any) -> bool:
    """Tell whether two values print alike: `1` and `True` do not."""
    if one is other or type(one) is not type(other):
        return one is other
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Block):
        return same(one.given(), other.given())
    alike = bool(one == other)
    if alike and isinstance(one, Expr):
        return same(one.children(), other.children())
    return alike


def _template(strings: Sequence[str], keys: Sequence[str]) -> Text | None:
    """Return the strings as one template around `each.key`, if they differ in nothing else."""
    first, key = strings[0], keys[0]
    if not key:
        return None
    everywhere = first.split(key)
    candidates = [everywhere] if len(everywhere) > 1 else []
    candidates += [
        [first[: match.start()], first[match.end() :]]
        for match in re.finditer(re.escape(key), first)
    ]
    for parts in candidates:
        if all(key.join(parts) == s for s, key in zip(strings, keys, strict=True)):
            pieces: list[str | Expr] = [parts[0]]
            for part in parts[1:]:
                pieces += [EachKey(), part]
            return Text(tuple(piece for piece in pieces if piece != ""))
    return None


def _holds_block(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(isinstance(item, Block) for item in value)
    return isinstance(value, Block)


def _snake(name: str) -> str:
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    clean = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    return clean if clean[:1].isalpha() else f"value_{clean}".rstrip("_")
