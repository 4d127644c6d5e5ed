"""What each node costs a month, and how much of the bill that is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from giban.diagram import words
from giban.diagram.scene import Node, Scene

Costs = Mapping[str, Decimal | None]
"""US dollars a month of each thing that is charged for, by its id; None is unknown."""

STEPS = tuple(Decimal(step) for step in ("0.05", "0.15", "0.35", "0.6"))
"""The shares of the dearest node at which a node is one step warmer."""


def priced(scene: Scene, costs: Costs) -> Scene:
    """Return a scene whose nodes say what they cost; what nothing is charged for says nothing."""
    sums = {node.id: _sum(node, costs) for node in scene.nodes}
    most = max((known for known, _, _ in sums.values()), default=Decimal(0))
    nodes = tuple(_priced(node, *sums[node.id], most) for node in scene.nodes)
    total = sum((cost for cost in costs.values() if cost is not None), start=Decimal(0))
    notes = [words.total(total, at_least=None in costs.values())]
    left = total - sum((known for known, _, _ in sums.values()), start=Decimal(0))
    if left:
        notes.append(words.not_in_picture(left))
    return replace(scene, nodes=nodes, notes=(*notes, *scene.notes))


def told(scene: Scene, costs: Costs) -> Scene:
    """Return a scene whose nodes say what they cost to those who ask, under the pointer."""
    if not costs:
        return scene
    nodes = (_priced(node, *_sum(node, costs), Decimal(1)) for node in scene.nodes)
    quiet = tuple(replace(node, paid=node.cost, cost="", heat=None) for node in nodes)
    return replace(scene, nodes=quiet)


def _sum(node: Node, costs: Costs) -> tuple[Decimal, bool, bool]:
    """Return what is known, whether something is unknown, and whether anything is charged."""
    found = [costs[address] for address in node.addresses if address in costs]
    known = sum((cost for cost in found if cost is not None), start=Decimal(0))
    return known, None in found, bool(found)


def _priced(node: Node, known: Decimal, unknown: bool, charged: bool, most: Decimal) -> Node:
    if not charged:
        return node
    if unknown and not known:
        return replace(node, cost=words.NO_PRICE, heat=None)
    return replace(node, cost=words.monthly(known, at_least=unknown), heat=_heat(known, most))


def _heat(cost: Decimal, most: Decimal) -> int:
    if cost <= 0:
        return 0
    return 1 + sum(cost / most > step for step in STEPS)
