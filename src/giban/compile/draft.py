"""Where the parts of a stack are collected while it is being compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from giban.blueprint import (
    SHARED,
    Lifecycle,
    Node,
    Object,
    Origin,
    Output,
    Provider,
    Stack,
    State,
)
from giban.catalogue import iam, sts
from giban.system import System
from giban.values import Named, text

O = TypeVar("O", bound=Object)  # noqa: E741 - the one type variable here


class Draft(Struct):
    """One stack of one system while it grows; `freeze` ends that."""

    system: System
    nodes: list[Node] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    regions: dict[str, str] = field(default_factory=dict)
    data: dict[str, Object] = field(default_factory=dict)
    names: dict[str, Named] = field(default_factory=dict)

    def part(self, path: str, chapter: str) -> Part:
        """Open a part: what answers to one key of the manifest, written to one file."""
        return Part(self, self.system.layers.origin(path), chapter)

    def read(self, source: O, *, provider: str | None = None, path: str = "project") -> O:
        """Return a data source, written once however often it is asked for.

        `path` is the key of the manifest that it answers to.
        """
        address = str(source.terraform_address)
        known = self.data.get(address)
        if isinstance(known, type(source)):
            return known
        self.data[address] = source
        self.nodes.append(
            Node(
                object=source,
                origin=self.system.layers.origin(path),
                chapter="data",
                provider=provider,
            )
        )
        return source

    def name(self, value: Named) -> Named:
        """Give a value its name in this root, even where nothing uses it yet."""
        return self.names.setdefault(value.name, value)

    def region(self, region: str) -> str:
        """Return the alias of a provider for another region, and remember that it is needed."""
        alias = region.replace("-", "_")
        self.regions[alias] = region
        return alias

    def output(self, name: str, value: Any, description: str) -> None:
        """Hand out a value of the finished root."""
        self.outputs.append(Output(name=name, value=value, description=description))

    def freeze(
        self,
        name: str,
        environment: str,
        state: State | None,
        tags: Mapping[str, str] | None = None,
    ) -> Stack:
        """Return the stack; `tags` are on everything in it, beside those of the system."""
        if environment != SHARED and self.system.boundary:
            self._bound(self.system.boundary)
        main = Provider(region=self.system.region)
        others = (Provider(region=r, alias=a) for a, r in sorted(self.regions.items()))
        return Stack(
            name=name,
            environment=environment,
            providers=(main, *others),
            nodes=tuple(self.nodes),
            outputs=tuple(self.outputs),
            names=tuple(self.names.values()),
            tags={**self.system.tags, **(tags or {}), "Environment": environment},
            state=state,
        )

    def _bound(self, policy: str) -> None:
        """Give every role its permissions boundary (defect D-HY-32).

        What all environments share is made by a person, whom it would not bind.
        """
        roles = [node for node in self.nodes if isinstance(node.object, iam.Role)]
        if not roles:
            return
        account = self.read(sts.CallerIdentity("current")).ref.account_id
        arn = text("arn:aws:iam::", account, f":policy/{policy}")
        self.nodes = [
            replace(node, object=node.object.replaced(permissions_boundary=arn))
            if isinstance(node.object, iam.Role)
            else node
            for node in self.nodes
        ]


class Part(Struct, frozen=True):
    """Adds objects that share an origin, a file and a region.

    `region` is the alias of the provider of another one, where an object names none itself.
    """

    draft: Draft
    origin: Origin
    chapter: str
    region: str | None = None

    def in_chapter(self, chapter: str) -> Part:
        """Return the same part, written to another file."""
        return replace(self, chapter=chapter)

    def in_region(self, region: str) -> Part:
        """Return the same part in another region."""
        return replace(self, region=self.draft.region(region))

    def add(
        self,
        thing: O,
        why: str = "",
        *,
        after: Sequence[Object] = (),
        lifecycle: Lifecycle | None = None,
        provider: str | None = None,
    ) -> O:
        """Add an object and return it; `why` is printed above it, `after` is `depends_on`."""
        self.draft.nodes.append(
            Node(
                object=thing,
                origin=self.origin,
                chapter=self.chapter,
                why=why,
                after=tuple(other.terraform_address for other in after),
                lifecycle=lifecycle,
                provider=provider or self.region,
            )
        )
        return thing
