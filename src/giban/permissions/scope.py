"""Which ARN an object of a stack will have, as far as that is known before it exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from giban.blueprint import Block, Node, Object, Stack
from giban.catalogue.permissions.kinds import NEEDS
from giban.catalogue.permissions.needs import NOTHING, Needs
from giban.values import Address, Knob, Known, Ref, Text

HOLE = re.compile(r"\{(?P<slash>/?)(?P<path>[\w.]+)(?:\|(?P<other>[^}]*))?\}")
ANY = "*"
OWN_ACCOUNT = "${aws:PrincipalAccount}"
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""

IDENTITY = ("bucket", "name")
"""What the `id` of something that its author names is."""

WORDS = {
    "application": "app",
    "network": "net",
    "gateway": "gwy",
    "REGIONAL": "regional",
    "CLOUDFRONT": "global",
}
"""Terraform's words that an ARN has another word for."""

PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}


class Scope(Struct):
    """The objects of a stack, and the account they are in; without one any account fits."""

    stack: Stack
    account: str = ""
    nodes: dict[Address, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = {node.object.terraform_address: node for node in self.stack.nodes}

    def region(self, node: Node) -> str:
        """Return the region an object is made in."""
        providers = {one.alias: one.region for one in self.stack.providers}
        return providers.get(node.provider) or next(iter(providers.values()), ANY)

    def arn(self, node: Node, template: str = "") -> str:
        """Return the ARN of an object, or of what a template says of it."""
        wanted = template or needs_of(node.object).arn
        return self._full(HOLE.sub(lambda hole: self._filled(node, hole), wanted), node)

    def reached(self, node: Node, path: str, kind: str) -> Iterator[tuple[str, Node | None]]:
        """Yield the ARN of each thing an attribute refers to, and its node where it is ours.

        Of something that is no object of this stack only its `kind` is known, and perhaps a name.
        """
        for value in self._follow(node, path) or [None]:
            target = self._target(value)
            if target is not None and needs_of(target.object).arn:
                yield self.arn(target), target
            else:
                yield self._foreign(node, kind, self.text(value)), None

    def text(self, value: Any) -> str | None:
        """Return a value as a pattern: `*` stands for each part that AWS will choose."""
        match value:
            case str():
                return value
            case Knob() | Known():
                return self.text(value.value)
            case Text():
                return _plain("".join(self.text(part) or ANY for part in value.parts))
            case Ref():
                return self._attribute(value)
        return None

    def given(self, node: Node, path: str) -> bool:
        """Tell whether an attribute, or one of its blocks, is given and not false."""
        return any(value not in (None, False, (), []) for value in self._follow(node, path))

    def _follow(self, node: Node, path: str) -> list[Any]:
        """Return the values at the end of a path through blocks, lists, and references."""
        found: list[tuple[Any, Node]] = [(node.object, node)]
        for step in path.split("."):
            found = [pair for value, at in found for pair in self._step(value, at, step)]
        return [value for value, _ in found]

    def _step(self, value: Any, at: Node, step: str) -> Iterator[tuple[Any, Node]]:
        if isinstance(value, Ref):
            target = self._target(value)
            if target is None:
                return
            value, at = target.object, target
        if isinstance(value, Block):
            inner = value.given().get(step)
            for one in inner if isinstance(inner, (list, tuple)) else (inner,):
                if one is not None:
                    yield one, at

    def _target(self, value: Any) -> Node | None:
        """Return the managed object of this stack that a value refers to."""
        refs: Sequence[Ref] = getattr(value, "refs", ())
        ref = value if isinstance(value, Ref) else next(iter(refs), None)
        node = self.nodes.get(ref.address) if ref and ref.address.mode == "managed" else None
        if node is None or ref is None or needs_of(node.object).arn:
            return node
        passed_on = node.object.given().get(str(ref.path[0])) if ref.path else None
        return self._target(passed_on) or node

    def _attribute(self, ref: Ref) -> str | None:
        name = str(ref.path[0]) if ref.path else ""
        if name == "account_id" and ref.address.type == "aws_caller_identity":
            return self.account or OWN_ACCOUNT
        node = self.nodes.get(ref.address)
        if node is None:
            return None
        values = node.object.given()
        if name == "id" and needs_of(node.object).by == "name":
            name = next((one for one in IDENTITY if one in values), name)
        return self.text(values.get(name))

    def _filled(self, node: Node, hole: re.Match[str]) -> str:
        path, other = hole["path"], hole["other"]
        if path == "region":
            return self.region(node)
        if path == "account":
            return self.account or ANY
        found = self._named(node, path)
        if found is None:
            return other or ANY
        if hole["slash"]:
            found = f"/{found.removeprefix('/')}"
        return WORDS.get(found, found).removeprefix("https://").removeprefix("alias/")

    def _named(self, node: Node, path: str) -> str | None:
        value = next(iter(self._follow(node, path)), None)
        if value is None:
            begins = next(iter(self._follow(node, f"{path}_prefix")), None)
            return None if begins is None else f"{self.text(begins) or ''}*"
        return self.text(value)

    def _foreign(self, node: Node, kind: str, name: str | None) -> str:
        if name is not None and name.startswith("arn:"):
            return name
        template = NEEDS["managed"].get(kind, NOTHING).arn
        holes = [hole for hole in HOLE.finditer(template) if hole["path"] not in PLACE]
        if not holes and name:
            template = f"{template.removesuffix(ANY)}{name}"
        last = holes[-1].group() if holes else ""

        def filled(hole: re.Match[str]) -> str:
            if hole["path"] in PLACE:
                return self._filled(node, hole)
            if hole.group() == last and name:
                return f"/{name.removeprefix('/')}" if hole["slash"] else name
            return hole["other"] or ("/*" if hole["slash"] else ANY)

        return self._full(HOLE.sub(filled, template) or ANY, node)

    def _full(self, arn: str, node: Node) -> str:
        if arn == ANY:
            return arn
        region = self.region(node)
        found = (name for begin, name in PARTITIONS.items() if region.startswith(begin))
        return _plain(f"arn:{next(found, 'aws')}:{arn}")


PLACE = ("region", "account")


def needs_of(thing: Object) -> Needs:
    """Return what the catalogue says of an object; nothing for a type it does not know."""
    return NEEDS[thing.terraform_mode].get(thing.terraform_type, NOTHING)


def _plain(pattern: str) -> str:
    while "**" in pattern:
        pattern = pattern.replace("**", ANY)
    return pattern
