"""Servers and their addresses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from giban.rehearse.codec import UNKNOWN
from giban.rehearse.faults import Refused
from giban.rehearse.shape import complete
from tests.rehearse.handlers.play import REGION, Network, Play

INSTANCE, ASSOCIATION = "aws_instance", "aws_eip_association"


def server(network: Network, **changes: Any) -> dict[str, Any]:
    """Return what a server of production says."""
    disk = {"volume_size": 20, "volume_type": "gp3", "encrypted": True}
    return {
        "ami": "ami-0123456789abcdef0",
        "instance_type": "t3.small",
        "subnet_id": network.subnets[0],
        "vpc_security_group_ids": [network.group],
        "user_data": "#!/bin/sh\necho one",
        "metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 2}],
        "root_block_device": [disk],
        **changes,
    }


def profile(play: Play, name: str) -> str:
    """Make an instance profile and its role, which no other test knows; return their name."""
    iam, name = play.aws("iam"), f"instance-{name}"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": []}))
    iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    return name


def test_instance(play: Play, network: Network) -> None:
    """A server is made with its disk, script and role, and its address is known."""
    given = server(network, tags={"Name": "a"}, iam_instance_profile=profile(play, "life"))
    state = play.make(INSTANCE, **given)
    assert state["arn"] == f"arn:aws:ec2:{REGION}:123456789012:instance/{state['id']}"
    assert state["instance_state"] == "running"
    assert state["private_ip"].startswith("10.77.0.")
    assert state["availability_zone"] == f"{REGION}a"
    assert state["tags_all"] == {"Name": "a", "Owner": "platform"}
    disk = state["root_block_device"][0]
    assert (disk["volume_size"], disk["iops"], disk["throughput"]) == (20, 3000, 125)
    assert (disk["device_name"], disk["encrypted"]) == ("/dev/xvda", True)
    adopted = play.adopt(INSTANCE, state["id"])
    for name in ("ami", "user_data", "iam_instance_profile", "subnet_id"):
        assert adopted[name] == given[name]
    play.drop(INSTANCE, state)
    where = [{"Name": "private-ip-address", "Values": [state["private_ip"]]}]
    assert play.aws("ec2").describe_network_interfaces(Filters=where)["NetworkInterfaces"] == []


def test_changes_in_place(play: Play, network: Network) -> None:
    """Type, script, role, groups, disk and metadata change in place."""
    state = play.make(INSTANCE, **server(network))
    other = play.aws("ec2").create_security_group(
        GroupName="other", Description="x", VpcId=network.vpc
    )["GroupId"]
    disk = {"volume_size": 30, "volume_type": "gp3", "iops": 4000, "throughput": 500}
    given = server(
        network,
        instance_type="t3.medium",
        user_data="#!/bin/sh\necho two",
        iam_instance_profile=profile(play, "changed"),
        vpc_security_group_ids=[other],
        metadata_options=[{"http_tokens": "required", "http_put_response_hop_limit": 1}],
        root_block_device=[{**disk, "encrypted": True, "tags": {"Name": "disk"}}],
        disable_api_termination=True,
        instance_initiated_shutdown_behavior="terminate",
        source_dest_check=False,
    )
    state = play.change(INSTANCE, state, **given)
    assert state["instance_type"] == "t3.medium"
    assert state["root_block_device"][0]["throughput"] == 500
    again = {**given, "iam_instance_profile": profile(play, "again")}
    state = play.change(INSTANCE, state, **again)
    state = play.change(INSTANCE, state, **{**again, "iam_instance_profile": None})
    with pytest.raises(ClientError, match="disableApiTermination"):
        play.drop(INSTANCE, state)
    play.drop(INSTANCE, {**state, "force_destroy": True})


def test_drift(play: Play, network: Network) -> None:
    """What somebody else did is seen; a terminated server is gone."""
    state = play.make(INSTANCE, **server(network))
    ec2 = play.aws("ec2")
    ec2.modify_instance_attribute(InstanceId=state["id"], InstanceType={"Value": "t3.large"})
    ec2.modify_instance_metadata_options(InstanceId=state["id"], HttpTokens="optional")
    drifted = play.read(INSTANCE, state)
    assert drifted is not None
    assert drifted["instance_type"] == "t3.large"
    assert drifted["metadata_options"][0]["http_tokens"] == "optional"
    ec2.terminate_instances(InstanceIds=[state["id"]])
    assert play.read(INSTANCE, state) is None


def test_public(play: Play, network: Network) -> None:
    """A server with a public address loses it when it is stopped, so a plan says unknown."""
    given = server(network, associate_public_ip_address=True, volume_tags={"Disk": "a"})
    state = play.make(INSTANCE, **given)
    assert state["public_ip"]
    assert state["public_dns"].startswith("ec2-")
    kind = play.lifecycle.kind(INSTANCE)
    whole = complete(kind.shape, {**given, "instance_type": "t3.large"})
    planned = play.lifecycle.plan(kind, whole, state, play.connection)
    assert planned.values["public_ip"] is UNKNOWN
    state = play.change(INSTANCE, state, **{**given, "volume_tags": {"Disk": "b"}})
    play.drop(INSTANCE, state)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"user_data": "new", "user_data_replace_on_change": True}, "user_data"),
        ({"instance_type": "t4g.small"}, "instance_type"),
        ({"ami": "ami-00000000000000000"}, "ami"),
    ],
)
def test_replaced(play: Play, network: Network, changes: dict[str, Any], because: str) -> None:
    """Another image, another kind of processor, and a script that shall run, make a new server."""
    state = play.make(INSTANCE, **server(network))
    kind = play.lifecycle.kind(INSTANCE)
    whole = complete(kind.shape, server(network, **changes))
    planned = play.lifecycle.plan(kind, whole, state, play.connection)
    assert (because,) in planned.replace


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"instance_type": "t3.smal"}, "Invalid value 't3.smal' for InstanceType"),
    ({"user_data": "x" * 16385}, "limited to 16384"),
    ({"root_block_device": [{"volume_type": "gp2", "throughput": 200}]}, "not supported for gp2"),
    ({"root_block_device": [{"volume_type": "gp3", "iops": 100}]}, "too low"),
    ({"root_block_device": [{"volume_type": "gp3", "iops": 5000}]}, "size ratio"),
    ({"root_block_device": [{"volume_type": "gp3", "throughput": 900}]}, "iops ratio"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(play: Play, network: Network, given: dict[str, Any], words: str) -> None:
    """Types that do not exist, long scripts and impossible disks are refused."""
    with pytest.raises(Refused, match=words):
        play.make(INSTANCE, **server(network, **given))


def test_refused_groups(play: Play, network: Network) -> None:
    """A group of another network is refused."""
    with pytest.raises(Refused, match="belong to different networks"):
        play.make(INSTANCE, **server(network, vpc_security_group_ids=[network.foreign]))


def test_disks_do_not_shrink(play: Play, network: Network) -> None:
    """A disk is never made smaller."""
    state = play.make(INSTANCE, **server(network))
    smaller = [{"volume_size": 10, "volume_type": "gp3", "encrypted": True}]
    with pytest.raises(Refused, match="cannot be smaller"):
        play.change(INSTANCE, state, **server(network, root_block_device=smaller))


def test_address(play: Play) -> None:
    """A server gets an address that stays, if its network reaches the internet and it has none."""
    vpc = play.make("aws_vpc", cidr_block="10.78.0.0/16")
    subnet = play.make("aws_subnet", vpc_id=vpc["id"], cidr_block="10.78.0.0/24")
    given = {"ami": "ami-0123456789abcdef0", "instance_type": "t3.small"}
    state = play.make(INSTANCE, **given, subnet_id=subnet["id"])
    first, second = (play.make("aws_eip", domain="vpc") for _ in range(2))
    wanted = {"instance_id": state["id"], "allocation_id": first["id"]}
    with pytest.raises(Refused, match="not attached to any internet gateway"):
        play.make(ASSOCIATION, **wanted)
    play.make("aws_internet_gateway", vpc_id=vpc["id"])
    made = play.make(ASSOCIATION, **wanted)
    assert (made["public_ip"], made["private_ip_address"]) == (
        first["public_ip"],
        state["private_ip"],
    )
    seen = play.read(INSTANCE, state)
    assert seen is not None
    assert seen["public_ip"] == first["public_ip"]
    assert play.adopt(ASSOCIATION, made["id"])["allocation_id"] == first["id"]
    with pytest.raises(Refused, match="already associated"):
        play.make(ASSOCIATION, instance_id=state["id"], allocation_id=second["id"])
    play.drop(ASSOCIATION, made)
    play.drop(INSTANCE, state)
