"""Clusters, task definitions and services."""

import json
from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Network, Play

TASK = "aws_ecs_task_definition"
SERVICE = "aws_ecs_service"
PROVIDERS = "aws_ecs_cluster_capacity_providers"
CONTAINER = {"name": "app", "image": "nginx", "portMappings": [{"containerPort": 80}]}
FARGATE = {
    "network_mode": "awsvpc",
    "requires_compatibilities": ["FARGATE"],
    "cpu": "256",
    "memory": "512",
}


def task(play: Play, family: str, *containers: dict[str, Any], **more: Any) -> Values:
    """Register a task definition for Fargate."""
    text = json.dumps(containers or [CONTAINER])
    return play.make(TASK, **{**FARGATE, "family": family, "container_definitions": text, **more})


def cluster(play: Play, name: str) -> Values:
    """Make a cluster with Fargate."""
    made = play.make("aws_ecs_cluster", name=name)
    play.make(PROVIDERS, cluster_name=name, capacity_providers=["FARGATE"])
    return made


def service(network: Network, **more: Any) -> dict[str, Any]:
    """Return the arguments of a service."""
    where = [{"subnets": network.subnets[:2], "security_groups": [network.group]}]
    base = {"name": "app", "desired_count": 1, "network_configuration": where}
    strategy = [{"capacity_provider": "FARGATE", "weight": 1}]
    return {**base, "capacity_provider_strategy": strategy, **more}


def test_cluster(play: Play) -> None:
    """A cluster is made, changed, imported by name, and kept while it has services."""
    insights = [{"name": "containerInsights", "value": "enabled"}]
    state = play.make("aws_ecs_cluster", name="one", setting=insights)
    off = [{"name": "containerInsights", "value": "disabled"}]
    state = play.change("aws_ecs_cluster", state, name="one", setting=off, tags={"a": "b"})
    assert play.adopt("aws_ecs_cluster", "one")["id"] == state["arn"]
    play.drop("aws_ecs_cluster", state)


def test_capacity_providers(play: Play) -> None:
    """Providers and the default strategy are set, changed and taken away."""
    play.make("aws_ecs_cluster", name="two")
    first = {"cluster_name": "two", "capacity_providers": ["FARGATE"]}
    state = play.make(PROVIDERS, **first)
    strategy = [{"capacity_provider": "FARGATE", "base": 1, "weight": 1}]
    state = play.change(PROVIDERS, state, **first, default_capacity_provider_strategy=strategy)
    play.lifecycle.delete(play.lifecycle.kind(PROVIDERS), state, play.connection)
    found = play.aws("ecs").describe_clusters(clusters=["two"])["clusters"][0]
    assert found["capacityProviders"] == []


@pytest.mark.parametrize(
    ("words", "strategy"),
    [
        ("not associated", [{"capacity_provider": "FARGATE_SPOT", "weight": 1}]),
        ("weight greater than 0", [{"capacity_provider": "FARGATE", "weight": 0}]),
    ],
)
def test_refused_strategies(play: Play, words: str, strategy: list[Any]) -> None:
    """Default strategies that cannot place a task are refused."""
    with pytest.raises(Refused, match=words):
        play.make(
            PROVIDERS,
            cluster_name="any",
            capacity_providers=["FARGATE"],
            default_capacity_provider_strategy=strategy,
        )


def test_unknown_provider(play: Play) -> None:
    """Only Fargate is there by itself."""
    with pytest.raises(Refused, match="mine could not be found"):
        play.make(PROVIDERS, cluster_name="any", capacity_providers=["mine"])


def test_task_definition_follows_deploys(play: Play) -> None:
    """With `track_latest` a deploy's revision is the object; without, it stays its own."""
    latest = task(play, "tracked", track_latest=True)
    fixed = task(play, "fixed")
    for family in ("tracked", "fixed"):
        play.aws("ecs").register_task_definition(
            family=family,
            containerDefinitions=[{**CONTAINER, "image": "nginx:2"}],
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
        )
    seen = play.read(TASK, latest)
    assert seen is not None
    assert seen["revision"] == 2
    assert json.loads(seen["container_definitions"])[0]["image"] == "nginx:2"
    assert play.read(TASK, fixed) == fixed
    assert fixed["arn"].endswith("task-definition/fixed:1")
    play.drop(TASK, fixed)


def test_spelling_of_containers_does_not_matter(play: Play) -> None:
    """Defaults and the order of variables are no change."""
    spelled = {
        **CONTAINER,
        "essential": True,
        "cpu": 0,
        "environment": [{"name": "b", "value": "1"}, {"name": "a", "value": "2"}],
        "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}],
    }
    state = task(play, "spelled", spelled, tags={"a": "b"})
    assert json.loads(state["container_definitions"]) == [spelled]


@pytest.mark.parametrize(
    ("words", "containers", "more"),
    [
        ("No Fargate configuration", [], {"memory": "4096"}),
        ("'cpu' be defined", [], {"cpu": None}),
        ("only supports network mode", [], {"network_mode": "bridge"}),
        ("container secrets", [{**CONTAINER, "secrets": [{"name": "A", "valueFrom": "x"}]}], {}),
        ("log driver", [{**CONTAINER, "logConfiguration": {"logDriver": "awslogs"}}], {}),
        ("ECR", [{**CONTAINER, "image": "1.dkr.ecr.x.amazonaws.com/a:1"}], {}),
        ("must be unique", [CONTAINER, CONTAINER], {}),
        ("essential", [{**CONTAINER, "essential": False}], {}),
        ("must match", [{**CONTAINER, "portMappings": [{"containerPort": 1, "hostPort": 2}]}], {}),
        ("more than one", [CONTAINER, {**CONTAINER, "name": "b"}], {}),
        ("dependency", [{**CONTAINER, "dependsOn": [{"containerName": "x"}]}], {}),
        ("sum of all", [{**CONTAINER, "memory": 1024}], {}),
    ],
)
def test_refused_tasks(
    play: Play, words: str, containers: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    """What no task could run with is refused."""
    with pytest.raises(Refused, match=words) as caught:
        task(play, "refused", *containers, **more)
    assert caught.value.code == "ClientException"


def test_service(play: Play, network: Network) -> None:
    """A service is made, deployed anew, imported, and holds its cluster."""
    home = cluster(play, "three")
    first, second = task(play, "app-a")["arn"], task(play, "app-b")["arn"]
    base = service(network, cluster=home["id"])
    state = play.make(SERVICE, **base, task_definition=first)
    assert state["launch_type"] == ""
    state = play.change(SERVICE, state, **base, task_definition=second, tags={"a": "b"})
    assert state["task_definition"] == second
    found = play.adopt(SERVICE, "three/app")
    assert (found["id"], found["cluster"]) == (state["id"], home["id"])
    with pytest.raises(Refused, match="while Services are active"):
        play.drop("aws_ecs_cluster", home)
    with pytest.raises(Refused, match="not idempotent"):
        play.make(SERVICE, **base, task_definition=second)
    play.drop(SERVICE, state)
    play.drop("aws_ecs_cluster", home)


def balancer(**more: Any) -> list[dict[str, Any]]:
    """Return a load balancer block."""
    return [{"container_name": "app", "container_port": 80, **more}]


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("Specifying both", {"launch_type": "FARGATE"}),
        (
            "was not found",
            {"capacity_provider_strategy": [{"capacity_provider": "X", "weight": 1}]},
        ),
        ("must be provided", {"network_configuration": None}),
        ("does not exist in the task", {"load_balancer": balancer(container_name="x")}),
        ("did not have a container port", {"load_balancer": balancer(container_port=81)}),
        ("Health check grace", {"health_check_grace_period_seconds": 60}),
        ("block deployments", {"deployment_maximum_percent": 100}),
        ("TaskDefinition not found", {"task_definition": "nothing:1"}),
    ],
)
def test_refused_services(play: Play, network: Network, words: str, more: dict[str, Any]) -> None:
    """What could not be deployed is refused."""
    if not play.aws("ecs").describe_clusters(clusters=["refusing"])["clusters"]:
        cluster(play, "refusing")
    base = service(network, cluster="refusing", task_definition=task(play, "refusing")["arn"])
    with pytest.raises(Refused, match=words):
        play.make(SERVICE, **{**base, **more})


@pytest.mark.parametrize(
    ("words", "type"), [("incompatible", "instance"), ("not have an associated", "ip")]
)
def test_refused_target_groups(play: Play, network: Network, words: str, type: str) -> None:
    """A target group must be in use by a listener, and take addresses."""
    name = f"words-{type}"
    cluster(play, name)
    elb = play.aws("elbv2")
    group = elb.create_target_group(
        Name=name, Protocol="HTTP", Port=80, VpcId=network.vpc, TargetType=type
    )["TargetGroups"][0]["TargetGroupArn"]
    if type == "instance":
        made = elb.create_load_balancer(Name=name, Subnets=network.subnets[:2])["LoadBalancers"][0]
        action = {"Type": "forward", "TargetGroupArn": group}
        where = {"LoadBalancerArn": made["LoadBalancerArn"], "Protocol": "HTTP", "Port": 80}
        elb.create_listener(**where, DefaultActions=[action])
    blocks = balancer(target_group_arn=group)
    arn = task(play, name)["arn"]
    with pytest.raises(Refused, match=words):
        play.make(
            SERVICE, **service(network, cluster=name, task_definition=arn, load_balancer=blocks)
        )
