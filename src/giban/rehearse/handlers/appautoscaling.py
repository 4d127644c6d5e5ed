"""Scaling of services: bounds, policies and schedules."""

from __future__ import annotations

import re
from typing import Any

from giban.catalogue import appautoscaling
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.task import Task

SCHEDULE = re.compile(
    r"^(at\(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\)|rate\(\d+ (minute|hour|day)s?\)"
    r"|cron\(\S+ \S+ \S+ \S+ \S+ \S+\))$"
)
NAMED_BY = {
    "ServiceNamespace": "service_namespace",
    "ResourceId": "resource_id",
    "ScalableDimension": "scalable_dimension",
}
ROLES = {
    "ecs:service:DesiredCount": "ECSService",
    "rds:cluster:ReadReplicaCount": "RDSCluster",
    "dynamodb:table:ReadCapacityUnits": "DynamoDBTable",
    "dynamodb:table:WriteCapacityUnits": "DynamoDBTable",
}


def _target(x: Task) -> dict[str, Any] | None:
    answer = x.call(
        "describe_scalable_targets",
        ServiceNamespace=x["service_namespace"],
        ResourceIds=[x["resource_id"]],
        ScalableDimension=x["scalable_dimension"],
    )
    for one in answer["ScalableTargets"]:
        found: dict[str, Any] = one
        return found
    return None


def _has_target(x: Task) -> None:
    """Refuse to scale what is not registered."""
    if _target(x) is None:
        raise Refused(
            "ObjectNotFoundException",
            f"No scalable target registered for service namespace: {x['service_namespace']}, "
            f"resource ID: {x['resource_id']}, scalable dimension: {x['scalable_dimension']}",
        )


def _bounds_in_order(x: Task) -> None:
    """Refuse a greatest number below the least."""
    if x["max_capacity"] < x["min_capacity"]:
        code = "ValidationException"
        raise Refused(code, "Maximum capacity cannot be less than minimum capacity")


class Scaling(Handler):
    """What the types have in common: they are named by what they scale."""

    service = "application-autoscaling"

    def import_(self, id: str) -> Values:
        """Split `ecs/service/cluster/name/ecs:service:DesiredCount[/name]`."""
        match = re.match(r"^([^/]+)/(.+?)/([^/]+:[^/]+:[^/]+)(?:/(.+))?$", id)
        if match is None:
            return {"id": id}
        namespace, resource, dimension, name = match.groups()
        named = {"name": name} if name else {}
        return {
            "id": name or resource,
            "service_namespace": namespace,
            "resource_id": resource,
            "scalable_dimension": dimension,
            **named,
        }


class Target(Scaling):
    """What is scaled, and between which bounds."""

    kind = appautoscaling.Target
    reads = {"arn": "ScalableTargetARN"}
    guards = (_bounds_in_order,)

    def create(self, x: Task) -> None:
        """Register it."""
        x.call("register_scalable_target", **x.arguments("register_scalable_target"))
        x.id = x["resource_id"]

    def find(self, x: Task) -> dict[str, Any]:
        """Return it while it is registered."""
        found = _target(x)
        if found is None:
            raise Gone
        return found

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the service-linked role that AWS uses."""
        if found.get("RoleARN"):
            return {}
        use = ROLES.get(x["scalable_dimension"], "CustomResource")
        namespace = f"{x['service_namespace']}.application-autoscaling.amazonaws.com"
        role = f"AWSServiceRoleForApplicationAutoScaling_{use}"
        where = f"role/aws-service-role/{namespace}/{role}"
        return {"role_arn": x.arn(where, "iam", is_global=True)}

    def update(self, x: Task) -> None:
        """Register it with its new bounds."""
        x.call("register_scalable_target", **x.arguments("register_scalable_target"))

    def delete(self, x: Task) -> None:
        """Deregister it; its policies and schedules go with it."""
        self.find(x)
        named = {member: x[attribute] for member, attribute in NAMED_BY.items()}
        for one in x.call("describe_scaling_policies", **named)["ScalingPolicies"]:
            x.call("delete_scaling_policy", **named, PolicyName=one["PolicyName"])
        for one in x.call("describe_scheduled_actions", **named)["ScheduledActions"]:
            name = one["ScheduledActionName"]
            x.call("delete_scheduled_action", **named, ScheduledActionName=name)
        x.call("deregister_scalable_target", **named)


def _configured(x: Task) -> None:
    """Refuse a policy without the configuration of its type."""
    needed = {
        "StepScaling": "step_scaling_policy_configuration",
        "TargetTrackingScaling": "target_tracking_scaling_policy_configuration",
    }.get(str(x["policy_type"]))
    if needed and not x[needed]:
        code = "ValidationException"
        member = "".join(part.title() for part in needed.split("_"))
        raise Refused(code, f"{member} is required for policy type {x['policy_type']}")


class Policy(Scaling):
    """When a target is scaled."""

    kind = appautoscaling.Policy
    names = {"name": "PolicyName"}
    reads = {"arn": "PolicyARN", "alarm_arns": ""}
    recompute = {
        "alarm_arns": (
            "step_scaling_policy_configuration",
            "target_tracking_scaling_policy_configuration",
        )
    }
    guards = (_has_target, _configured)

    def create(self, x: Task) -> None:
        """Put it."""
        x.call("put_scaling_policy", **x.arguments("put_scaling_policy"))
        x.id = x["name"]

    def find(self, x: Task) -> dict[str, Any]:
        """Return it by its name."""
        named = {member: x[attribute] for member, attribute in NAMED_BY.items()}
        for one in x.call("describe_scaling_policies", **named)["ScalingPolicies"]:
            if one["PolicyName"] == x["name"]:
                found: dict[str, Any] = one
                return found
        raise Gone

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its alarms, and the ARN it was made with."""
        values: Values = {"alarm_arns": [one["AlarmARN"] for one in found.get("Alarms", [])]}
        # moto makes a policy anew when it is changed; AWS keeps its ARN.
        return {**values, "arn": x["arn"]} if x["arn"] else values

    def update(self, x: Task) -> None:
        """Put it anew, without the alarms that moto leaves behind."""
        old = [one["AlarmName"] for one in self.find(x).get("Alarms", [])]
        x.call("put_scaling_policy", **x.arguments("put_scaling_policy"))
        if old:
            x.client("cloudwatch").delete_alarms(AlarmNames=old)

    def delete(self, x: Task) -> None:
        """Delete it."""
        self.find(x)
        named = {member: x[attribute] for member, attribute in NAMED_BY.items()}
        x.call("delete_scaling_policy", **named, PolicyName=x["name"])


def _valid_schedule(x: Task) -> None:
    """Refuse what is not at(...), rate(...) or a cron(...) of six fields."""
    if not SCHEDULE.match(x["schedule"] or ""):
        code = "ValidationException"
        text = f"Schedule expression {x['schedule']} is not valid"
        raise Refused(code, text, attribute=("schedule",))


class ScheduledAction(Scaling):
    """Bounds that change by the clock."""

    kind = appautoscaling.ScheduledAction
    names = {"name": "ScheduledActionName"}
    reads = {"arn": "ScheduledActionARN"}
    guards = (_has_target, _valid_schedule)

    def create(self, x: Task) -> None:
        """Put it."""
        x.call("put_scheduled_action", **x.arguments("put_scheduled_action"))
        x.id = f"{x['name']}-{x['service_namespace']}-{x['resource_id']}"

    def find(self, x: Task) -> dict[str, Any]:
        """Return it by its name."""
        named = {member: x[attribute] for member, attribute in NAMED_BY.items()}
        wanted = {**named, "ScheduledActionNames": [x["name"]]}
        for one in x.call("describe_scheduled_actions", **wanted)["ScheduledActions"]:
            found: dict[str, Any] = one
            return found
        raise Gone

    def update(self, x: Task) -> None:
        """Put it anew."""
        x.call("put_scheduled_action", **x.arguments("put_scheduled_action"))

    def delete(self, x: Task) -> None:
        """Delete it."""
        named = {member: x[attribute] for member, attribute in NAMED_BY.items()}
        x.call("delete_scheduled_action", **named, ScheduledActionName=x["name"])
