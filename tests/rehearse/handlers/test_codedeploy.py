"""Deployments."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import role
from tests.rehearse.handlers.play import REGION, Play

APP, GROUP = "aws_codedeploy_app", "aws_codedeploy_deployment_group"
HERE = f"{REGION}:123456789012"
STYLE = [{"deployment_option": "WITH_TRAFFIC_CONTROL", "deployment_type": "BLUE_GREEN"}]


def _group(play: Play, app: str, **more: Any) -> dict[str, Any]:
    common = {"app_name": app, "deployment_group_name": "g"}
    return {**common, "service_role_arn": role(play, "codedeploy.amazonaws.com"), **more}


def _service(play: Play, name: str, controller: str) -> dict[str, str]:
    ecs = play.aws("ecs")
    ecs.create_cluster(clusterName="deployed")
    container = {"name": "a", "image": "a", "memory": 128}
    ecs.register_task_definition(family="deployed", containerDefinitions=[container])
    ecs.create_service(
        cluster="deployed",
        serviceName=name,
        taskDefinition="deployed",
        desiredCount=0,
        deploymentController={"type": controller},
    )
    return {"cluster_name": "deployed", "service_name": name}


def _for_ecs(play: Play, app: str, service: dict[str, str], **more: Any) -> dict[str, Any]:
    pair = {
        "prod_traffic_route": [{"listener_arns": ["arn:aws:elasticloadbalancing:l"]}],
        "target_group": [{"name": "blue"}, {"name": "green"}],
    }
    ready = [{"action_on_timeout": "CONTINUE_DEPLOYMENT"}]
    gone = [{"action": "TERMINATE", "termination_wait_time_in_minutes": 5}]
    return _group(
        play,
        app,
        **{
            "deployment_config_name": "CodeDeployDefault.ECSAllAtOnce",
            "deployment_style": STYLE,
            "ecs_service": [service],
            "load_balancer_info": [{"target_group_pair_info": [pair]}],
            "blue_green_deployment_config": [
                {
                    "deployment_ready_option": ready,
                    "terminate_blue_instances_on_deployment_success": gone,
                }
            ],
            **more,
        },
    )


def test_app(play: Play) -> None:
    """An application is made, renamed in place, imported by its name, and goes."""
    state = play.make(APP, name="old", compute_platform="ECS", tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:codedeploy:{HERE}:application:old"
    assert state["id"] == f"{state['application_id']}:old"
    state = play.change(APP, state, name="new", compute_platform="ECS")
    assert state["arn"].endswith(":application:new")
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(APP, "new")["compute_platform"] == "ECS"
    with pytest.raises(Refused, match="Application already exists: new"):
        play.make(APP, name="new")
    with pytest.raises(Refused, match="enum value set"):
        play.make(APP, name="other", compute_platform="Kubernetes")
    play.drop(APP, state)


def test_group_for_servers(play: Play) -> None:
    """A group for servers changes in place, is imported, and goes with its application."""
    app = play.make(APP, name="servers")
    tagged = [{"key": "Role", "type": "KEY_AND_VALUE", "value": "app"}]
    state = play.make(GROUP, **_group(play, "servers"), ec2_tag_filter=tagged)
    assert state["compute_platform"] == "Server"
    assert state["arn"] == f"arn:aws:codedeploy:{HERE}:deploymentgroup:servers/g"
    back = [{"enabled": True, "events": ["DEPLOYMENT_FAILURE"]}]
    named = _group(play, "servers", deployment_group_name="h", auto_rollback_configuration=back)
    state = play.change(GROUP, state, **named, blue_green_deployment_config=[{}])
    assert state["arn"].endswith("servers/h")
    assert state["ec2_tag_filter"] == []
    assert play.adopt(GROUP, "servers:h")["auto_rollback_configuration"] == back
    with pytest.raises(Refused, match="already exists: h"):
        play.make(GROUP, **named)
    play.drop(APP, app)
    assert play.read(GROUP, state) is None


def test_group_for_ecs(play: Play) -> None:
    """A service hands its deployments to one group."""
    app = play.make(APP, name="ecs", compute_platform="ECS")
    service = _service(play, "mine", "CODE_DEPLOY")
    state = play.make(GROUP, **_for_ecs(play, "ecs", service))
    config = state["blue_green_deployment_config"][0]
    assert config["green_fleet_provisioning_option"] == []
    with pytest.raises(Refused, match="already in the deployment group g"):
        play.make(GROUP, **_for_ecs(play, "ecs", service, deployment_group_name="two"))
    play.drop(GROUP, state)
    play.drop(APP, app)


def test_refused_groups(play: Play) -> None:
    """What AWS refuses is refused."""
    ecs, servers = play.make(APP, name="e", compute_platform="ECS"), play.make(APP, name="s")
    service, rolling = _service(play, "own", "CODE_DEPLOY"), _service(play, "rolling", "ECS")
    missing = {"cluster_name": "deployed", "service_name": "none"}
    one = {"target_group_pair_info": [{"target_group": [{"name": "blue"}]}]}
    for given, words in (
        (_group(play, "none"), "No application found"),
        (_group(play, "s", service_role_arn=role(play, "ec2.amazonaws.com")), "assume the role"),
        (_group(play, "s", autoscaling_groups=["none"]), "Auto Scaling group does not exist"),
        (_group(play, "s", outdated_instances_strategy="KEEP"), "enum value set"),
        (_group(play, "e"), "OneAtATime is a deployment configuration for Server"),
        (_for_ecs(play, "e", service, deployment_style=[]), "can only be BLUE_GREEN"),
        (_for_ecs(play, "e", service, load_balancer_info=[]), "load balancer info must be"),
        (_for_ecs(play, "e", service, load_balancer_info=[one]), "two target groups"),
        (_for_ecs(play, "e", rolling), "CODE_DEPLOY deployment controller"),
        (_for_ecs(play, "e", missing), "cannot be found"),
        (_for_ecs(play, "e", {**missing, "cluster_name": "none"}), "cannot be found"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(GROUP, **given)
    state = play.make(GROUP, **_group(play, "s"))
    with pytest.raises(Refused, match="No Deployment Group found"):
        play.change(GROUP, state, **_group(play, "e"))
    play.drop(APP, ecs)
    play.drop(APP, servers)
