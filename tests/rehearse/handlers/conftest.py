"""One moto for all handlers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from giban.rehearse.aws import Clients
from giban.rehearse.world import World
from tests.rehearse.handlers.play import REGION, Network, Play


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """Start an AWS, and end it."""
    world = World.start()
    yield world
    world.stop()
    for pipe in (world.process.stdin, world.process.stdout):
        if pipe:
            pipe.close()


@pytest.fixture(scope="session")
def clients(world: World) -> Clients:
    """Give clients of that AWS."""
    return Clients(world.endpoint())


@pytest.fixture
def play(clients: Clients) -> Play:
    """Give a provider that knows nothing yet."""
    return Play(clients)


@pytest.fixture(scope="session")
def network(clients: Clients) -> Network:
    """Give a VPC with two zones, and another one."""
    ec2 = clients("ec2", REGION)
    vpcs = [ec2.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"] for _ in range(2)]
    subnets = [
        ec2.create_subnet(
            VpcId=vpcs[0], CidrBlock=f"10.77.{index}.0/24", AvailabilityZone=f"{REGION}{zone}"
        )["Subnet"]["SubnetId"]
        for index, zone in enumerate("abb")
    ]
    groups = [
        ec2.create_security_group(GroupName="x", Description="x", VpcId=vpc)["GroupId"]
        for vpc in vpcs
    ]
    return Network(vpcs[0], subnets, groups[0], groups[1])
