"""Groups of servers, what makes them grow and shrink, and when."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Network, Play

TEMPLATE, GROUP = "aws_launch_template", "aws_autoscaling_group"
NUMBERS = itertools.count()


@pytest.fixture
def template(play: Play, network: Network) -> Values:
    """Give a launch template of its own."""
    name = f"template-{next(NUMBERS)}"
    return play.make(TEMPLATE, **launched(network, name=name))


def launched(network: Network, **changes: Any) -> dict[str, Any]:
    """Return what a group's servers are started from."""
    return {
        "image_id": "ami-0123456789abcdef0",
        "instance_type": "t3.medium",
        "vpc_security_group_ids": [network.group],
        "user_data": "IyEvYmluL3No",
        **changes,
    }


def group(network: Network, template: Values, **changes: Any) -> dict[str, Any]:
    """Return what a group of production says."""
    return {
        "name": "servers",
        "min_size": 2,
        "max_size": 6,
        "vpc_zone_identifier": network.subnets[:2],
        "launch_template": [{"id": template["id"], "version": str(template["latest_version"])}],
        "health_check_type": "ELB",
        "tag": [{"key": "Name", "value": "server", "propagate_at_launch": True}],
        **changes,
    }


def targets(play: Play, network: Network, name: str, **changes: Any) -> Values:
    """Make a target group."""
    given = {"port": 80, "protocol": "HTTP", "vpc_id": network.vpc, "target_type": "instance"}
    return play.make("aws_lb_target_group", name=name, **{**given, **changes})


def servers(play: Play, name: str = "servers") -> list[str]:
    """Return the servers of a group."""
    found = play.aws("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])
    return [one["InstanceId"] for one in found["AutoScalingGroups"][0]["Instances"]]


def interfaces(play: Play, network: Network) -> set[str]:
    """Return the network interfaces that servers have."""
    where = [
        {"Name": "subnet-id", "Values": network.subnets},
        {"Name": "status", "Values": ["in-use"]},
    ]
    found = play.aws("ec2").describe_network_interfaces(Filters=where)["NetworkInterfaces"]
    return {one["NetworkInterfaceId"] for one in found}


def test_group(play: Play, network: Network, template: Values) -> None:
    """A group is made with its servers, changed in place, drifts, is imported, and goes."""
    before = interfaces(play, network)
    arn = targets(play, network, "grouped")["arn"]
    given = group(network, template, target_group_arns=[arn], suspended_processes=["AZRebalance"])
    state = play.make(GROUP, **given)
    assert state["arn"].startswith(f"arn:aws:autoscaling:{REGION}:123456789012:autoScalingGroup:")
    assert (state["id"], state["desired_capacity"]) == ("servers", 2)
    assert sorted(state["availability_zones"]) == [f"{REGION}a", f"{REGION}b"]
    assert state["launch_template"][0]["name"] == template["name"]
    health = play.aws("elbv2").describe_target_health(TargetGroupArn=arn)
    assert len(health["TargetHealthDescriptions"]) == 2

    tag = {"key": "Team", "value": "a", "propagate_at_launch": False}
    given |= {
        "min_size": 3,
        "desired_capacity": 3,
        "tag": [tag],
        "enabled_metrics": ["GroupMinSize"],
    }
    given |= {"target_group_arns": [], "suspended_processes": []}
    given |= {"default_cooldown": 60, "vpc_zone_identifier": network.subnets[1:]}
    state = play.change(GROUP, state, **given)
    assert len(servers(play)) == 3
    assert state["availability_zones"] == [f"{REGION}b"]
    play.aws("autoscaling").set_desired_capacity(AutoScalingGroupName="servers", DesiredCapacity=4)
    drifted = play.read(GROUP, state)
    assert drifted is not None
    assert drifted["desired_capacity"] == 4
    assert play.adopt(GROUP, "servers")["tag"] == [tag]
    play.drop(GROUP, state)
    assert interfaces(play, network) == before


def test_refresh(play: Play, network: Network, template: Values) -> None:
    """A new version of the template makes new servers if a refresh is asked for, else none."""
    refresh = {"strategy": "Rolling", "triggers": ["tag"]}
    given = group(network, template, name="fresh", instance_refresh=[refresh])
    state = play.make(GROUP, **given)
    first = servers(play, "fresh")
    newer = launched(network, name=template["name"], instance_type="t3.small")
    changed = play.change(TEMPLATE, template, **newer)
    given["launch_template"] = [{"id": changed["id"], "version": "2"}]
    state = play.change(GROUP, state, **given)
    second = servers(play, "fresh")
    assert not set(first) & set(second)
    state = play.change(GROUP, state, **{**given, "max_size": 7})
    assert servers(play, "fresh") == second
    state = play.change(GROUP, state, **{**given, "tag": []})
    third = servers(play, "fresh")
    assert not set(second) & set(third)
    given = group(network, changed, name="fresh", launch_template=[{"id": changed["id"]}])
    state = play.change(GROUP, state, **given)
    assert servers(play, "fresh") == third
    play.drop(GROUP, state)


def test_mixed(play: Play, network: Network, template: Values) -> None:
    """A group can buy servers of several types, some of them spare."""
    specification = {"launch_template_id": template["id"], "version": "$Latest"}
    types = [{"instance_type": "t3.medium"}, {"instance_type": "t3a.medium"}]
    mix = {
        "launch_template": [
            {"launch_template_specification": [specification], "override": types},
        ],
        "instances_distribution": [{"on_demand_base_capacity": 1}],
    }
    given = group(network, template, name="mixed", mixed_instances_policy=[mix])
    del given["launch_template"]
    state = play.make(GROUP, **given)
    state = play.change(GROUP, state, **{**given, "max_size": 8})
    found = state["mixed_instances_policy"][0]["launch_template"][0]
    assert [one["instance_type"] for one in found["override"]] == ["t3.medium", "t3a.medium"]
    play.drop(GROUP, state)


def test_hooks_and_pools(play: Play, network: Network, template: Values) -> None:
    """Hooks are there from the start, a pool comes and goes, protected servers need force."""
    hook = {"name": "h", "lifecycle_transition": "autoscaling:EC2_INSTANCE_LAUNCHING"}
    given = group(network, template, name="hooked", initial_lifecycle_hook=[hook])
    given["protect_from_scale_in"] = True
    state = play.make(GROUP, **given, warm_pool=[{"min_size": 1, "pool_state": "Stopped"}])
    hooks = play.aws("autoscaling").describe_lifecycle_hooks(AutoScalingGroupName="hooked")
    assert [one["LifecycleHookName"] for one in hooks["LifecycleHooks"]] == ["h"]
    state = play.change(GROUP, state, **given)
    assert state["warm_pool"] == []
    with pytest.raises(Refused, match="while there are instances"):
        play.drop(GROUP, state)
    play.drop(GROUP, {**state, "force_delete": True})


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"max_size": 1}, "must be greater than or equal to min bound"),
    ({"desired_capacity": 9}, "must be between the specified min size:2"),
    ({"target_group_arns": ["arn:aws:elasticloadbalancing:x:1:targetgroup/a/b"]}, "may not be"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(
    play: Play, network: Network, template: Values, given: dict[str, Any], words: str
) -> None:
    """Bounds that cannot be, and targets that are none, are refused."""
    with pytest.raises(Refused, match=words):
        play.make(GROUP, **group(network, template, **{"name": "refused", **given}))


def test_refused_targets(play: Play, network: Network, template: Values) -> None:
    """A target group of addresses takes no servers."""
    arn = targets(play, network, "addresses", target_type="ip")["arn"]
    with pytest.raises(Refused, match="may not be valid"):
        play.make(GROUP, **group(network, template, name="refused", target_group_arns=[arn]))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"image_id": None}, "the parameter ImageId"),
        ({"instance_type": None}, "the parameter InstanceType"),
        ({"iam_instance_profile": [{"name": "unmade"}]}, r"Value \(unmade\)"),
        ({"vpc_security_group_ids": ["sg-0123"]}, "The security group 'sg-0123' does not exist"),
    ],
)
def test_refused_templates(
    play: Play, network: Network, changes: dict[str, Any], words: str
) -> None:
    """A template that no server can be started from is refused."""
    name = f"template-{next(NUMBERS)}"
    unfit = play.make(TEMPLATE, **launched(network, name=name, **changes))
    with pytest.raises(Refused, match=words):
        play.make(GROUP, **group(network, unfit, name="refused"))


def test_refused_twice(play: Play, network: Network, template: Values) -> None:
    """A name is taken once, and nothing rolls back to what moves."""
    moving = [{"id": template["id"], "version": "$Latest"}]
    preferences = [{"auto_rollback": True}]
    refresh = [{"strategy": "Rolling", "preferences": preferences, "triggers": ["tag"]}]
    given = group(network, template, name="twice", launch_template=moving)
    state = play.make(GROUP, **given, instance_refresh=refresh)
    with pytest.raises(Refused, match="already exists"):
        play.make(GROUP, **given)
    with pytest.raises(Refused, match="Auto rollback"):
        play.change(GROUP, state, **{**given, "tag": []}, instance_refresh=refresh)
    play.drop(GROUP, state)
