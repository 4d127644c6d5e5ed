"""Services that are deployed beside themselves: what ECS refuses, and what it remembers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Network, Play
from tests.rehearse.handlers.test_ecs import SERVICE, cluster, service, task

BLUE_GREEN = [{"strategy": "BLUE_GREEN", "bake_time_in_minutes": "15"}]
CANARY = {"canary_percent": 10, "canary_bake_time_in_minutes": "5"}
LINEAR = {"step_percent": 25, "step_bake_time_in_minutes": "2"}


def steps(strategy: str, block: str, values: Values) -> list[Values]:
    """Return a deployment in steps."""
    return [{"strategy": strategy, "bake_time_in_minutes": "15", block: [values]}]


def role(play: Play, name: str, trusted: str = "ecs.amazonaws.com") -> str:
    """Make a role that a service may assume."""
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": trusted},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = play.aws("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)
    return str(made["Role"]["Arn"])


def balancer(play: Play, network: Network, name: str) -> Values:
    """Make a load balancer whose two rules lead to two target groups."""
    elb = play.aws("elbv2")
    groups = [
        elb.create_target_group(
            Name=f"{name}-{color}", Protocol="HTTP", Port=80, VpcId=network.vpc, TargetType="ip"
        )["TargetGroups"][0]["TargetGroupArn"]
        for color in ("blue", "green")
    ]
    made = elb.create_load_balancer(Name=name, Subnets=network.subnets[:2])["LoadBalancers"][0]
    weights = [{"TargetGroupArn": arn, "Weight": 1} for arn in groups]
    action = {"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}
    listener = elb.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": groups[0]}],
    )["Listeners"][0]["ListenerArn"]
    rules = [
        elb.create_rule(
            ListenerArn=listener,
            Priority=number,
            Conditions=[{"Field": "path-pattern", "Values": [f"/{number}/*"]}],
            Actions=[action],
        )["Rules"][0]["RuleArn"]
        for number in (1, 2)
    ]
    advanced = {
        "alternate_target_group_arn": groups[1],
        "production_listener_rule": rules[0],
        "role_arn": role(play, name),
    }
    return {"target_group_arn": groups[0], "listener": listener, "rules": rules, **advanced}


def balanced(made: Values, **more: Any) -> list[Values]:
    """Return the block of a service behind that load balancer."""
    names = ("alternate_target_group_arn", "production_listener_rule", "role_arn")
    advanced = {**{name: made[name] for name in names}, **more}
    return [
        {
            "target_group_arn": made["target_group_arn"],
            "container_name": "app",
            "container_port": 80,
            "advanced_configuration": [advanced],
        }
    ]


def test_strategies(play: Play, network: Network) -> None:
    """One follows the other in place; the steps of one are not those of the next."""
    cluster(play, "moves")
    made = balancer(play, network, "moves")
    base = service(
        network,
        cluster="moves",
        task_definition=task(play, "moves")["arn"],
        load_balancer=balanced(made, test_listener_rule=made["rules"][1]),
    )
    state = play.make(SERVICE, **base, deployment_configuration=BLUE_GREEN)
    for strategy, block, values in (
        ("CANARY", "canary_configuration", CANARY),
        ("LINEAR", "linear_configuration", LINEAR),
    ):
        wanted = steps(strategy, block, values)
        state = play.change(SERVICE, state, **base, deployment_configuration=wanted)
        assert state["deployment_configuration"][0][block] == [values]
    found = play.aws("ecs").describe_services(cluster="moves", services=["app"])["services"][0]
    told = found["deploymentConfiguration"]
    assert (told["strategy"], told["maximumPercent"]) == ("LINEAR", 200)
    assert told["linearConfiguration"] == {"stepPercent": 25.0, "stepBakeTimeInMinutes": 2}
    assert "canaryConfiguration" not in told
    rolling = [{"strategy": "ROLLING", "bake_time_in_minutes": "0"}]
    play.drop(SERVICE, play.change(SERVICE, state, **base, deployment_configuration=rolling))


def test_without_a_load_balancer(play: Play, network: Network) -> None:
    """All at once is possible without requests to move, in steps is not."""
    cluster(play, "alone")
    base = service(network, cluster="alone", task_definition=task(play, "alone")["arn"])
    play.drop(SERVICE, play.make(SERVICE, **base, deployment_configuration=BLUE_GREEN))
    wanted = steps("CANARY", "canary_configuration", CANARY)
    with pytest.raises(Refused, match="needs a load balancer"):
        play.make(SERVICE, **base, deployment_configuration=wanted)


def test_refused_ways(play: Play, network: Network) -> None:
    """Requests are moved by rules that differ, by a role that ECS may assume."""
    cluster(play, "ways")
    made = balancer(play, network, "ways")
    base = service(network, cluster="ways", task_definition=task(play, "ways")["arn"])
    lone = play.aws("elbv2").create_target_group(
        Name="lone", Protocol="HTTP", Port=80, VpcId=network.vpc, TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    wrong: list[tuple[str, list[Values]]] = [
        ("both production and test", balanced(made, test_listener_rule=made["rules"][0])),
        ("invalid ARN format", balanced(made, production_listener_rule=made["listener"])),
        ("unable to assume", balanced(made, role_arn=role(play, "other", "ec2.amazonaws.com"))),
        ("not have an associated", balanced(made, alternate_target_group_arn=lone)),
    ]
    plain = balanced(made)
    plain[0].pop("advanced_configuration")
    wrong.append(("advancedConfiguration field is required", plain))
    for words, blocks in wrong:
        with pytest.raises(Refused, match=words):
            play.make(SERVICE, **base, load_balancer=blocks, deployment_configuration=BLUE_GREEN)
    with pytest.raises(Refused, match="bakeTimeInMinutes is required"):
        play.make(
            SERVICE,
            **base,
            load_balancer=balanced(made),
            deployment_configuration=[{"strategy": "BLUE_GREEN"}],
        )
