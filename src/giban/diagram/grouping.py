"""A crowd becomes one card: what is alike in place, kind and company, where there is too much.

Small scenes are left as they are. The name of a group is that of its first member, so that one more
member changes a number and not the picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable

from msgspec.structs import replace

from giban.diagram import words
from giban.diagram.scene import EDGE, PIPELINE, Cell, Edge, Node, Scene

CROWD = {"tier": 7, "shelf": 5, "edge": 5, "pipeline": 1}
"""How many nodes of one box are drawn each by itself."""

TOO_MANY = {"tier": 12, "shelf": 7, "edge": 7, "pipeline": 1}
"""How many cards are too many even after what is alike has been put together."""

Likeness = Callable[[Node], Hashable]


def grouped(scene: Scene) -> Scene:
    """Return the scene with its crowds put together."""
    company = _company(scene)
    close = _together(scene, lambda node: (*_kind(node), company[node.id]), CROWD)
    return _together(close, _kind, TOO_MANY)


def _kind(node: Node) -> tuple[Hashable, ...]:
    if node.box in {EDGE, PIPELINE}:
        return node.box, node.icon, node.change
    return node.box, node.icon, node.zones, node.change


def _company(scene: Scene) -> dict[str, frozenset[tuple[str, str]]]:
    """Return what each node is joined with, and in which direction."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for edge in scene.edges:
        found[edge.source].add(("to", edge.target))
        found[edge.target].add(("from", edge.source))
    return defaultdict(frozenset, {id: frozenset(ends) for id, ends in found.items()})


def _together(scene: Scene, likeness: Likeness, limits: dict[str, int]) -> Scene:
    kinds = {box.id: box.kind for box in scene.boxes}
    sizes: dict[str, int] = defaultdict(int)
    for node in scene.nodes:
        sizes[node.box] += 1
    alike: dict[Hashable, list[Node]] = defaultdict(list)
    for node in scene.nodes:
        most = limits.get(kinds.get(node.box, ""), len(scene.nodes))
        single = sizes[node.box] <= most or node.icon in SINGLE
        alike[node.id if single else likeness(node)].append(node)
    became = {node.id: members[0].id for members in alike.values() for node in members}
    nodes = tuple(_group(members) for members in alike.values())
    return replace(scene, nodes=nodes, edges=_edges(scene, became))


SINGLE = ("balancer", "nat", "gateway", "endpoint")
"""Icons of what is never put together: there is little of it, and much hangs on it."""


def _group(members: list[Node]) -> Node:
    first = members[0]
    if len(members) == 1:
        return first
    count = sum(node.count for node in members)
    names = [name for node in members for name in _names(node)]
    return replace(
        first,
        title=words.grouped(first.icon, count),
        facts=(words.listed(names),),
        cells=_cells(members),
        addresses=tuple(address for node in members for address in node.addresses),
        chain="",
        count=count,
    )


def _names(node: Node) -> list[str]:
    if node.count > 1:
        return node.facts[0].removesuffix(", …").split(", ")
    return [node.title.split(" ", 1)[-1]]


def _cells(members: list[Node]) -> tuple[Cell, ...]:
    """Return how many members run in each zone, and how many only stand by there."""
    runs: dict[str, int] = {}
    waits = {cell.zone: cell.title for node in members for cell in node.cells if cell.standby}
    for node in members:
        for cell in node.cells:
            runs[cell.zone] = runs.get(cell.zone, 0) + (0 if cell.standby else node.count)
    return tuple(
        Cell(
            zone=zone,
            title=words.running(here) if here else waits[zone],
            standby=not here,
        )
        for zone, here in runs.items()
    )


def _edges(scene: Scene, became: dict[str, str]) -> tuple[Edge, ...]:
    found: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in scene.edges:
        ends = became[edge.source], became[edge.target]
        if ends[0] != ends[1]:
            found.setdefault((*ends, edge.kind), []).append(edge)
    return tuple(
        replace(edges[0], source=source, target=target, label=_label(edges))
        for (source, target, _), edges in found.items()
    )


def _label(edges: list[Edge]) -> str:
    labels = list(dict.fromkeys(edge.label for edge in edges if edge.label))
    if len(labels) <= 1:
        return labels[0] if labels else ""
    return words.counted(len(labels), "port") if "/" in labels[0] else words.listed(labels)
