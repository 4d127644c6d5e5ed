"""Two Blueprints → one that has what either has, and what became of each thing."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from giban.blueprint import Blueprint, Node, Stack
from giban.diagram.reading import Thing
from giban.diagram.scene import Change, Edge, Scene
from giban.diagram.scene import Node as Drawn


def merged(new: Blueprint, old: Blueprint) -> tuple[Blueprint, dict[str, Change]]:
    """Return both in one, and the change of each thing that is not the same in both, by its id."""
    before = {stack.path: stack for stack in old.stacks}
    changes: dict[str, Change] = {}
    stacks = [_stack(stack, before.pop(stack.path, None), changes) for stack in new.stacks]
    for gone in before.values():
        changes |= {Thing.of(gone, node).id: "removed" for node in gone.nodes}
        stacks.append(gone)
    return replace(new, stacks=tuple(stacks)), changes


def _stack(new: Stack, old: Stack | None, changes: dict[str, Change]) -> Stack:
    before = {str(node.object.terraform_address): node for node in old.nodes} if old else {}
    for node in new.nodes:
        thing = Thing.of(new, node)
        past = before.pop(str(thing.address), None)
        if past is None:
            changes[thing.id] = "added"
        elif not _same(node, past):
            changes[thing.id] = "changed"
    for node in before.values():
        changes[Thing.of(new, node).id] = "removed"
    return replace(new, nodes=(*new.nodes, *before.values()))


def _same(one: Node, other: Node) -> bool:
    return type(one.object) is type(other.object) and one.object.given() == other.object.given()


def marked(scene: Scene, changes: Mapping[str, Change], new: Scene, old: Scene) -> Scene:
    """Return a scene of both with everything that changed marked.

    A node is added or removed with the thing it is; else it is what all its parts are, and changed
    when they are not one. An arrow is what it is in
    the scenes of the two, where only one of them has it.
    """
    now, then = {edge.id for edge in new.edges}, {edge.id for edge in old.edges}
    return replace(
        scene,
        nodes=tuple(replace(node, change=_of_node(node, changes)) for node in scene.nodes),
        edges=tuple(replace(edge, change=_of_edge(edge, now, then)) for edge in scene.edges),
    )


def _of_node(node: Drawn, changes: Mapping[str, Change]) -> Change | None:
    own = changes.get(node.id)
    if own in {"added", "removed"}:
        return own
    found = {changes.get(address) for address in node.addresses}
    if not found or found == {None}:
        return None
    only = next(iter(found)) if len(found) == 1 else None
    return only or "changed"


def _of_edge(edge: Edge, now: set[str], then: set[str]) -> Change | None:
    if edge.id in now and edge.id not in then:
        return "added"
    return "removed" if edge.id in then and edge.id not in now else None
