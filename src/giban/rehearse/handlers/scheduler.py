"""Schedules, each with its one target. Nothing is ever called here."""

from __future__ import annotations

import json
import re
from typing import Any
from zoneinfo import ZoneInfo

from giban.catalogue import scheduler
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.task import Task
from giban.values.schedules import is_cron, is_once, is_rate

INVALID = "ValidationException"
USUAL = "default"
PRINCIPAL = "scheduler.amazonaws.com"
NAME = re.compile(r"[0-9a-zA-Z_.-]{1,64}")
LONGEST_WINDOW = 1440
NETWORK = "target.ecs_parameters.network_configuration"
CLEARED = {"description": "Description", "kms_key_arn": "KmsKeyArn"}


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, text, attribute=(attribute,))


def _well_named(x: Task) -> None:
    """Refuse names with other characters, and long ones."""
    if not NAME.fullmatch(str(x["name"])):
        text = f"1 validation error detected: Value '{x['name']}' at 'name' failed to satisfy "
        text += f"constraint: Member must satisfy regular expression pattern: ^{NAME.pattern}$"
        raise _invalid(text, "name")


def _grouped(x: Task) -> None:
    """Refuse a group that is not there."""
    group = x["group_name"] or USUAL
    listed = x.call("list_schedule_groups")["ScheduleGroups"]
    if group not in [one["Name"] for one in listed]:
        text = f"Schedule group {group} does not exist."
        raise Refused("ResourceNotFoundException", text, attribute=("group_name",))


def _expressed(x: Task) -> None:
    """Refuse an expression that is no rate, no cron expression and no time, and unknown zones."""
    text, zone = str(x["schedule_expression"]), str(x["schedule_expression_timezone"])
    if not any(is_one(text) for is_one in (is_rate, is_cron, is_once)):
        raise _invalid(f"Invalid Schedule Expression {text}.", "schedule_expression")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        message = f"Invalid Schedule Expression Timezone {zone}."
        raise _invalid(message, "schedule_expression_timezone") from None


def _within_a_window(x: Task) -> None:
    """Refuse a flexible window without a length, and a length without one."""
    for window in x["flexible_time_window"] or []:
        length = window.get("maximum_window_in_minutes") or 0
        if window["mode"] == "OFF" and length:
            text = "MaximumWindowInMinutes must not be set if FlexibleTimeWindow mode is OFF"
            raise _invalid(text, "flexible_time_window")
        if window["mode"] == "FLEXIBLE" and not 1 <= length <= LONGEST_WINDOW:
            text = f"MaximumWindowInMinutes must be between 1 and {LONGEST_WINDOW}"
            raise _invalid(text, "flexible_time_window")


def _assumable(x: Task) -> None:
    """Refuse a role that does not trust the scheduler."""
    for target in x["target"] or []:
        if not trusts(x, target["role_arn"], PRINCIPAL):
            text = "The execution role you provide must allow AWS EventBridge Scheduler to assume "
            raise _invalid(f"{text}the role.", "target")


def _callable(x: Task) -> None:
    """Refuse a cluster without what shall run there, and input to AWS's API that is no JSON."""
    for target in x["target"] or []:
        service = str(target["arn"]).split(":")[2]
        if service == "ecs" and not target.get("ecs_parameters"):
            text = f"EcsParameters must be set for target {target['arn']}."
            raise _invalid(text, "target")
        if service == "scheduler" and target.get("input") and not _is_json(target["input"]):
            raise _invalid("Invalid RequestJson provided.", "target")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class Schedule(Handler):
    """A schedule."""

    kind = scheduler.Schedule
    service = "scheduler"
    find_op, find_by = "get_schedule", {"Name": "name", "GroupName": "group_name"}
    delete_op, by = "delete_schedule", {"Name": "name", "GroupName": "group_name"}
    names = {
        "target.sagemaker_pipeline_parameters": "SageMakerPipelineParameters",
        "target.sagemaker_pipeline_parameters.pipeline_parameter": "PipelineParameterList",
        NETWORK: "NetworkConfiguration.awsvpcConfiguration",
        f"{NETWORK}.assign_public_ip": "",
        "target.ecs_parameters.tags": "",
    }
    reads = {f"{NETWORK}.assign_public_ip": "AssignPublicIp"}
    guards = (_well_named, _grouped, _expressed, _within_a_window, _assumable, _callable)

    def create(self, x: Task) -> None:
        """Make it."""
        x.values["group_name"] = x["group_name"] or USUAL
        x.call("create_schedule", **self._wanted(x))
        x.id = f"{x['group_name']}/{x['name']}"

    @staticmethod
    def _wanted(x: Task) -> dict[str, Any]:
        wanted = x.arguments("create_schedule")
        for target in x["target"]:
            for given in target.get("ecs_parameters") or []:
                ecs = wanted["Target"]["EcsParameters"]
                if given.get("tags"):
                    ecs["Tags"] = [{"Key": k, "Value": v} for k, v in given["tags"].items()]
                for network in given.get("network_configuration") or []:
                    public = "ENABLED" if network.get("assign_public_ip") else "DISABLED"
                    ecs["NetworkConfiguration"]["awsvpcConfiguration"]["AssignPublicIp"] = public
        return wanted

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what it does afterwards, and its input as it was written."""
        target = x.attributes(found)["target"]
        for one, given in zip(target, x["target"] or [{}], strict=False):
            if one.get("input") and given.get("input") and _same(one["input"], given["input"]):
                one["input"] = given["input"]
        return {
            "action_after_completion": found.get("ActionAfterCompletion") or "NONE",
            "target": target,
            **{name: found.get(member) or "" for name, member in CLEARED.items()},
            **{
                name: "" for name in ("start_date", "end_date") if not x.attributes(found).get(name)
            },
        }

    def update(self, x: Task) -> None:
        """Write all of it anew; moto forgets what it does afterwards, so that makes a new one."""
        if x.changed("action_after_completion"):
            self.delete(x)
            x.call("create_schedule", **self._wanted(x))
        else:
            x.call("update_schedule", **self._wanted(x))

    def import_(self, id: str) -> Values:
        """Return the parts of `group/name`."""
        group, _, name = id.partition("/")
        return {"id": id, "group_name": group, "name": name}


def _same(one: str, other: str) -> bool:
    return one == other or (
        _is_json(one) and _is_json(other) and json.loads(one) == json.loads(other)
    )
