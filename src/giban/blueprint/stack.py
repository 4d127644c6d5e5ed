"""The frozen graph of typed resources that every product reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from giban.blueprint.resource import Object, Resource
from giban.values import Address, Expr, Named, Span, Value

SHARED, BENEATH = "shared", "foundation"
"""Folders that are no environment's: no environment can be called so."""


class Origin(Struct, frozen=True):
    """The part of the manifest an object answers to: its key path and where that was written."""

    path: str
    span: Span | None = None


class Lifecycle(Struct, frozen=True, kw_only=True):
    """Terraform's `lifecycle` block; argument names in `ignore_changes` are Terraform's.

    `replaced_with` are attributes of others whose change replaces the object too
    (`replace_triggered_by`).
    """

    ignore_changes: tuple[str, ...] = ()
    create_before_destroy: bool = False
    prevent_destroy: bool = False
    replaced_with: tuple[Value, ...] = ()


class Node(Struct, frozen=True, kw_only=True):
    """An object and how Terraform handles it.

    `chapter` names the file it is written to (`network` is `network.tf`), `why` becomes the
    comment above it, `after` is `depends_on`, `provider` the alias of another provider.
    """

    object: Object
    origin: Origin
    chapter: str
    why: str = ""
    after: tuple[Address, ...] = ()
    lifecycle: Lifecycle | None = None
    provider: str | None = None


class Output(Struct, frozen=True, kw_only=True):
    """A value a root hands out when it has been applied."""

    name: str
    value: Expr | str | int | bool | list[Any] | dict[str, Any]
    description: str


class Provider(Struct, frozen=True, kw_only=True):
    """The `aws` provider, or with an alias a second one for another region."""

    region: str
    alias: str | None = None


class State(Struct, frozen=True, kw_only=True):
    """Where a root keeps its state: an S3 object, locked natively or by a DynamoDB table."""

    bucket: str
    key: str
    region: str
    lock_table: str | None = None


class Stack(Struct, frozen=True, kw_only=True):
    """One Terraform root with its own state.

    `environment` is the folder it is written to: an environment's name, or `shared` for what
    all environments of a project have in common. `beneath` is true for a stack of the foundation
    that another project stands on. `names` are values that get a name of their own even where
    nothing uses them yet. `state` is None for a local state file. `custom` are files that the
    author wrote by hand, by name, which the root takes along as they are.
    """

    name: str
    environment: str
    providers: tuple[Provider, ...]
    nodes: tuple[Node, ...]
    outputs: tuple[Output, ...] = ()
    names: tuple[Named, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    state: State | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    beneath: bool = False

    @property
    def path(self) -> str:
        """The folder of this root: `production/platform`, below `foundation` if it lies beneath."""
        path = f"{self.environment}/{self.name}"
        return f"{BENEATH}/{path}" if self.beneath else path

    @property
    def shared(self) -> bool:
        """Whether it stays when one environment goes: others of the project have it in common."""
        return self.environment == SHARED or self.beneath

    def resources(self) -> Iterator[Resource]:
        """Yield what Terraform manages, in the order of the files."""
        for node in self.nodes:
            if isinstance(node.object, Resource):
                yield node.object


class Blueprint(Struct, frozen=True, kw_only=True):
    """What AWS gets for one environment: its stacks, in the order they are applied."""

    project: str
    environment: str
    region: str
    stacks: tuple[Stack, ...]
    stems: tuple[tuple[str, str], ...] = ()

    @property
    def own(self) -> tuple[Stack, ...]:
        """The stacks of this environment alone, in their order."""
        return tuple(stack for stack in self.stacks if not stack.shared)

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """What the names of its things in AWS hold, and in which region they are."""
        return self.stems or ((f"{self.project}-{self.environment}", self.region),)

    def stack(self, name: str) -> Stack:
        """Return the stack of that name; raises `KeyError`."""
        for stack in self.stacks:
            if stack.name == name:
                return stack
        raise KeyError(name)
