"""Every picture is clean: nothing overlaps, nothing sticks out, no arrow goes through anything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from giban.blueprint import Blueprint
from giban.diagram import scene
from giban.diagram.dress import dress
from giban.diagram.layout import layout
from giban.diagram.scene import Scene
from tests.diagram.looks import problems
from tests.diagram.systems import compiled, examples, systems

EXAMPLES = examples()


def drawn(shown: Scene) -> list[str]:
    """Return what is wrong with the picture of a scene."""
    placed = layout(shown)
    return problems(placed, dress(shown, placed))


@pytest.mark.parametrize(
    "blueprint", [one for _, one in EXAMPLES], ids=[name for name, _ in EXAMPLES]
)
def test_examples_are_clean(blueprint: Blueprint) -> None:
    """Nothing is wrong with the picture of any environment of any example."""
    assert [] == drawn(scene(blueprint))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(systems())
def test_any_system_is_clean(written: dict[str, Any]) -> None:
    """Nothing is wrong with the picture of any system."""
    assert [] == drawn(scene(compiled(written)))
