"""Who refers to whom in a stack."""

from __future__ import annotations

from giban.blueprint import Graph
from giban.catalogue import ec2
from giban.values import Address
from tests.hcl.stacks import node, stack


def test_users_and_uses() -> None:
    """Both directions, whatever the reference stands in."""
    vpc = ec2.Vpc("main", cidr_block="10.0.0.0/16")
    subnets = [
        ec2.Subnet("app", each=zone, vpc_id=vpc.ref.id, cidr_block="10.0.0.0/24") for zone in "ac"
    ]
    graph = Graph(stack(*map(node, [vpc, *subnets])))

    assert subnets == list(graph.users(vpc, ec2.Subnet))
    assert (vpc.terraform_address,) == graph.uses(subnets[0])
    assert vpc == graph.target(subnets[1].vpc_id, ec2.Vpc)
    assert tuple(subnets) == graph.targets([s.ref.id for s in subnets], ec2.Subnet)
    assert graph.target([s.ref.id for s in subnets], ec2.Subnet) is None


def test_what_another_root_holds_is_not_here() -> None:
    """A reference to nobody finds nothing, and is still told."""
    gone = ec2.Vpc("gone", cidr_block="10.0.0.0/16")
    subnet = ec2.Subnet("app", vpc_id=gone.ref.id, cidr_block="10.0.0.0/24")
    graph = Graph(stack(node(subnet)))

    assert graph.target(subnet.vpc_id, ec2.Vpc) is None
    assert graph.node(Address("aws_vpc", "gone")) is None
    assert [Address("aws_vpc", "gone")] == list(graph.uses(subnet))
