"""Small Blueprints to price, and the example's."""

from __future__ import annotations

from pathlib import Path

from giban.blueprint import Blueprint, Node, Object, Origin, Provider, Stack
from giban.compile import compile_project
from giban.manifest import load
from giban.system import resolve_all

EXAMPLES = Path(__file__).parents[2] / "examples"
SEOUL = "ap-northeast-2"


def of(*things: Object, region: str = SEOUL, environment: str = "production") -> Blueprint:
    """Return a Blueprint of one stack that holds these objects."""
    nodes = tuple(Node(object=one, origin=Origin("services.app"), chapter="main") for one in things)
    stack = Stack(
        name="platform",
        environment=environment,
        providers=(Provider(region=region),),
        nodes=nodes,
        tags={"Team": "web"},
    )
    return Blueprint(project="erp", environment=environment, region=region, stacks=(stack,))


def example(name: str) -> list[Blueprint]:
    """Return every environment of an example."""
    manifest = load(EXAMPLES / name / "giban.yaml")
    return list(compile_project(list(resolve_all(manifest).values())).values())
