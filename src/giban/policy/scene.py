"""What a rule looks at: one stack of a Blueprint, and what is known around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct, field

from giban.blueprint import Blueprint, DataSource, Foreign, Graph, Object, Stack
from giban.values import literal

O = TypeVar("O", bound=Object)  # noqa: E741 - an object's class
T = TypeVar("T")

PRODUCTION = ("prod", "production", "live", "prd", "shared", "central")
"""Environments that must survive: those with customers, and what all environments share."""

STANDBY = ("-dr", "-standby")
"""Endings of environments that only wait for another one to fail."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "Environment": (),
    "ManagedBy": (),
    "Owner": (),
    "Project": (),
}
"""Tags that everything must have, with the values allowed; none given, any will do."""


class Root(Struct, frozen=True, kw_only=True):
    """What is known of a Terraform root beside its objects; None where nobody knows.

    `constraints` are the versions asked of each provider, `locked` whether a lock file was there,
    `remote` whether the state is kept elsewhere than on this disk; `document` is the plan itself.
    """

    constraints: Mapping[str, str | None] = field(default_factory=dict)
    locked: bool | None = None
    remote: bool | None = None
    document: Mapping[str, Any] | None = None


class Wishes(Struct, frozen=True, kw_only=True):
    """What a project asks of itself: required tags, and the values allowed for each."""

    tags: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(REQUIRED))


class Scene:
    """One stack, its graph, and answers that several rules need; each computed once."""

    def __init__(self, blueprint: Blueprint, stack: Stack, root: Root, wishes: Wishes) -> None:
        self.blueprint = blueprint
        self.stack = stack
        self.graph = Graph(stack)
        self.root = root
        self.wishes = wishes
        self._known: dict[Any, Any] = {}

    def once(self, of: Callable[[Scene], T]) -> T:
        """Return what a function says of this scene; it is asked once."""
        if of not in self._known:
            self._known[of] = of(self)
        answer: T = self._known[of]
        return answer

    @cached_property
    def _by_class(self) -> Mapping[type[Object], list[Object]]:
        found: dict[type[Object], list[Object]] = {}
        for node in self.stack.nodes:
            found.setdefault(type(node.object), []).append(node.object)
        return found

    @cached_property
    def foreign(self) -> Mapping[str, list[Foreign]]:
        """The objects of types that the catalogue does not know, by type."""
        found: dict[str, list[Foreign]] = {}
        for node in self.stack.nodes:
            if isinstance(node.object, Foreign):
                found.setdefault(node.object.terraform_type, []).append(node.object)
        return found

    def all(self, cls: type[O]) -> list[O]:
        """Return the objects of a class, in the order of the stack."""
        found: list[Any] = self._by_class.get(cls, [])
        return found

    def managed(self) -> Iterator[Object]:
        """Yield everything that Terraform manages here, of foreign types too."""
        for node in self.stack.nodes:
            if node.object.terraform_mode == "managed" and not isinstance(node.object, DataSource):
                yield node.object

    @cached_property
    def environment(self) -> str:
        """The environment: its tag, where a plan does not say it otherwise."""
        if self.stack.environment != "plan":
            return self.stack.environment
        if "Environment" in self.stack.tags:
            return self.stack.tags["Environment"]
        counted: dict[str, int] = {}
        for thing in self.managed():
            tags = literal(thing.given().get("tags"))
            value = literal(tags.get("Environment")) if isinstance(tags, dict) else None
            if isinstance(value, str):
                counted[value] = counted.get(value, 0) + 1
        return max(counted, key=lambda name: (counted[name], name), default="")

    @cached_property
    def production(self) -> bool:
        """Whether this must survive failures; nobody having said otherwise, it must.

        What stands by in another region need not: its failure costs nobody a request.
        """
        name = self.environment.lower()
        return not name or (name.startswith(PRODUCTION) and not name.endswith(STANDBY))

    def tags(self, thing: Object) -> dict[str, Any] | None:
        """Return the tags an object will have, with the provider's; None if a plan does not say."""
        found: dict[str, Any] = dict(self.stack.tags)
        for name in ("tags_all", "tags"):
            given = thing.given().get(name)
            if given is None:
                continue
            plain = literal(given)
            if not isinstance(plain, Mapping):
                return None
            found |= plain
        return found
