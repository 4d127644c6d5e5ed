"""Planning: what an object will be, from what is configured and what it was.

Pure functions over values; the official provider's rules, read off the catalogue's fields.
A value that means the same as the prior one stays the prior one, so that a second plan is empty.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from giban.blueprint import Field
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.compare import ZERO, same, same_blocks
from giban.rehearse.shape import Nested, Shape, elements

Path = tuple[str | int, ...]
IN_SET = -1


class Planned(Struct):
    """The planned values, and the paths whose change makes a new object necessary."""

    values: Values
    replace: list[Path]


def plan(shape: Shape, config: Values, prior: Values | None, *, strict: bool) -> Planned:
    """Plan an object; without `prior` it is planned as a new one."""
    planner = _Planner(strict=strict, updating=prior is not None)
    return Planned(planner.block(shape, config, prior, ()), planner.replace)


class _Planner(Struct):
    strict: bool
    updating: bool
    replace: list[Path] = field(default_factory=list)

    def block(
        self,
        shape: Shape,
        config: Values,
        prior: Values | None,
        path: Path,
        *,
        known: bool = True,
    ) -> Values:
        """Plan a block; in a set that is `known` nothing is unknown (see `_in_a_set`)."""
        planned: Values = {}
        for name, spec in shape.attributes.items():
            given = config.get(name)
            was = prior.get(name) if prior is not None else None
            value = self.attribute(spec, given, was, is_new=prior is None)
            if known and prior is None and IN_SET in path and not self.strict and given is None:
                value = _in_a_set(spec, value)
            planned[name] = value
            if spec.new and self.updating and self.differs(spec, given, value, was):
                self.force((*path, name))
        for name, nested in shape.blocks.items():
            was = prior.get(name) if prior is not None else None
            here = (*path, name)
            planned[name] = self.blocks(nested, config.get(name), was, here, is_new=prior is None)
        return planned

    def attribute(self, spec: Field, given: Any, was: Any, *, is_new: bool) -> Any:
        if spec.write_only:
            return None
        if given is UNKNOWN or (not self.strict and _is_unknown_whole(spec, given)):
            return UNKNOWN
        if given is None:
            given = spec.default
        if given is None and spec.computed:
            return UNKNOWN if is_new else was
        if not is_new and same(spec, given, was, strict=self.strict):
            return was
        return _zero_filled(spec.kind, given)

    def differs(self, spec: Field, given: Any, value: Any, was: Any) -> bool:
        if value is UNKNOWN:
            return given is not None
        return not same(spec, value, was, strict=self.strict)

    def blocks(self, nested: Nested, given: Any, was: Any, path: Path, *, is_new: bool) -> Any:
        spec = nested.field
        if given is UNKNOWN:
            return UNKNOWN
        if not given and spec.computed:
            return (UNKNOWN if not self.strict else nested.empty()) if is_new else was
        configured, before = elements(given), elements(was)
        pairs, gone = self.pair(nested, configured, before)
        planned = []
        for index, (element, counterpart) in enumerate(pairs):
            here = _element_path(spec, path, index)
            known = not spec.computed
            planned.append(self.block(nested.shape, element, counterpart, here, known=known))
        if spec.nesting == "single":
            result: Any = planned[0] if planned else None
        else:
            result = planned
        if self.updating and self.forces(nested, result, was, gone):
            self.force(path)
        return result

    def force(self, path: Path) -> None:
        """Note what makes a new object; a path ends at a set, whose elements have no address."""
        end = path.index(IN_SET) if IN_SET in path else len(path)
        if path[:end] not in self.replace:
            self.replace.append(path[:end])

    def pair(
        self, nested: Nested, configured: list[Values], before: list[Values]
    ) -> tuple[list[tuple[Values, Values | None]], list[Values]]:
        """Return each configured element with its prior one, and the prior ones left over."""
        if nested.field.nesting != "set":
            padded = [*before[: len(configured)], *[None] * (len(configured) - len(before))]
            return list(zip(configured, padded, strict=True)), before[len(configured) :]
        rest = list(before)
        pairs: list[tuple[Values, Values | None]] = []
        for element in configured:
            match = next((old for old in rest if self.agrees(nested.shape, element, old)), None)
            if match is not None:
                rest.remove(match)
            pairs.append((element, match))
        return pairs, rest

    def agrees(self, shape: Shape, element: Values, old: Values) -> bool:
        """Tell whether a prior element of a set is what the configured one describes."""
        for name, spec in shape.attributes.items():
            given = element.get(name)
            given = spec.default if given is None else given
            if given is None and spec.computed:
                continue
            if not same(spec, given, old.get(name), strict=self.strict):
                return False
        return all(
            (not element.get(name) and nested.field.computed)
            or self.agree(nested, element.get(name), old.get(name))
            for name, nested in shape.blocks.items()
        )

    def agree(self, nested: Nested, given: Any, was: Any) -> bool:
        """Tell whether blocks within an element of a set are what the configured ones describe."""
        if given is UNKNOWN or len(elements(given)) != len(elements(was)):
            return False
        rest = elements(was)
        for element in elements(given):
            candidates = rest if nested.field.nesting == "set" else rest[:1]
            match = next(
                (old for old in candidates if self.agrees(nested.shape, element, old)), None
            )
            if match is None:
                return False
            rest = [old for old in rest if old is not match]
        return True

    def forces(self, nested: Nested, planned: Any, was: Any, gone: list[Values]) -> bool:
        """Tell whether the block as a whole, or what is gone from it, makes a new object."""
        if nested.field.new and not same_blocks(nested, planned, was, strict=self.strict):
            return True
        return any(_holds_new(nested.shape, element) for element in gone)


def _is_unknown_whole(spec: Field, given: Any) -> bool:
    """Tell whether the older SDK plans a set or map as unknown: one unknown, all unknown."""
    if spec.kind[0] == "map" and isinstance(given, dict):
        return UNKNOWN in given.values()
    is_set_of_simple = spec.kind[0] == "set" and isinstance(spec.kind[1], str)
    return is_set_of_simple and isinstance(given, list) and UNKNOWN in given


def _in_a_set(spec: Field, value: Any) -> Any:
    """Plan what is left out inside a set as the older SDK does: text is empty, nothing unknown.

    But for sets that AWS may fill by itself, such as the copies of a secret: those it leaves open.
    """
    if spec.write_only or value not in (None, UNKNOWN):
        return value
    if spec.kind == "string":
        return ""
    if isinstance(spec.kind, list) and spec.kind[0] == "set":
        return []
    return value


def _element_path(spec: Field, path: Path, index: int) -> Path:
    if spec.nesting == "single":
        return path
    return (*path, IN_SET if spec.nesting == "set" else index)


def _holds_new(shape: Shape, element: Values) -> bool:
    return any(spec.new and element.get(name) for name, spec in shape.attributes.items()) or any(
        _holds_new(nested.shape, inner)
        for name, nested in shape.blocks.items()
        for inner in elements(element.get(name))
    )


def _zero_filled(kind: Any, value: Any) -> Any:
    """Fill objects in a set or list with zeros, as the older SDK does (security group rules)."""
    if not isinstance(value, list) or isinstance(kind, str) or not isinstance(kind[1], list):
        return value
    if kind[1][0] != "object":
        return value
    members: dict[str, Any] = kind[1][1]
    return [
        {name: _or_zero(of, item.get(name)) for name, of in members.items()}
        if isinstance(item, dict)
        else item
        for item in value
    ]


def _or_zero(kind: Any, value: Any) -> Any:
    if value is not None:
        return value
    return ZERO[kind] if isinstance(kind, str) else ({} if kind[0] == "map" else [])
