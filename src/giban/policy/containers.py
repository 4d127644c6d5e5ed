"""The containers of task definitions, typed as far as anyone needs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from giban.catalogue import ecs
from giban.policy.rule import Undecided
from giban.policy.scene import Scene
from giban.values import Expr, Hidden, Json, literal


class Container(Struct, frozen=True):
    """One container definition in ECS's own words, and where it stands."""

    task: ecs.TaskDefinition
    index: int
    says: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What it is called."""
        return str(literal(self.says.get("name")) or self.index)

    @property
    def path(self) -> str:
        """Where it stands in the task definition."""
        return f"container_definitions[{self.name}]"

    def value(self, name: str) -> Any:
        """Return a plain value, or None."""
        return literal(self.says.get(name))

    def words(self, name: str) -> Iterator[str]:
        """Yield the literal words of a list."""
        value = self.value(name)
        for word in value if isinstance(value, (list, tuple)) else ():
            if isinstance(literal(word), str):
                yield literal(word)

    def environment(self) -> Iterator[tuple[str, Any]]:
        """Yield the plain variables."""
        for pair in self.value("environment") or ():
            if isinstance(pair, Mapping):
                yield str(literal(pair.get("name"))), pair.get("value")


def containers(scene: Scene) -> tuple[Container | Undecided, ...]:
    """Return the containers of every task definition in the stack."""
    return scene.once(_all)


def _all(scene: Scene) -> tuple[Container | Undecided, ...]:
    return tuple(one for task in scene.all(ecs.TaskDefinition) for one in _of(task))


def _of(task: ecs.TaskDefinition) -> Iterator[Container | Undecided]:
    found = _definitions(task.container_definitions)
    if found is None:
        yield Undecided(task, "container_definitions")
        return
    for index, one in enumerate(found):
        if isinstance(one, Mapping):
            yield Container(task, index, one)


def _definitions(value: Any) -> Sequence[Any] | None:
    value = value.value if isinstance(value, Hidden) else value
    if isinstance(value, Json):
        return value.value if isinstance(value.value, (list, tuple)) else None
    plain = value if isinstance(value, Expr) and literal(value) is None else literal(value)
    if not isinstance(plain, str):
        return None
    try:
        found = json.loads(plain)
    except ValueError:
        return None
    return found if isinstance(found, list) else None
