"""Targets of load balancers."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Network, Play

ATTACHMENT = "aws_lb_target_group_attachment"


def targets(play: Play, network: Network, name: str, **changes: Any) -> str:
    """Make a target group."""
    given = {"port": 80, "protocol": "HTTP", "vpc_id": network.vpc, **changes}
    return str(play.make("aws_lb_target_group", name=name, **given)["arn"])


def server(play: Play, subnet: str) -> str:
    """Start a server."""
    ec2 = play.aws("ec2")
    made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet)
    return str(made["Instances"][0]["InstanceId"])


def test_attachment(play: Play, network: Network) -> None:
    """A server becomes a target, is missed when somebody takes it away, and goes."""
    arn = targets(play, network, "attached")
    given = {"target_group_arn": arn, "target_id": server(play, network.subnets[0])}
    state = play.make(ATTACHMENT, **given)
    play.drop(ATTACHMENT, state)
    state = play.make(ATTACHMENT, **given, port=8080)
    elb = play.aws("elbv2")
    health = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    assert [one["Target"]["Port"] for one in health] == [8080]
    elb.deregister_targets(TargetGroupArn=arn, Targets=[health[0]["Target"]])
    assert play.read(ATTACHMENT, state) is None


def test_addresses(play: Play, network: Network) -> None:
    """An address is a target too, from outside of the network if that is said."""
    arn = targets(play, network, "by-address", target_type="ip")
    play.drop(ATTACHMENT, play.make(ATTACHMENT, target_group_arn=arn, target_id="10.77.0.9"))
    with pytest.raises(Refused, match="not within the VPC's CIDR"):
        play.make(ATTACHMENT, target_group_arn=arn, target_id="10.1.0.9")
    with pytest.raises(Refused, match="not a valid IPv4"):
        play.make(ATTACHMENT, target_group_arn=arn, target_id="host")
    outside = {"target_id": "10.1.0.9", "availability_zone": "all"}
    play.drop(ATTACHMENT, play.make(ATTACHMENT, target_group_arn=arn, **outside))


def test_refused(play: Play, network: Network) -> None:
    """Servers that are not there, have ended, or are in another network are refused."""
    arn = targets(play, network, "picky")
    with pytest.raises(Refused, match="not valid instances"):
        play.make(ATTACHMENT, target_group_arn=arn, target_id="i-0123456789abcdef0")
    ended = server(play, network.subnets[0])
    play.aws("ec2").terminate_instances(InstanceIds=[ended])
    with pytest.raises(Refused, match="not in a running state"):
        play.make(ATTACHMENT, target_group_arn=arn, target_id=ended)
    vpc = play.make("aws_vpc", cidr_block="10.79.0.0/16")["id"]
    subnet = play.make("aws_subnet", vpc_id=vpc, cidr_block="10.79.0.0/24")["id"]
    with pytest.raises(Refused, match="not in the target group VPC"):
        play.make(ATTACHMENT, target_group_arn=arn, target_id=server(play, subnet))
