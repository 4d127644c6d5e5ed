"""Attributes become API members and come back, by name and by botocore's types."""

from functools import cache
from typing import Any

import botocore.session
import pytest

from giban.catalogue import ec2, ecs, elb
from giban.rehearse.faults import Refused
from giban.rehearse.mapping import dig, from_api, to_api
from giban.rehearse.shape import shape


@cache
def model(service: str) -> Any:
    """Return botocore's model of a service."""
    return botocore.session.Session().get_service_model(service)


def input_of(service: str, operation: str) -> Any:
    """Return the shape of an operation's arguments."""
    return model(service).operation_model(operation).input_shape


def test_names_and_types() -> None:
    """Spellings differ, numbers become integers, empty and unknown things are left out."""
    values = {"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24", "ipv6_native": False, "id": "x"}

    sent = to_api(shape(ec2.Subnet), values, input_of("ec2", "CreateSubnet"), {})

    assert sent == {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24", "Ipv6Native": False}


def test_blocks_and_plurals() -> None:
    """A singular block is a plural list, a block that stands once a structure."""
    values = {
        "name": "c",
        "setting": [{"name": "containerInsights", "value": "enabled"}],
        "tags": {"a": "b"},
        "configuration": [{"execute_command_configuration": [{"logging": "DEFAULT"}]}],
    }

    sent = to_api(
        shape(ecs.Cluster), values, input_of("ecs", "CreateCluster"), {"name": "clusterName"}
    )

    assert sent == {
        "clusterName": "c",
        "settings": [{"name": "containerInsights", "value": "enabled"}],
        "tags": [{"key": "a", "value": "b"}],
        "configuration": {"executeCommandConfiguration": {"logging": "DEFAULT"}},
    }


FLAT = {
    "health_check": ".",
    "health_check.interval": "HealthCheckIntervalSeconds",
    "health_check.path": "HealthCheckPath",
    "health_check.matcher": "Matcher.HttpCode",
}


def test_members_that_stand_beside_their_block() -> None:
    """A flattened block goes out into its parent's members and comes back from them."""
    tf = shape(elb.TargetGroup)
    values = {"health_check": [{"interval": 15, "path": "/up", "matcher": "200"}]}

    sent = to_api(tf, values, input_of("elbv2", "CreateTargetGroup"), FLAT)

    assert sent == {
        "HealthCheckIntervalSeconds": 15,
        "HealthCheckPath": "/up",
        "Matcher": {"HttpCode": "200"},
    }
    assert from_api(tf, sent, FLAT)["health_check"] == values["health_check"]


def test_only_what_the_answer_holds() -> None:
    """What an answer leaves out is left out."""
    answer = {"SubnetId": "subnet-1", "MapPublicIpOnLaunch": True, "OwnerId": "123456789012"}

    assert from_api(shape(ec2.Subnet), answer, {}) == {
        "map_public_ip_on_launch": True,
        "owner_id": "123456789012",
    }


def test_an_unknown_word_is_refused() -> None:
    """A value outside the service model's enumeration is refused as AWS refuses it."""
    values = {"vpc_id": "vpc-1", "instance_tenancy": "sometimes"}

    with pytest.raises(Refused, match="sometimes") as refusal:
        to_api(shape(ec2.Vpc), values, input_of("ec2", "CreateVpc"), {})

    assert refusal.value.guarded
    assert refusal.value.attribute == ("instance_tenancy",)


def test_digging() -> None:
    """A dotted path leads through structures and lists."""
    assert dig({"a": [{"b": 1}]}, "a.0.b") == 1
    assert dig({"a": 1}, "") == {"a": 1}
