"""Which noun of the manifest a path leads to: for suggestions and for words in errors."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from giban.manifest.part import Part
from giban.manifest.written import Step


def part_at(root: type[Part], path: Sequence[Step]) -> type[Part] | None:
    """Return the noun that stands at a path, if one does."""
    return next((option for option in options_at(root, path) if _is_part(option)), None)


def options_at(root: type[Part], path: Sequence[Step]) -> list[Any]:
    """Return the types a value at a path may have; none when the path leads nowhere."""
    options: list[Any] = [root]
    for step in path:
        options = [inner for option in options for inner in _inside(option, step)]
    return options


def keys_of(part: type[Part]) -> dict[str, str]:
    """Return a noun's keys as the author writes them, each with its Python name."""
    return {field.alias or name: name for name, field in part.model_fields.items()}


def examples_at(root: type[Part], path: Sequence[Step]) -> list[Any]:
    """Return the examples declared for the key at a path."""
    if not path:
        return []
    part = part_at(root, path[:-1])
    name = keys_of(part).get(str(path[-1])) if part else None
    return list(part.model_fields[name].examples or []) if part and name else []


def nested_paths(part: type[Part], depth: int = 2) -> Iterator[str]:
    """Yield the keys below a noun as dotted paths: `size.cpu`, `scale.min`."""
    for written, name in keys_of(part).items():
        for option in _flatten(part.model_fields[name].annotation):
            if _is_part(option) and depth:
                for inner in keys_of(option):
                    yield f"{written}.{inner}"


def _inside(option: Any, step: Step) -> Iterator[Any]:
    origin = get_origin(option)
    if _is_part(option):
        name = keys_of(option).get(str(step))
        if name:
            yield from _flatten(option.model_fields[name].annotation)
    elif origin is dict:
        yield from _flatten(get_args(option)[1])
    elif origin is list and isinstance(step, int):
        yield from _flatten(get_args(option)[0])


def _flatten(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _flatten(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for argument in get_args(annotation):
            yield from _flatten(argument)
    elif annotation is not types.NoneType:
        yield annotation


def _is_part(option: Any) -> bool:
    return isinstance(option, type) and issubclass(option, Part)
