"""What makes a group of servers grow and shrink, and when."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Network, Play

POLICY, SCHEDULE = "aws_autoscaling_policy", "aws_autoscaling_schedule"
AT = {"recurrence": "0 9 * * 1-5", "time_zone": "Asia/Seoul"}


def cpu(target: float = 70) -> list[dict[str, Any]]:
    """Return how a group follows its processors."""
    metric = {"predefined_metric_type": "ASGAverageCPUUtilization"}
    return [{"target_value": target, "predefined_metric_specification": [metric]}]


@pytest.fixture
def scaled(play: Play, network: Network) -> str:
    """Give a group, the same to all."""
    autoscaling = play.aws("autoscaling")
    if not autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["scaled"])[
        "AutoScalingGroups"
    ]:
        what = {"ImageId": "ami-0123456789abcdef0", "InstanceType": "t3.small"}
        made = play.aws("ec2").create_launch_template(
            LaunchTemplateName="scaled", LaunchTemplateData=what
        )
        autoscaling.create_auto_scaling_group(
            AutoScalingGroupName="scaled",
            MinSize=0,
            MaxSize=2,
            VPCZoneIdentifier=network.subnets[0],
            LaunchTemplate={"LaunchTemplateId": made["LaunchTemplate"]["LaunchTemplateId"]},
        )
    return "scaled"


def test_policy(play: Play, scaled: str) -> None:
    """A policy is made, changed in place, drifts, is imported, and goes."""
    given = {
        "autoscaling_group_name": scaled,
        "name": "cpu",
        "policy_type": "TargetTrackingScaling",
    }
    state = play.make(POLICY, **given, target_tracking_configuration=cpu())
    assert state["arn"].startswith(f"arn:aws:autoscaling:{REGION}:123456789012:scalingPolicy:")
    state = play.change(POLICY, state, **given, target_tracking_configuration=cpu(50))
    adopted = play.adopt(POLICY, "scaled/cpu")
    assert adopted["target_tracking_configuration"][0]["target_value"] == 50
    metric = {"PredefinedMetricType": "ASGAverageCPUUtilization"}
    play.aws("autoscaling").put_scaling_policy(
        AutoScalingGroupName=scaled,
        PolicyName="cpu",
        PolicyType="TargetTrackingScaling",
        TargetTrackingConfiguration={"TargetValue": 99, "PredefinedMetricSpecification": metric},
    )
    drifted = play.read(POLICY, state)
    assert drifted is not None
    assert drifted["target_tracking_configuration"][0]["target_value"] == 99
    play.drop(POLICY, state)


def test_steps(play: Play, scaled: str) -> None:
    """A group can grow in steps, and simply."""
    given = {"autoscaling_group_name": scaled, "adjustment_type": "ChangeInCapacity"}
    steps = [
        {"metric_interval_lower_bound": "0", "metric_interval_upper_bound": "20"},
        {"metric_interval_lower_bound": "20"},
    ]
    stepped = [{**step, "scaling_adjustment": number + 1} for number, step in enumerate(steps)]
    by_step = {"policy_type": "StepScaling", "step_adjustment": stepped}
    state = play.make(POLICY, **given, name="steps", **by_step, estimated_instance_warmup=60)
    assert state["metric_aggregation_type"] == "Average"
    play.drop(POLICY, state)
    state = play.make(POLICY, **given, name="simple", scaling_adjustment=1, cooldown=60)
    state = play.change(POLICY, state, **given, name="simple", scaling_adjustment=-1, cooldown=60)
    play.drop(POLICY, state)


def test_requests(play: Play, network: Network) -> None:
    """A group follows a load balancer's requests only if they reach it."""
    elb = play.aws("elbv2")
    arn = elb.create_target_group(Name="asked", Protocol="HTTP", Port=80, VpcId=network.vpc)[
        "TargetGroups"
    ][0]["TargetGroupArn"]
    balancer = elb.create_load_balancer(Name="asked", Subnets=network.subnets[:2])
    loaded = balancer["LoadBalancers"][0]["LoadBalancerArn"]
    template = play.aws("ec2").create_launch_template(
        LaunchTemplateName="asked",
        LaunchTemplateData={"ImageId": "ami-0123456789abcdef0", "InstanceType": "t3.small"},
    )["LaunchTemplate"]["LaunchTemplateId"]
    play.aws("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName="asked",
        MinSize=0,
        MaxSize=1,
        VPCZoneIdentifier=network.subnets[0],
        LaunchTemplate={"LaunchTemplateId": template},
        TargetGroupARNs=[arn],
    )
    suffix = f"{loaded.partition('loadbalancer/')[2]}/{arn.rpartition(':')[2]}"
    label = {"predefined_metric_type": "ALBRequestCountPerTarget", "resource_label": suffix}
    given = {
        "autoscaling_group_name": "asked",
        "name": "requests",
        "policy_type": "TargetTrackingScaling",
        "target_tracking_configuration": [
            {"target_value": 1000, "predefined_metric_specification": [label]}
        ],
    }
    with pytest.raises(Refused, match="Invalid resource label"):
        play.make(POLICY, **given)
    forward = [{"Type": "forward", "TargetGroupArn": arn}]
    elb.create_listener(LoadBalancerArn=loaded, Port=80, Protocol="HTTP", DefaultActions=forward)
    play.drop(POLICY, play.make(POLICY, **given))


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"autoscaling_group_name": "nobody"}, "Group nobody not found"),
    ({"cooldown": 60}, "cooldown is not supported for policy type TargetTrackingScaling"),
    ({"target_tracking_configuration": None}, "must be specified for policy type"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused_policies(play: Play, scaled: str, given: dict[str, Any], words: str) -> None:
    """Groups that are not there, and what is another policy's, are refused."""
    whole = {
        "autoscaling_group_name": scaled,
        "name": "refused",
        "policy_type": "TargetTrackingScaling",
        "target_tracking_configuration": cpu(),
        **given,
    }
    with pytest.raises(Refused, match=words):
        play.make(POLICY, **whole)


def test_schedule(play: Play, scaled: str) -> None:
    """A schedule is made, changed in place, drifts, is imported, and goes."""
    named = {"autoscaling_group_name": scaled, "scheduled_action_name": "morning"}
    state = play.make(SCHEDULE, **named, **AT, min_size=1, max_size=2, desired_capacity=1)
    assert state["arn"].endswith(":autoScalingGroupName/scaled:scheduledActionName/morning")
    state = play.change(
        SCHEDULE, state, **named, **AT, min_size=-1, max_size=-1, desired_capacity=0
    )
    assert (state["min_size"], state["desired_capacity"]) == (-1, 0)
    assert play.adopt(SCHEDULE, "scaled/morning")["recurrence"] == "0 9 * * 1-5"
    play.aws("autoscaling").put_scheduled_update_group_action(
        AutoScalingGroupName=scaled, ScheduledActionName="morning", Recurrence="0 1 * * *"
    )
    drifted = play.read(SCHEDULE, state)
    assert drifted is not None
    assert drifted["recurrence"] == "0 1 * * *"
    play.drop(SCHEDULE, state)
    once = {**named, "start_time": "2199-01-01T00:00:00Z", "end_time": "2199-02-01T00:00:00Z"}
    play.drop(SCHEDULE, play.make(SCHEDULE, **once))


REFUSED_SCHEDULES: list[tuple[dict[str, Any], str]] = [
    ({**AT, "autoscaling_group_name": "nobody"}, "Group nobody not found"),
    ({"recurrence": "cron(0 9 * * ? *)"}, "is invalid"),
    ({}, "Either recurrence or start time"),
    ({"start_time": "2020-01-01T00:00:00Z"}, "in the past"),
    ({"start_time": "2199-01-01T00:00:00Z", "end_time": "2198-01-01T00:00:00Z"}, "before start"),
    ({**AT, "min_size": 3, "max_size": 2}, "greater than max size"),
    ({**AT, "min_size": 1, "max_size": 2, "desired_capacity": 3}, "must be between"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED_SCHEDULES)
def test_refused_schedules(play: Play, scaled: str, given: dict[str, Any], words: str) -> None:
    """Times that are none, and sizes that cannot be, are refused."""
    named = {"autoscaling_group_name": scaled, "scheduled_action_name": "refused"}
    with pytest.raises(Refused, match=words):
        play.make(SCHEDULE, **{**named, **given})
