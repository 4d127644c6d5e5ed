"""Deployments: moto neither changes nor deletes what it has of them, so it is kept here."""

from __future__ import annotations

import uuid
from typing import Any

from giban.catalogue import codedeploy
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.task import Task

PRINCIPAL = "codedeploy.amazonaws.com"
APP, GROUP = "aws_codedeploy_app", "aws_codedeploy_deployment_group"
OWN = "CodeDeployDefault."
BLUE_GREEN, SHIFTED = "BLUE_GREEN", "WITH_TRAFFIC_CONTROL"
PAIR = 2


def _uuid(x: Task, type: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, x.shadow.token(type, x.region)))


def _on_a_platform(x: Task) -> None:
    """Refuse platforms that AWS does not know."""
    x.arguments("create_application")


class App(Kept):
    """An application; its groups go with it."""

    kind = codedeploy.App
    service = "codedeploy"
    unique = "name"
    taken = "ApplicationAlreadyExistsException"
    taken_text = "Application already exists: {}"
    recompute = {"arn": ("name",)}
    guards = (_on_a_platform,)
    names = {"name": "applicationName"}

    def identify(self, x: Task) -> str:
        """Return AWS's id and its name."""
        return f"{_uuid(x, APP)}:{x['name']}"

    def made(self, x: Task) -> Values:
        """Return its ARN and its id; nobody has linked it to GitHub."""
        return {
            "arn": x.arn(f"application:{x['name']}"),
            "application_id": x.id.partition(":")[0],
            "github_account_name": "",
            "linked_to_github": False,
        }

    def read(self, x: Task) -> Values:
        """Return it; an import names it by its name alone."""
        found = _app(x, x.id) if ":" not in x.id else super().read(x)
        if found is None:
            raise Gone
        return found

    def update(self, x: Task) -> None:
        """Store it anew; its groups follow its name."""
        super().update(x)
        for group in _groups(x, x.prior["name"]):
            x.shadow.put(GROUP, x.region, group["id"], {**group, "app_name": x["name"]})

    def delete(self, x: Task) -> None:
        """Forget it and its groups."""
        for group in _groups(x, x["name"]):
            x.shadow.drop(GROUP, x.region, group["id"])
        super().delete(x)


def _app(x: Task, name: Any) -> Values | None:
    every = x.shadow.all(APP, x.region)
    return next((one for one in every if one["name"] == name), None)


def _groups(x: Task, app: Any) -> list[Values]:
    return [one for one in x.shadow.all(GROUP, x.region) if one["app_name"] == app]


def _spelled_right(x: Task) -> None:
    """Refuse types, options and events that AWS does not know."""
    x.arguments("create_deployment_group")


def _has_app(x: Task) -> None:
    """Refuse a group of an application that is not there, and one that goes to another."""
    if _app(x, x["app_name"]) is None:
        code = "ApplicationDoesNotExistException"
        text = f"No application found for name: {x['app_name']}"
        raise Refused(code, text, attribute=("app_name",))
    there = x.shadow.get(GROUP, x.region, x.id)
    if there and there["app_name"] != x["app_name"]:
        code = "DeploymentGroupDoesNotExistException"
        text = f"No Deployment Group found for name: {there['deployment_group_name']}"
        raise Refused(code, text, attribute=("app_name",))


def _assumable(x: Task) -> None:
    """Refuse a role that does not trust CodeDeploy."""
    role = x["service_role_arn"]
    if x.changed("service_role_arn") and not trusts(x, role, PRINCIPAL):
        text = f"AWS CodeDeploy does not have the permissions required to assume the role {role}."
        raise Refused("InvalidRoleException", text, attribute=("service_role_arn",))


def _configured_for_its_platform(x: Task) -> None:
    """Refuse AWS's configurations for another platform; the provider's default is for servers."""
    platform, name = _platform(x), str(x["deployment_config_name"])
    if not name.startswith(OWN):
        return
    word = name.removeprefix(OWN)
    of = next((one for one in ("ECS", "Lambda") if word.startswith(one)), "Server")
    if of != platform:
        text = f"{name} is a deployment configuration for {of}, and {x['app_name']} is an "
        text += f"application for {platform}"
        code = "InvalidDeploymentConfigNameException"
        raise Refused(code, text, attribute=("deployment_config_name",))


def _shifts_traffic(x: Task) -> None:
    """A group for ECS or functions is blue/green; one for ECS says where traffic comes in."""
    platform = _platform(x)
    if platform == "Server":
        return
    style = (x["deployment_style"] or [{}])[0]
    if (style.get("deployment_type"), style.get("deployment_option")) != (BLUE_GREEN, SHIFTED):
        text = f"For {platform} deployment group, the deployment type can only be {BLUE_GREEN} and "
        text += f"the deployment option {SHIFTED}"
        raise Refused("InvalidDeploymentStyleException", text, attribute=("deployment_style",))
    for name in ("ecs_service", "load_balancer_info", "blue_green_deployment_config"):
        if platform == "ECS" and not x[name]:
            text = f"For ECS deployment group, {name.replace('_', ' ')} must be specified"
            raise Refused("InvalidInputException", text, attribute=(name,))
    for info in x["load_balancer_info"] or []:
        pairs = info.get("target_group_pair_info") or []
        if platform == "ECS" and [len(pair["target_group"]) for pair in pairs] != [PAIR]:
            code = "InvalidLoadBalancerInfoException"
            text = "For ECS deployment group, two target groups must be specified"
            raise Refused(code, text, attribute=("load_balancer_info",))


def _service_waits_for_it(x: Task) -> None:
    """The service of a group leaves its deployments to CodeDeploy, and to this group alone."""
    for named in x["ecs_service"] or []:
        controller = _controller(x, named)
        if controller != "CODE_DEPLOY":
            text = "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment "
            text += "controller."
            raise Refused("InvalidECSServiceException", text, attribute=("ecs_service",))
        for other in x.shadow.all(GROUP, x.region):
            if other["id"] != x.id and other.get("ecs_service") == [named]:
                code = "ECSServiceMappingLimitExceededException"
                text = f"{named['service_name']} is already in the deployment group "
                raise Refused(code, f"{text}{other['deployment_group_name']}")


def _controller(x: Task, named: Values) -> str:
    try:
        found = x.client("ecs").describe_services(
            cluster=named["cluster_name"], services=[named["service_name"]]
        )["services"]
    except Exception as error:
        if is_gone(error):
            found = []
        else:
            raise
    alive = [one for one in found if one["status"] == "ACTIVE"]
    if not alive:
        text = f"The ECS service {named['service_name']} cannot be found in the cluster "
        text += str(named["cluster_name"])
        raise Refused("InvalidECSServiceException", text, attribute=("ecs_service",))
    return str(alive[0].get("deploymentController", {}).get("type", "ECS"))


def _servers_exist(x: Task) -> None:
    """Refuse groups of servers that are not there."""
    names = list(x["autoscaling_groups"] or [])
    if not names:
        return
    answer = x.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=names)
    there = {one["AutoScalingGroupName"] for one in answer["AutoScalingGroups"]}
    for name in names:
        if name not in there:
            code = "InvalidAutoScalingGroupException"
            text = f"The specified Auto Scaling group does not exist: {name}"
            raise Refused(code, text, attribute=("autoscaling_groups",))


def _has_its_own_name(x: Task) -> None:
    """No two groups of an application have the same name."""
    for other in _groups(x, x["app_name"]):
        if other["id"] != x.id and other["deployment_group_name"] == x["deployment_group_name"]:
            code = "DeploymentGroupAlreadyExistsException"
            text = f"Deployment group name already exists: {x['deployment_group_name']}"
            raise Refused(code, text, attribute=("deployment_group_name",))


def _platform(x: Task) -> str:
    return str((_app(x, x["app_name"]) or {}).get("compute_platform"))


class DeploymentGroup(Kept):
    """A deployment group; nothing is ever deployed here."""

    kind = codedeploy.DeploymentGroup
    service = "codedeploy"
    names = {
        "app_name": "applicationName",
        "alarm_configuration.alarms": "",
        "autoscaling_groups": "autoScalingGroups",
        "blue_green_deployment_config": "blueGreenDeploymentConfiguration",
        "ec2_tag_filter": "ec2TagFilters",
        "ec2_tag_set": "",
        "ecs_service": "ecsServices",
        "load_balancer_info": "",
        "on_premises_instance_tag_filter": "onPremisesInstanceTagFilters",
    }
    recompute = {"arn": ("app_name", "deployment_group_name")}
    guards = (
        _has_app,
        _spelled_right,
        _has_its_own_name,
        _assumable,
        _configured_for_its_platform,
        _shifts_traffic,
        _service_waits_for_it,
        _servers_exist,
    )

    def identify(self, x: Task) -> str:
        """Return AWS's id."""
        return _uuid(x, GROUP)

    def made(self, x: Task) -> Values:
        """Return its ARN and ids, and where new servers come from unless somebody says so."""
        platform = _platform(x)
        source = [{"action": "DISCOVER_EXISTING"}] if platform == "Server" else []
        return {
            "arn": x.arn(f"deploymentgroup:{x['app_name']}/{x['deployment_group_name']}"),
            "deployment_group_id": x.id,
            "compute_platform": platform,
            "blue_green_deployment_config": [
                {"green_fleet_provisioning_option": source, **_given(one)}
                for one in x["blue_green_deployment_config"] or []
            ],
        }

    def read(self, x: Task) -> Values:
        """Return it; an import names it by application and name."""
        app, _, name = x.id.partition(":")
        if name:
            found = (one for one in _groups(x, app) if one["deployment_group_name"] == name)
            x.id = next((str(one["id"]) for one in found), x.id)
        return super().read(x)


def _given(block: Values) -> Values:
    return {name: value for name, value in block.items() if value}
