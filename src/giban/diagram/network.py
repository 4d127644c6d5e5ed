"""The third view: address ranges, and where each subnet's packets go."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from giban.diagram import words
from giban.diagram.architecture import architecture
from giban.diagram.reading import Reading, Thing
from giban.diagram.scene import EDGE, PIPELINE, Box, Scene

KEPT = ("gateway", "nat", "endpoint", "peering", "users")
TARGETS: dict[str, str] = {
    "gateway_id": "internet gateway",
    "nat_gateway_id": "NAT gateway",
    "network_interface_id": "NAT instance",
    "vpc_peering_connection_id": "peering",
    "transit_gateway_id": "transit gateway",
    "vpc_endpoint_id": "endpoint",
    "egress_only_gateway_id": "egress-only gateway",
}
"""The arguments of a route that name its target, and what that is called."""


def network(reading: Reading) -> Scene:
    """Return the scene of a Blueprint's networks: no program, every range and route."""
    whole = architecture(reading)
    nodes = tuple(node for node in whole.nodes if node.icon in KEPT and _inside(node.box))
    kept = {node.id for node in nodes}
    boxes = tuple(_routed(reading, box) for box in whole.boxes if box.kind != "shelf")
    edges = tuple(edge for edge in whole.edges if {edge.source, edge.target} <= kept)
    return replace(
        whole,
        subtitle=words.joined(whole.subtitle, words.NETWORK),
        boxes=tuple(box for box in boxes if box.id not in {EDGE, PIPELINE}),
        nodes=nodes,
        edges=edges,
        hidden=(),
    )


def _inside(box: str) -> bool:
    return box not in {EDGE, PIPELINE}


def _routed(reading: Reading, box: Box) -> Box:
    subnet = reading.things.get(box.id)
    if box.kind != "subnet" or subnet is None:
        return box
    return replace(box, lines=tuple(_routes(reading, subnet)))


def _routes(reading: Reading, subnet: Thing) -> Iterator[str]:
    """Yield where a subnet's packets go, the way inside the VPC left unsaid."""
    for one in reading.users(subnet, "aws_route_table_association"):
        for table in reading.meant(one, one.raw("route_table_id")):
            yield words.routed_by(table.label)
            for route in reading.users(table, "aws_route"):
                to = route.get("destination_cidr_block") or words.LISTED
                yield f"{to} → {_target(reading, route)}"
            for endpoint in reading.users(table, "aws_vpc_endpoint"):
                yield f"{words.LISTED} → {words.endpoint(endpoint.label)}"


def _target(reading: Reading, route: Thing) -> str:
    for argument, name in TARGETS.items():
        value = route.raw(argument)
        if value is not None:
            found = [one.address.key for one in reading.meant(route, value) if one.address.key]
            return " ".join([name, *found])
    return words.ELSEWHERE
