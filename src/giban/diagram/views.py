"""What a picture can show, by the name of the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from giban.blueprint import Blueprint
from giban.diagram.access import access
from giban.diagram.architecture import architecture
from giban.diagram.changes import marked, merged
from giban.diagram.costs import Costs, priced, told
from giban.diagram.grouping import grouped
from giban.diagram.network import network
from giban.diagram.reading import Reading
from giban.diagram.scene import Scene
from giban.diagram.stacks import stacks

SYSTEM = "system"
COST = "cost"

VIEWS: Mapping[str, Callable[[Reading], Scene]] = {
    SYSTEM: architecture,
    "network": network,
    "access": access,
    "stacks": stacks,
    COST: architecture,
}


class Shown(Struct, frozen=True, kw_only=True):
    """What is to be shown of a Blueprint: a view of it, perhaps against what it was before.

    `costs` are what the view `cost` shows; the others leave them to the tips under the pointer.
    """

    view: str = SYSTEM
    before: Blueprint | None = None
    costs: Costs = field(default_factory=dict)


def scene(blueprint: Blueprint, shown: Shown | None = None) -> Scene:
    """Return a view of a Blueprint, its crowds put together."""
    shown = shown or Shown()
    made = grouped(_compared(blueprint, shown))
    return priced(made, shown.costs) if shown.view == COST else told(made, shown.costs)


def _compared(new: Blueprint, shown: Shown) -> Scene:
    view = VIEWS[shown.view]
    if shown.before is None:
        return view(Reading(new))
    both, changes = merged(new, shown.before)
    now, then = view(Reading(new)), view(Reading(shown.before))
    return marked(view(Reading(both)), changes, now, then)
