"""The fourth view: which security group reaches which, on what ports."""

from __future__ import annotations

from giban.diagram import words
from giban.diagram.facts import title
from giban.diagram.firewalls import ports, wearers
from giban.diagram.reading import Reading, Thing
from giban.diagram.scene import Edge, Node, Scene
from giban.diagram.wire import joined_label
from giban.diagram.wires import ANYWHERE

INGRESS = "aws_vpc_security_group_ingress_rule"
GROUP = "aws_security_group"
GROUPS = "groups"


def access(reading: Reading) -> Scene:
    """Return the scene of who may open a connection to whom."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], list[str]] = {}
    worn = wearers(reading)
    for rule in reading.of(INGRESS):
        for target in reading.meant(rule, rule.raw("security_group_id")):
            nodes.setdefault(target.id, _node(target, worn))
            for source in _sources(reading, rule, worn):
                nodes.setdefault(source.id, source)
                edges.setdefault((source.id, target.id), []).append(ports(rule))
    order = {thing.id: place for place, thing in enumerate(reading.of(GROUP))}
    listed = sorted(nodes.values(), key=lambda node: order.get(node.id, -1))
    blueprint = reading.blueprint
    return Scene(
        title=blueprint.project,
        subtitle=words.joined(blueprint.environment, blueprint.region, words.ACCESS),
        boxes=(),
        nodes=tuple(listed),
        edges=tuple(
            Edge(source=source, target=target, label=joined_label(found))
            for (source, target), found in edges.items()
        ),
        notes=(words.READ_MATRIX,),
        arrangement="matrix",
    )


def _sources(reading: Reading, rule: Thing, worn: dict[str, list[Thing]]) -> list[Node]:
    groups = reading.meant(rule, rule.raw("referenced_security_group_id"))
    found = [_node(group, worn) for group in groups]
    for name in ("cidr_ipv4", "cidr_ipv6"):
        cidr = rule.get(name)
        if cidr:
            title = words.INTERNET_SIDE if cidr in ANYWHERE else str(cidr)
            found.append(Node(id=f"cidr/{title}", icon="users", title=title, box=GROUPS))
    listed = rule.get("prefix_list_id")
    if listed:
        found.append(Node(id=f"list/{listed}", icon="gateway", title=str(listed), box=GROUPS))
    for one in () if listed else reading.meant(rule, rule.raw("prefix_list_id")):
        found.append(Node(id=one.id, icon="gateway", title=one.label, box=GROUPS))
    return found


def _node(group: Thing, worn: dict[str, list[Thing]]) -> Node:
    on = list(dict.fromkeys(title(thing) for thing in worn.get(group.id, ())))
    facts = (words.worn_by(words.listed(on)),) if on else ()
    return Node(
        id=group.id,
        icon="shield",
        title=group.label,
        box=GROUPS,
        facts=facts,
        addresses=(group.id,),
    )
