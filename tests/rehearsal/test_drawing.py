"""A plan that Terraform made draws the picture that the Blueprint draws."""

import json

import pytest
from msgspec.structs import replace

from giban.blueprint import Blueprint
from giban.diagram import scene
from giban.planned import read_plan
from tests.examples import rehearsed
from tests.rehearsed import Rehearsals

ROOTS = {"hospital-erp": "production/platform"}


Said = tuple[set[tuple[str, tuple[str, ...]]], set[tuple[str, str]]]


def said(blueprint: Blueprint) -> Said:
    """Return what all nodes say, and between which of them arrows go.

    The words on an arrow are not compared: a document that names a thing still to be made is not
    known before it is made, only what it is about.
    """
    shown = scene(blueprint)
    titles = {node.id: node.title for node in shown.nodes}
    edges = {(titles[edge.source], titles[edge.target]) for edge in shown.edges}
    return {(node.title, node.facts) for node in shown.nodes}, edges


@pytest.mark.parametrize("system", [rehearsed(name) for name in ROOTS])
def test_plan_draws_what_the_blueprint_draws(rehearsals: Rehearsals, system: str) -> None:
    """The same nodes and the same arrows, from JSON that gives no hint of giban."""
    found = rehearsals[system].stacks[ROOTS[system]]
    planned = read_plan(json.dumps(found.first).encode(), "plan.json").blueprint
    blueprints = rehearsals[system].blueprints.values()
    whole = next(one for one in blueprints if found.stack in one.stacks)
    own = replace(whole, stacks=(found.stack,))
    region = replace(planned, region=own.region)

    assert said(own) == said(region)
