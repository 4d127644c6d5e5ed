"""What a picture can show, by the name of the view."""

from __future__ import annotations

from collections.abc import Callable

from giban.blueprint import Blueprint
from giban.diagram.architecture import architecture
from giban.diagram.grouping import grouped
from giban.diagram.reading import Reading
from giban.diagram.scene import Scene

SYSTEM = "system"

VIEWS: dict[str, Callable[[Reading], Scene]] = {SYSTEM: architecture}


def scene(blueprint: Blueprint, view: str = SYSTEM) -> Scene:
    """Return a view of a Blueprint, its crowds put together."""
    return grouped(VIEWS[view](Reading(blueprint)))
