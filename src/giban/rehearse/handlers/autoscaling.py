"""Groups of servers. A refresh is over as soon as it begins: nobody waits for servers here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giban.catalogue import autoscaling
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.plan import Planned
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

INVALID = "ValidationError"
WHAT_RUNS = ("launch_configuration", "launch_template", "mixed_instances_policy")
MOVING = ("$Latest", "$Default")
NOT_UPDATED = ("default_cooldown", "termination_policies", "capacity_rebalance", "placement_group")
"""What moto sets once and then keeps."""


def _in_bounds(x: Task) -> None:
    """Refuse bounds in the wrong order, and a number outside of them."""
    least, most = int(x["min_size"]), int(x["max_size"])
    if most < least:
        text = f"Max bound, {most}, must be greater than or equal to min bound, {least}"
        raise Refused(INVALID, text, attribute=("max_size",))
    if x.config.get("desired_capacity") is None or x["desired_capacity"] is None:
        return
    wanted = int(x["desired_capacity"])
    if not least <= wanted <= most:
        text = f"Desired capacity:{wanted} must be between the specified min size:{least} "
        raise Refused(INVALID, f"{text}and max size:{most}", attribute=("desired_capacity",))


def _not_taken(x: Task) -> None:
    """Refuse a name that a group has; moto would put this one in its place."""
    if not x.prior and _group(x, x["name"]):
        code = "AlreadyExists"
        text = "AutoScalingGroup by this name already exists - A group with the name "
        raise Refused(code, f"{text}{x['name']} already exists", attribute=("name",))


def _starts(x: Task) -> None:
    """Refuse a launch template that no server can be started from."""
    for given in elements(x["launch_template"]):
        if x.changed("launch_template"):
            wrong = _unfit(x, _version(x, given))
            if wrong:
                text = f"You must use a valid fully-formed launch template. {wrong}"
                raise Refused(INVALID, text, attribute=("launch_template",))


def _version(x: Task, given: Values) -> dict[str, Any]:
    named = {"LaunchTemplateId": given["id"]} if given.get("id") else {}
    named = named or {"LaunchTemplateName": given.get("name")}
    version = {"Versions": [str(given.get("version") or "$Default")]}
    found = x.client("ec2").describe_launch_template_versions(**named, **version)
    data: dict[str, Any] = found["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    return data


def _unfit(x: Task, data: Mapping[str, Any]) -> str:
    if not data.get("ImageId"):
        return "The request must contain the parameter ImageId"
    if not data.get("InstanceType") and not data.get("InstanceRequirements"):
        return "The request must contain the parameter InstanceType"
    profile = data.get("IamInstanceProfile", {})
    name = profile.get("Name") or str(profile.get("Arn") or "").rpartition("/")[2]
    if name and not _profile_exists(x, name):
        return f"Value ({name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM "
    return _lost_group(x, data)


def _profile_exists(x: Task, name: str) -> bool:
    try:
        x.client("iam").get_instance_profile(InstanceProfileName=name)
    except Exception as error:
        if is_gone(error):
            return False
        raise
    return True


def _lost_group(x: Task, data: Mapping[str, Any]) -> str:
    """Return what is wrong with the template's security groups in the group's network."""
    wanted = list(data.get("SecurityGroupIds", []))
    for interface in data.get("NetworkInterfaces", []):
        wanted += interface.get("Groups", [])
    vpc = _vpc(x)
    for id in wanted:
        where = [{"Name": "group-id", "Values": [id]}]
        found = x.client("ec2").describe_security_groups(Filters=where)["SecurityGroups"]
        if not found or (vpc and found[0]["VpcId"] != vpc):
            return f"The security group '{id}' does not exist in VPC '{vpc}'"
    return ""


def _vpc(x: Task) -> str:
    subnets = x["vpc_zone_identifier"]
    if not subnets:
        return ""
    found = x.client("ec2").describe_subnets(SubnetIds=list(subnets))["Subnets"]
    return str(found[0]["VpcId"])


def _balanced(x: Task) -> None:
    """Refuse target groups that are not there, of another network, or not of servers."""
    for arn in x["target_group_arns"] or ():
        try:
            found = x.client("elbv2").describe_target_groups(TargetGroupArns=[arn])
        except Exception as error:
            if not is_gone(error):
                raise
            found = {"TargetGroups": []}
        vpc = _vpc(x)
        fits = [
            one
            for one in found["TargetGroups"]
            if one["TargetType"] == "instance" and (not vpc or one["VpcId"] == vpc)
        ]
        if not fits:
            text = "Provided Target Groups may not be valid. Please ensure they exist and try again"
            raise Refused(INVALID, f"{text}: {arn}", attribute=("target_group_arns",))


def _can_go_back(x: Task) -> None:
    """Refuse a refresh that rolls back where nothing says what it would go back to."""
    if not x.prior or not _refreshes(x):
        return
    for refresh in elements(x["instance_refresh"]):
        preferences = elements(refresh.get("preferences"))
        moving = [t for t in elements(x["launch_template"]) if t.get("version") in MOVING]
        if moving and any(one.get("auto_rollback") for one in preferences):
            text = "Auto rollback cannot be used when the launch template version is $Latest or "
            raise Refused(INVALID, f"{text}$Default", attribute=("instance_refresh",))


def _refreshes(x: Task) -> bool:
    """Tell whether a change makes new servers: it says so, and what they are changes."""
    return any(
        x.changed(*WHAT_RUNS, *(refresh.get("triggers") or ()))
        for refresh in elements(x["instance_refresh"])
    )


def _not_protected(x: Task) -> None:
    """Refuse to delete a group with servers that are protected from it."""
    group = _group(x, x.id) or {}
    protected = any(one["ProtectedFromScaleIn"] for one in group.get("Instances", []))
    if protected and not x["force_delete"]:
        code = "ResourceInUse"
        text = "You cannot delete an AutoScalingGroup while there are instances or pending Spot "
        raise Refused(code, f"{text}instance request(s) still in the group.")


def _group(x: Task, name: Any) -> dict[str, Any] | None:
    answer = x.call("describe_auto_scaling_groups", AutoScalingGroupNames=[name])
    for one in answer["AutoScalingGroups"]:
        found: dict[str, Any] = one
        return found
    return None


def has_group(x: Task) -> None:
    """Refuse to scale a group that is not there."""
    if _group(x, x["autoscaling_group_name"]) is None:
        text = f"Group {x['autoscaling_group_name']} not found"
        raise Refused(INVALID, text, attribute=("autoscaling_group_name",))


class Scaling(Handler):
    """What the types have in common: the name is the id."""

    service = "autoscaling"


class Group(Scaling):
    """A group; its servers are started and terminated in moto."""

    kind = autoscaling.Group
    create_op, update_op = "create_auto_scaling_group", "update_auto_scaling_group"
    delete_op = "delete_auto_scaling_group"
    names = {
        "name": "AutoScalingGroupName",
        "launch_configuration": "LaunchConfigurationName",
        "launch_template.id": "LaunchTemplateId",
        "launch_template.name": "LaunchTemplateName",
        "load_balancers": "LoadBalancerNames",
        "protect_from_scale_in": "NewInstancesProtectedFromScaleIn",
        "service_linked_role_arn": "ServiceLinkedRoleARN",
        "vpc_zone_identifier": "",
        "availability_zones": "",
        "initial_lifecycle_hook": "",
        "traffic_source": "",
        "tag": "",
        "suspended_processes": "",
        "enabled_metrics": "",
        "warm_pool": "",
    }
    reads = {"arn": "AutoScalingGroupARN", "tag": "Tags"}
    local = (
        "force_delete",
        "force_delete_warm_pool",
        "ignore_failed_scaling_activities",
        "initial_lifecycle_hook",
        "instance_refresh",
        "metrics_granularity",
        "min_elb_capacity",
        "wait_for_capacity_timeout",
        "wait_for_elb_capacity",
    )
    guards = (_in_bounds, _not_taken, _starts, _balanced, _can_go_back)
    delete_guards = (_not_protected,)

    def foresee(self, planned: Planned, prior: Values | None) -> None:
        """Plan as unknown what follows from another template or other subnets."""
        if prior is None:
            return
        values = planned.values
        if values["vpc_zone_identifier"] != prior["vpc_zone_identifier"]:
            values["availability_zones"] = UNKNOWN
        pairs = zip(
            elements(values["launch_template"]) if values["launch_template"] is not UNKNOWN else (),
            elements(prior["launch_template"]),
            strict=False,
        )
        for now, was in pairs:
            for one, other in (("id", "name"), ("name", "id")):
                if now[one] != was[one] and now[other] == was[other]:
                    now[other] = UNKNOWN

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments; a template is named by its id or its name, not both."""
        arguments = x.arguments(self.create_op)
        template = arguments.get("LaunchTemplate", {})
        if template.get("LaunchTemplateId"):
            template.pop("LaunchTemplateName", None)
        mixed = arguments.get("MixedInstancesPolicy", {}).get("LaunchTemplate", {})
        specification = mixed.get("LaunchTemplateSpecification", {})
        if specification.get("LaunchTemplateId"):
            specification.pop("LaunchTemplateName", None)
        if x["vpc_zone_identifier"]:
            arguments["VPCZoneIdentifier"] = ",".join(x["vpc_zone_identifier"])
        elif x["availability_zones"]:
            arguments["AvailabilityZones"] = x["availability_zones"]
        if elements(x["tag"]):
            arguments["Tags"] = [_tag(x["name"], tag) for tag in elements(x["tag"])]
        return arguments

    def create(self, x: Task) -> None:
        """Make it, with its hooks before the first server, and its switches."""
        wanted = self.creation(x)
        x.call(self.create_op, **wanted)
        x.id = str(x["name"])
        for hook in elements(x["initial_lifecycle_hook"]):
            members = {
                "LifecycleTransition": hook["lifecycle_transition"],
                "DefaultResult": hook.get("default_result"),
                "HeartbeatTimeout": hook.get("heartbeat_timeout"),
            }
            named = {"AutoScalingGroupName": x.id, "LifecycleHookName": hook["name"]}
            given = {member: value for member, value in members.items() if value}
            x.call("put_lifecycle_hook", **named, **given)
        self._set_switches(x)

    def find(self, x: Task) -> dict[str, Any]:
        """Return it."""
        found = _group(x, x.id)
        if found is None:
            raise Gone
        return found

    def read(self, x: Task) -> Values:
        """Return what moto knows; what it does not change after creation is not asked for."""
        values = super().read(x)
        for name in NOT_UPDATED:
            if name in values and x[name] not in (None, values[name]):
                del values[name]
        return values

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return its networks, template, switches and pool."""
        template = found.get("LaunchTemplate") or {}
        version = {"version": template.get("Version") or "$Default"}
        named = {
            "id": template.get("LaunchTemplateId"),
            "name": template.get("LaunchTemplateName"),
        }
        subnets = str(found.get("VPCZoneIdentifier") or "")
        mixed: Values = {} if found.get("MixedInstancesPolicy") else {"mixed_instances_policy": []}
        pool = found.get("WarmPoolConfiguration")
        return {
            **mixed,
            "availability_zones": sorted(set(found["AvailabilityZones"])),
            "launch_template": [{**named, **version}] if template else [],
            "vpc_zone_identifier": subnets.split(",") if subnets else [],
            "suspended_processes": [p["ProcessName"] for p in found["SuspendedProcesses"]],
            "enabled_metrics": [one["Metric"] for one in found["EnabledMetrics"]],
            "placement_group": found.get("PlacementGroup", ""),
            "predicted_capacity": 0,
            "warm_pool_size": 0,
            **({} if pool else {"warm_pool": []}),
        }

    def update(self, x: Task) -> None:
        """Change it, and make new servers where that is asked for."""
        arguments = {
            name: value
            for name, value in self.creation(x).items()
            if name in x.input_of(self.update_op).members
        }
        if not x.changed("desired_capacity"):
            arguments.pop("DesiredCapacity", None)
        before = self._servers(x)
        x.call(self.update_op, **arguments)
        self._set_tags(x)
        self._set_target_groups(x)
        self._set_switches(x)
        if _refreshes(x):
            for server in self._servers(x):
                gone = {"InstanceId": server, "ShouldDecrementDesiredCapacity": False}
                x.call("terminate_instance_in_auto_scaling_group", **gone)
        self._clear_away(x, sorted(set(before) - set(self._servers(x))))

    @staticmethod
    def _servers(x: Task) -> list[str]:
        return [one["InstanceId"] for one in (_group(x, x.id) or {}).get("Instances", [])]

    @staticmethod
    def _clear_away(x: Task, gone: list[str]) -> None:
        """Take terminated servers' network interfaces and targets away, which moto leaves."""
        ec2 = x.client("ec2")
        for server in gone:
            where = [{"Name": "attachment.instance-id", "Values": [server]}]
            for one in ec2.describe_network_interfaces(Filters=where)["NetworkInterfaces"]:
                ec2.delete_network_interface(NetworkInterfaceId=one["NetworkInterfaceId"])
            for arn in x["target_group_arns"] or ():
                targets = {"TargetGroupArn": arn, "Targets": [{"Id": server}]}
                x.client("elbv2").deregister_targets(**targets)

    @staticmethod
    def _set_tags(x: Task) -> None:
        was, now = ({t["key"]: t for t in elements(v["tag"])} for v in (x.prior, x.values))
        gone = [_tag(x.id, tag) for key, tag in was.items() if key not in now]
        new = [_tag(x.id, tag) for key, tag in now.items() if was.get(key) != tag]
        if gone:
            x.call("delete_tags", Tags=gone)
        if new:
            x.call("create_or_update_tags", Tags=new)

    @staticmethod
    def _set_target_groups(x: Task) -> None:
        was, now = (set(v.get("target_group_arns") or ()) for v in (x.prior, x.values))
        for operation, arns in (
            ("attach_load_balancer_target_groups", sorted(now - was)),
            ("detach_load_balancer_target_groups", sorted(was - now)),
        ):
            if arns:
                x.call(operation, AutoScalingGroupName=x.id, TargetGroupARNs=arns)

    @staticmethod
    def _set_switches(x: Task) -> None:
        """Set what is switched on and off by operations of its own."""
        group = {"AutoScalingGroupName": x.id}
        was, now = (set(v.get("suspended_processes") or ()) for v in (x.prior, x.values))
        if now - was:
            x.call("suspend_processes", **group, ScalingProcesses=sorted(now - was))
        if was - now:
            x.call("resume_processes", **group, ScalingProcesses=sorted(was - now))
        if x.changed("enabled_metrics"):
            metrics = {"Granularity": "1Minute", "Metrics": list(x["enabled_metrics"] or [])}
            x.call("enable_metrics_collection", **group, **metrics)
        pool = elements(x["warm_pool"])
        if pool and x.changed("warm_pool"):
            members = {"MinSize": int(pool[0]["min_size"] or 0), "PoolState": pool[0]["pool_state"]}
            x.call("put_warm_pool", **group, **members)
        elif x.changed("warm_pool") and elements(x.prior.get("warm_pool")):
            x.call("delete_warm_pool", **group)

    def delete(self, x: Task) -> None:
        """Delete it with its servers, and with its policies, schedules and hooks."""
        group = {"AutoScalingGroupName": x.id}
        servers = self._servers(x)
        if x["force_delete"]:
            protection = {"InstanceIds": servers, "ProtectedFromScaleIn": False}
            x.call("set_instance_protection", **group, **protection)
        x.call(self.update_op, **group, MinSize=0, MaxSize=0, DesiredCapacity=0)
        x.call(self.delete_op, **group, ForceDelete=bool(x["force_delete"]))
        self._clear_away(x, servers)
        for policy in x.call("describe_policies", **group)["ScalingPolicies"]:
            x.call("delete_policy", **group, PolicyName=policy["PolicyName"])
        for one in x.call("describe_scheduled_actions", **group)["ScheduledUpdateGroupActions"]:
            named = {"ScheduledActionName": one["ScheduledActionName"]}
            x.call("delete_scheduled_action", **group, **named)
        for hook in x.call("describe_lifecycle_hooks", **group)["LifecycleHooks"]:
            named = {"LifecycleHookName": hook["LifecycleHookName"]}
            x.call("delete_lifecycle_hook", **group, **named)


def _tag(group: Any, tag: Values) -> dict[str, Any]:
    return {
        "ResourceId": group,
        "ResourceType": "auto-scaling-group",
        "Key": tag["key"],
        "Value": tag["value"],
        "PropagateAtLaunch": bool(tag["propagate_at_launch"]),
    }
