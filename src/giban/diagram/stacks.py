"""The second view: Terraform roots, and what they hand to each other as SSM parameters."""

from __future__ import annotations

from collections import Counter

from giban.blueprint import Resource, Stack
from giban.diagram import words
from giban.diagram.reading import Reading, Thing
from giban.diagram.scene import Edge, Node, Scene

PARAMETER = "data.aws_ssm_parameter"
FOREIGN = "foreign"


def stacks(reading: Reading) -> Scene:
    """Return the scene of a Blueprint's stacks, each below those it reads from."""
    blueprint = reading.blueprint
    contract = _contract(reading)
    nodes = [_node(stack) for stack in blueprint.stacks]
    for owner in sorted({source for source, _ in contract if source.startswith("/")}):
        reads = sum(len(names) for (source, _), names in contract.items() if source == owner)
        nodes.append(
            Node(
                id=owner,
                icon="parameter",
                title=owner,
                box=FOREIGN,
                facts=(words.FOREIGN_STACK, words.counted(reads, "parameter")),
            )
        )
    edges = [
        Edge(source=source, target=target, label=str(len(names)), kind="data")
        for (source, target), names in contract.items()
    ]
    return Scene(
        title=blueprint.project,
        subtitle=words.joined(blueprint.environment, words.STACKS),
        boxes=(),
        nodes=tuple(nodes),
        edges=tuple(edges),
        notes=(words.counted(len(blueprint.stacks), "stack"),),
        arrangement="layers",
    )


def _node(stack: Stack) -> Node:
    things = [node for node in stack.nodes if isinstance(node.object, Resource)]
    chapters = Counter(node.chapter for node in things)
    named = [name for name, _ in chapters.most_common()]
    return Node(
        id=stack.path,
        icon="stack",
        title=stack.path,
        box="",
        facts=(
            words.joined(words.counted(len(things), "resource"), stack.providers[0].region),
            words.listed(named),
        ),
        addresses=tuple(Thing.of(stack, node).id for node in stack.nodes),
    )


def _contract(reading: Reading) -> dict[tuple[str, str], list[str]]:
    """Return the names of the parameters that go from one stack to another."""
    found: dict[tuple[str, str], list[str]] = {}
    for source in reading.of(PARAMETER):
        name = str(source.get("name"))
        owner = reading.exports.get(name)
        giver = owner.stack.path if owner else "/" + name.strip("/").split("/")[0]
        if giver != source.stack.path:
            names = found.setdefault((giver, source.stack.path), [])
            if name not in names:
                names.append(name)
    return found
