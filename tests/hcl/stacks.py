"""Small stacks the tests of the printer share."""

from __future__ import annotations

from typing import Any

from giban.blueprint import (
    Block,
    Lifecycle,
    Node,
    Object,
    Origin,
    Output,
    Provider,
    Stack,
    State,
    fields,
)
from giban.catalogue import ec2
from giban.values import Knob

ZONES = ("a", "c")
LAYERS = {"public": 0, "app": 10, "data": 20}


def node(thing: Object, path: str = "network", chapter: str = "network", why: str = "") -> Node:
    """Return a node with nothing special about it."""
    return Node(object=thing, origin=Origin(path), chapter=chapter, why=why)


def stack(*nodes: Node, outputs: tuple[Output, ...] = ()) -> Stack:
    """Return a stack in Seoul without tags or state."""
    return Stack(
        name="platform",
        environment="production",
        providers=(Provider(region="ap-northeast-2"),),
        nodes=nodes,
        outputs=outputs,
    )


def network() -> Stack:
    """Return a network of two zones: three layers of subnets, a NAT gateway and routes in each."""
    vpc = ec2.Vpc(
        "main",
        cidr_block="10.0.0.0/16",
        enable_dns_hostnames=True,
        enable_dns_support=True,
        tags={"Name": "hospital-production"},
    )
    gateway = ec2.InternetGateway("main", vpc_id=vpc.ref.id, tags={"Name": "hospital-production"})
    subnets = {
        (layer, zone): ec2.Subnet(
            layer,
            each=zone,
            vpc_id=vpc.ref.id,
            cidr_block=f"10.0.{base + number}.0/24",
            availability_zone=f"ap-northeast-2{zone}",
            tags={"Name": f"hospital-production-{layer}-{zone}", "Layer": layer},
        )
        for layer, base in LAYERS.items()
        for number, zone in enumerate(ZONES)
    }
    for zone in ZONES:
        public = subnets["public", zone]
        subnets["public", zone] = public.replaced(map_public_ip_on_launch=True)
    nodes = [node(vpc), node(gateway), *(node(s, "network.subnets") for s in subnets.values())]
    nodes += _egress(subnets, vpc, gateway)
    outputs = (
        Output(name="vpc_id", value=vpc.ref.id, description="The network everything runs in."),
        Output(
            name="app_subnet_ids",
            value=[subnets["app", zone].ref.id for zone in ZONES],
            description="Where services run.",
        ),
    )
    return Stack(
        name="platform",
        environment="production",
        providers=(
            Provider(region="ap-northeast-2"),
            Provider(region="us-east-1", alias="us_east_1"),
        ),
        nodes=tuple(nodes),
        outputs=outputs,
        tags={"Project": "hospital", "Environment": "production", "ManagedBy": "giban"},
        state=State(
            bucket="hospital-terraform-state",
            key="production/platform.tfstate",
            region="ap-northeast-2",
        ),
    )


def _egress(
    subnets: dict[tuple[str, str], ec2.Subnet], vpc: ec2.Vpc, gateway: ec2.InternetGateway
) -> list[Node]:
    nodes = []
    public = ec2.RouteTable("public", vpc_id=vpc.ref.id, tags={"Name": "hospital-public"})
    nodes += [
        node(public, "network.routes"),
        node(
            ec2.Route(
                "internet",
                route_table_id=public.ref.id,
                destination_cidr_block="0.0.0.0/0",
                gateway_id=gateway.ref.id,
            ),
            "network.routes",
        ),
    ]
    for zone in ZONES:
        address = ec2.Eip("nat", each=zone, domain="vpc", tags={"Name": f"hospital-nat-{zone}"})
        nat = ec2.NatGateway(
            "main",
            each=zone,
            allocation_id=address.ref.id,
            subnet_id=subnets["public", zone].ref.id,
            tags={"Name": f"hospital-{zone}"},
        )
        table = ec2.RouteTable(
            "private", each=zone, vpc_id=vpc.ref.id, tags={"Name": f"hospital-private-{zone}"}
        )
        out = ec2.Route(
            "nat",
            each=zone,
            route_table_id=table.ref.id,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.ref.id,
        )
        nodes += [
            node(address, "network.nat"),
            Node(
                object=nat,
                origin=Origin("network.nat"),
                chapter="network",
                why="One in each zone, so that a failing zone takes only its own way out with it.",
                after=(gateway.terraform_address,),
                lifecycle=Lifecycle(create_before_destroy=True),
            ),
            node(table, "network.routes"),
            node(out, "network.routes"),
        ]
        for layer in LAYERS:
            goes_by = public if layer == "public" else table
            link = ec2.RouteTableAssociation(
                layer,
                each=zone,
                subnet_id=subnets[layer, zone].ref.id,
                route_table_id=goes_by.ref.id,
            )
            nodes.append(node(link, "network.routes"))
    return nodes


def knob(value: str | int | bool | tuple[str, ...], name: str = "image_tag") -> Knob:
    """Return a knob with a description."""
    return Knob(name, value, f"What {name} means.")


def filled(kind: type[Block]) -> dict[str, Any]:
    """Return a value for everything a block may be given."""
    found: dict[str, Any] = {}
    for name, one in fields(kind).items():
        if one.block is not None:
            block = one.block(**filled(one.block))
            found[name] = block if one.max == 1 else (block,)
        elif one.required or one.optional:
            found[name] = f"<{one.name}>"
    return found
