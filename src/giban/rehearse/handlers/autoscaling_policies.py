"""What makes a group of servers grow and shrink, and when. Nothing is measured here."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from giban.catalogue import autoscaling
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.autoscaling import INVALID, Scaling, has_group
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

UNCHANGED = -1
CRON_FIELDS = 5
CRON = re.compile(r"[\d*,/\-A-Za-z?#L]+")
LABEL = re.compile(r"(?P<balancer>app/[^/]+/[^/]+)/(?P<target>targetgroup/[^/]+/[^/]+)")
PER_TARGET = "ALBRequestCountPerTarget"
ONLY_FOR = {
    "SimpleScaling": ("cooldown", "scaling_adjustment"),
    "StepScaling": ("step_adjustment", "metric_aggregation_type"),
    "TargetTrackingScaling": ("target_tracking_configuration",),
    "PredictiveScaling": ("predictive_scaling_configuration",),
}
NEEDS = {
    "SimpleScaling": "adjustment_type",
    "StepScaling": "step_adjustment",
    "TargetTrackingScaling": "target_tracking_configuration",
    "PredictiveScaling": "predictive_scaling_configuration",
}


def _of_its_type(x: Task) -> None:
    """Refuse what another type of policy has, and the lack of what this one needs."""
    type = x["policy_type"]
    for other, names in ONLY_FOR.items():
        for name in names:
            if other != type and x.config.get(name):
                text = f"{name} is not supported for policy type {type}"
                raise Refused(INVALID, text, attribute=(name,))
    if type in NEEDS and not x[NEEDS[type]]:
        text = f"{NEEDS[type]} must be specified for policy type {type}"
        raise Refused(INVALID, text, attribute=("policy_type",))


def _counts_its_requests(x: Task) -> None:
    """Refuse to follow the requests of a load balancer that does not reach the group."""
    for tracking in elements(x["target_tracking_configuration"]):
        for metric in elements(tracking.get("predefined_metric_specification")):
            if metric["predefined_metric_type"] == PER_TARGET:
                _reaches(x, str(metric.get("resource_label") or ""))


def _reaches(x: Task, label: str) -> None:
    found = LABEL.fullmatch(label)
    group = x.call(
        "describe_auto_scaling_groups", AutoScalingGroupNames=[x["autoscaling_group_name"]]
    )["AutoScalingGroups"][0]
    targets = [arn for arn in group["TargetGroupARNs"] if found and arn.endswith(found["target"])]
    described = [
        one
        for arn in targets
        for one in x.client("elbv2").describe_target_groups(TargetGroupArns=[arn])["TargetGroups"]
    ]
    balancers = [arn for one in described for arn in one["LoadBalancerArns"]]
    if found is None or not any(arn.endswith(found["balancer"]) for arn in balancers):
        text = f"Invalid resource label {label!r}: it must be the load balancer's and the target "
        text += "group's arn_suffix, joined by /, of a target group that is attached to the Auto "
        text += "Scaling group and used by a listener"
        raise Refused(INVALID, text, attribute=("target_tracking_configuration",))


class Policy(Scaling):
    """A policy; it is put whole."""

    kind = autoscaling.Policy
    create_op = "put_scaling_policy"
    names = {
        "autoscaling_group_name": "AutoScalingGroupName",
        "name": "PolicyName",
        "enabled": "Enabled",
        "target_tracking_configuration.customized_metric_specification.metric_dimension": (
            "Dimensions"
        ),
    }
    reads = {"arn": "PolicyARN", "enabled": ""}
    guards = (has_group, _of_its_type, _counts_its_requests)

    def create(self, x: Task) -> None:
        """Put it."""
        self.update(x)
        x.id = str(x["name"])

    def update(self, x: Task) -> None:
        """Put it anew."""
        arguments = x.arguments(self.create_op)
        if x["policy_type"] == "SimpleScaling":
            arguments.setdefault("ScalingAdjustment", 0)
        x.call(self.create_op, **arguments)

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it among the group's."""
        named = {"PolicyNames": [x.id]} if x.id else {}
        group = {"AutoScalingGroupName": x["autoscaling_group_name"]}
        for policy in x.call("describe_policies", **group, **named)["ScalingPolicies"]:
            found: dict[str, Any] = policy
            return found
        raise Gone

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return what another type of policy would have as not there."""
        none: Values = {
            name: []
            for name in ("predictive_scaling_configuration", "target_tracking_configuration")
            if not found.get("".join(word.title() for word in name.split("_")))
        }
        steps = found["PolicyType"] == "StepScaling"
        how = found.get("MetricAggregationType") or ("Average" if steps else "")
        return {**none, "metric_aggregation_type": how}

    def delete(self, x: Task) -> None:
        """Delete it."""
        named = {"AutoScalingGroupName": x["autoscaling_group_name"], "PolicyName": x.id}
        self.find(x)
        x.call("delete_policy", **named)

    def import_(self, id: str) -> Values:
        """Return the group and the name: `group/policy`."""
        group, _, name = id.partition("/")
        return {"id": name, "autoscaling_group_name": group, "name": name}


def _at_a_time(x: Task) -> None:
    """Refuse schedules that are none, and those that have been."""
    given = x["recurrence"]
    fields = str(given or "").split()
    if given and (len(fields) != CRON_FIELDS or not all(CRON.fullmatch(f) for f in fields)):
        text = f"Given recurrence string: {given} is invalid"
        raise Refused(INVALID, text, attribute=("recurrence",))
    if not given and not x["start_time"]:
        text = "Either recurrence or start time must be specified"
        raise Refused(INVALID, text, attribute=("start_time",))
    start, end = (_time(x[name]) for name in ("start_time", "end_time"))
    if start and x.changed("start_time") and start < datetime.now(UTC):
        raise Refused(INVALID, "Given start time is in the past", attribute=("start_time",))
    if start and end and end <= start:
        text = "Given end time is before start time"
        raise Refused(INVALID, text, attribute=("end_time",))


def _time(text: Any) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None


def _sizes_in_order(x: Task) -> None:
    """Refuse a least size above the greatest, and a wanted one outside of both."""
    least, most, wanted = (_size(x, n) for n in ("min_size", "max_size", "desired_capacity"))
    if least is not None and most is not None and least > most:
        text = f"Min size {least} is greater than max size {most}"
        raise Refused(INVALID, text, attribute=("min_size",))
    low, high = least if least is not None else 0, most if most is not None else wanted
    if wanted is not None and high is not None and not low <= wanted <= high:
        text = f"Desired capacity {wanted} must be between min size {low} and max size {high}"
        raise Refused(INVALID, text, attribute=("desired_capacity",))


def _size(x: Task, name: str) -> int | None:
    """Return a size, None for one that stays as it is; without a word it is nought."""
    size = int(x[name] or 0)
    return None if size == UNCHANGED else size


class Schedule(Scaling):
    """A size at a time; it is put whole."""

    kind = autoscaling.Schedule
    sizes = {"min_size": "MinSize", "max_size": "MaxSize", "desired_capacity": "DesiredCapacity"}
    guards = (has_group, _at_a_time, _sizes_in_order)

    def create(self, x: Task) -> None:
        """Put it."""
        x.id = str(x["scheduled_action_name"])
        self.update(x)

    def update(self, x: Task) -> None:
        """Put it anew; a size of -1 stays what it is then."""
        texts = {
            "StartTime": x["start_time"],
            "EndTime": x["end_time"],
            "Recurrence": x["recurrence"],
            "TimeZone": x["time_zone"],
        }
        sizes = {member: _size(x, name) for name, member in self.sizes.items()}
        x.call(
            "put_scheduled_update_group_action",
            AutoScalingGroupName=x["autoscaling_group_name"],
            ScheduledActionName=x.id,
            **{member: text for member, text in texts.items() if text},
            **{member: size for member, size in sizes.items() if size is not None},
        )

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it among the group's."""
        named = {
            "AutoScalingGroupName": x["autoscaling_group_name"],
            "ScheduledActionNames": [x.id],
        }
        answer = x.call("describe_scheduled_actions", **named)
        for action in answer["ScheduledUpdateGroupActions"]:
            found: dict[str, Any] = action
            return found
        raise Gone

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its sizes, and its ARN, which moto leaves out."""
        group = x["autoscaling_group_name"]
        name = f"autoScalingGroupName/{group}:scheduledActionName/{x.id}"
        made = {"arn": x.arn(f"scheduledUpdateGroupAction:{_uuid(group, x.id)}:{name}")}
        sizes = {name: found.get(member, UNCHANGED) for name, member in self.sizes.items()}
        texts = {"recurrence": "", "end_time": "", "start_time": "", "time_zone": ""}
        return {**texts, **x.attributes(found), **sizes, **made}

    def delete(self, x: Task) -> None:
        """Delete it."""
        self.find(x)
        group = {"AutoScalingGroupName": x["autoscaling_group_name"]}
        x.call("delete_scheduled_action", **group, ScheduledActionName=x.id)

    def import_(self, id: str) -> Values:
        """Return the group and the name: `group/name`."""
        group, _, name = id.partition("/")
        return {"id": name, "autoscaling_group_name": group, "scheduled_action_name": name}


def _uuid(*parts: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(parts)))
