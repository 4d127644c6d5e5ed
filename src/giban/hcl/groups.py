"""The objects of a stack as the blocks they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from giban.blueprint import Node, Object
from giban.hcl.defect import UnprintableError
from giban.hcl.syntax import is_name, quote
from giban.hcl.values import GroupName
from giban.values import Address


class Group(Struct, frozen=True):
    """One block: a single object, or with `keyed` the instances of one `for_each`."""

    nodes: tuple[Node, ...]
    keyed: bool

    @property
    def first(self) -> Node:
        """The node that decides where the block stands."""
        return self.nodes[0]

    @property
    def component(self) -> str:
        """The part of the manifest this answers to, by its first two words: `services.app`."""
        return ".".join(self.first.origin.path.split(".")[:2])


def collect(nodes: Iterable[Node]) -> list[Group]:
    """Return the blocks in the order their first object was given."""
    found: dict[GroupName, list[Node]] = {}
    for node in nodes:
        found.setdefault(_name(node.object), []).append(node)
    return [_group(members) for members in found.values()]


def addresses(nodes: Iterable[Node]) -> dict[Address, str]:
    """Return how each object is referred to; two objects of one address are an error."""
    known: dict[Address, str] = {}
    for node in nodes:
        address = node.object.terraform_address
        if address in known:
            msg = f"{address} is in the stack twice"
            raise UnprintableError(msg)
        whole = str(Address(address.type, address.label, None, address.mode))
        known[address] = whole if address.key is None else f"{whole}[{quote(address.key)}]"
    return known


def instances(groups: Iterable[Group]) -> Mapping[GroupName, Sequence[str]]:
    """Return the keys of each `for_each`, in the order Terraform's `values()` has them."""
    return {
        _name(group.first.object): sorted(node.object.each or "" for node in group.nodes)
        for group in groups
        if group.keyed
    }


def _name(thing: Object) -> GroupName:
    return (thing.terraform_mode, thing.terraform_type, thing.terraform_label)


def _group(members: list[Node]) -> Group:
    address = members[0].object.terraform_address
    if not is_name(address.label):
        msg = f"{address}: Terraform takes no such label"
        raise UnprintableError(msg)
    keyed = [node.object.each is not None for node in members]
    if any(keyed) and not all(keyed):
        msg = f"{address} is in the stack both with and without a key"
        raise UnprintableError(msg)
    return Group(tuple(members), keyed[0])
