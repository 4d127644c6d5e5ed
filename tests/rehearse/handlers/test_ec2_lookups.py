"""Networks that something else owns, and images."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Lookup
from giban.rehearse.handlers.ec2_lookups import AmiData, PrefixListData, SubnetsData, VpcData
from giban.rehearse.shape import complete, shape
from giban.rehearse.task import Task
from tests.rehearse.handlers.play import REGION, Network, Play


def find(play: Play, lookup: type[Lookup], **given: Any) -> Values:
    """Read a data source."""
    form = shape(lookup.kind)
    return lookup().read(
        Task(
            clients=play.clients,
            shadow=play.lifecycle.shadow,
            service=lookup.service,
            region=REGION,
            shape=form,
            values=complete(form, given),
        )
    )


def test_vpc(play: Play, network: Network) -> None:
    """A VPC is found by its id, its tags, and filters, if it is the only one."""
    made = play.make("aws_vpc", cidr_block="10.95.0.0/16", tags={"Name": "found"})
    found = find(play, VpcData, tags={"Name": "found"})
    assert (found["id"], found["cidr_block"]) == (made["id"], "10.95.0.0/16")
    assert found["main_route_table_id"] == made["main_route_table_id"]
    assert found["enable_dns_support"]
    assert find(play, VpcData, id=network.vpc)["id"] == network.vpc
    assert find(play, VpcData, default=True)["default"]
    with pytest.raises(Refused, match="multiple EC2 VPCs matched"):
        find(play, VpcData, state="available")
    with pytest.raises(Refused, match="no matching EC2 VPC"):
        find(play, VpcData, tags={"Name": "nobody"})


def test_subnets(play: Play, network: Network) -> None:
    """Subnets are found by filters, even if there are none."""
    mine = [{"name": "vpc-id", "values": [network.vpc]}]
    assert find(play, SubnetsData, filter=mine)["ids"] == sorted(network.subnets)
    assert find(play, SubnetsData, filter=mine, tags={"Tier": "nowhere"})["ids"] == []


def test_prefix_lists(play: Play) -> None:
    """A list is found by its name, its id, and filters, if it is the only one."""
    name = "com.amazonaws.global.cloudfront.origin-facing"
    found = find(play, PrefixListData, name=name)
    assert ("AWS", "IPv4") == (found["owner_id"], found["address_family"])
    assert all(one["cidr"] for one in found["entries"])
    assert found == find(play, PrefixListData, id=found["id"])
    named = [{"name": "prefix-list-name", "values": [name]}]
    assert found == find(play, PrefixListData, filter=named)
    with pytest.raises(Refused, match="multiple EC2 Managed Prefix Lists matched"):
        find(play, PrefixListData)
    with pytest.raises(Refused, match="no matching EC2 Managed Prefix List"):
        find(play, PrefixListData, name="nobody")


def test_images(play: Play) -> None:
    """AWS's images have the ids of their public parameters; an unknown owner has none."""
    name = [{"name": "name", "values": ["al2023-ami-2023.*-x86_64"]}]
    found = find(play, AmiData, owners=["amazon"], most_recent=True, filter=name)
    parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    value = play.aws("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
    assert (found["id"], found["architecture"]) == (value, "x86_64")
    assert found["root_device_name"] == "/dev/xvda"
    jammy = "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-arm64-server-*"
    ubuntu = [{"name": "name", "values": [jammy]}]
    found = find(play, AmiData, owners=["099720109477"], most_recent=True, filter=ubuntu)
    assert (found["architecture"], found["root_device_name"]) == ("arm64", "/dev/sda1")
    with pytest.raises(Refused, match="returned no results"):
        find(play, AmiData, owners=["self"], filter=name)
    ec2 = play.aws("ec2")
    server = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"][0]
    for number in range(2):
        ec2.create_image(InstanceId=server["InstanceId"], Name=f"mine-{number}")
    own = [{"name": "name", "values": ["mine-*"]}]
    with pytest.raises(Refused, match="more than one result"):
        find(play, AmiData, owners=["self"], filter=own)
    assert find(play, AmiData, owners=["self"], filter=own, name_regex="1$")["name"] == "mine-1"
