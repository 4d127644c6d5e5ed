"""Rules and their targets. No event is ever sent here."""

from __future__ import annotations

import json
from typing import Any

from giban.catalogue import events
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.policies import as_written
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.handlers.tagging import RESOURCE
from giban.rehearse.task import Task
from giban.values.schedules import is_cron, is_rate

INVALID = "ValidationException"
USUAL = "default"
EVENTS = "events.amazonaws.com"
MOST_TARGETS = 5
NEEDS_ROLE = ("batch", "codebuild", "codepipeline", "ecs", "firehose", "kinesis", "states")
"""Services that EventBridge calls as a role; the others have a policy of their own."""


def _on_schedule(x: Task) -> None:
    """Refuse an expression that is neither a rate nor a cron expression, or on another bus."""
    text = x["schedule_expression"]
    if not text:
        return
    if x["event_bus_name"] not in (None, USUAL):
        message = "ScheduleExpression is supported only on the default event bus."
        raise Refused(INVALID, message, attribute=("schedule_expression",))
    if not is_rate(text) and not is_cron(text):
        message = "Parameter ScheduleExpression is not valid."
        raise Refused(INVALID, message, attribute=("schedule_expression",))


def _matches_something(x: Task) -> None:
    """Refuse a pattern whose leaves are no lists, or empty ones."""
    if not x["event_pattern"]:
        return
    try:
        pattern = json.loads(x["event_pattern"])
    except ValueError:
        pattern = None
    reason = _flaw(pattern) if isinstance(pattern, dict) and pattern else "Filter is not an object"
    if reason:
        message = f"Event pattern is not valid. Reason: {reason}"
        raise Refused("InvalidEventPatternException", message, attribute=("event_pattern",))


def _flaw(pattern: dict[str, Any]) -> str:
    for name, value in pattern.items():
        if isinstance(value, dict):
            reason = _flaw(value) if value else "Empty objects are not allowed"
        elif isinstance(value, list):
            reason = "" if value else "Empty arrays are not allowed"
        else:
            reason = f'"{name}" must be an object or an array'
        if reason:
            return reason
    return ""


def _assumable(x: Task) -> None:
    """Refuse a role that does not trust EventBridge."""
    if x["role_arn"] and x.changed("role_arn") and not trusts(x, x["role_arn"], EVENTS):
        message = f"Provided role '{x['role_arn']}' cannot be assumed by principal '{EVENTS}'."
        raise Refused(INVALID, message, attribute=("role_arn",))


class Events(Handler):
    """What EventBridge's types have in common."""

    service = "events"
    tagging = RESOURCE

    @staticmethod
    def bus(x: Task) -> str:
        """Return the bus."""
        return str(x["event_bus_name"] or USUAL)

    def named(self, x: Task, *parts: Any) -> str:
        """Return an id: the bus is part of it unless it is the usual one."""
        bus = self.bus(x)
        return "/".join(str(part) for part in ([] if bus == USUAL else [bus]) + [*parts])


class Rule(Events):
    """A rule; a change puts all of it again, and its targets stay."""

    kind = events.Rule
    create_op = "put_rule"
    find_op, delete_op = "describe_rule", "delete_rule"
    by = {"Name": "name", "EventBusName": "event_bus_name"}
    local = ("force_destroy",)
    guards = (_on_schedule, _matches_something, _assumable)

    def create(self, x: Task) -> None:
        """Put it."""
        x.call("put_rule", **self._wanted(x), **self._tags(x))
        x.id = self.named(x, x["name"])

    @staticmethod
    def _wanted(x: Task) -> dict[str, Any]:
        wanted = x.arguments("put_rule")
        wanted.pop("Tags", None)
        if not wanted.get("State"):
            wanted["State"] = "DISABLED" if x["is_enabled"] is False else "ENABLED"
        return wanted

    @staticmethod
    def _tags(x: Task) -> dict[str, Any]:
        tags = x["tags_all"] or {}
        return {"Tags": [{"Key": k, "Value": v} for k, v in tags.items()]} if tags else {}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its pattern as it was written, and as empty what AWS leaves out."""
        pattern = found.get("EventPattern", "")
        return {
            "event_pattern": as_written(x, "event_pattern", pattern) if pattern else "",
            "schedule_expression": found.get("ScheduleExpression", ""),
            "description": found.get("Description", ""),
            "role_arn": found.get("RoleArn", ""),
            "is_enabled": found["State"] == "ENABLED",
        }

    def update(self, x: Task) -> None:
        """Put it again; tags go their own way."""
        if any(x.changed(name) for name in x.values if name not in ("tags", "tags_all")):
            x.call("put_rule", **self._wanted(x))

    def delete(self, x: Task) -> None:
        """Delete it; `force_destroy` takes rules of AWS's own services too."""
        x.call("delete_rule", **x.by("delete_rule", self.by), Force=bool(x["force_destroy"]))

    def import_(self, id: str) -> Values:
        """Return the parts of `name` or `bus/name`."""
        bus, _, name = id.rpartition("/")
        return {"id": id, "name": name, "event_bus_name": bus or USUAL}


def _callable(x: Task) -> None:
    """Refuse a target that needs a role and has none, and a task without its definition."""
    arn, service = str(x["arn"]), str(x["arn"]).split(":")[2]
    if service in NEEDS_ROLE and not x["role_arn"]:
        message = f"RoleArn is required for target {arn}."
        raise Refused(INVALID, message, attribute=("role_arn",))
    if service == "ecs" and not x["ecs_target"]:
        message = f"Parameter(s) EcsParameters must be specified for target: {_target_id(x)}."
        raise Refused(INVALID, message, attribute=("ecs_target",))


def _has_room(x: Task) -> None:
    """Refuse a sixth target, and one that another resource has put there."""
    if x.prior:
        return
    ids = [one["Id"] for one in Target.targets(x)]
    if len(ids) >= MOST_TARGETS and x["target_id"] not in ids:
        message = "The requested resource exceeds the maximum number allowed."
        raise Refused("LimitExceededException", message)


def _says_json(x: Task) -> None:
    """Refuse input that is no JSON."""
    if not x["input"]:
        return
    try:
        json.loads(x["input"])
    except ValueError:
        message = f"JSON syntax error in input for target {_target_id(x)}"
        raise Refused(INVALID, message, attribute=("input",)) from None


def _target_id(x: Task) -> str:
    return str(x["target_id"] or "")


ECS_NETWORK = "ecs_target.network_configuration"


class Target(Events):
    """What a rule calls."""

    kind = events.Target
    names = {
        "target_id": "Id",
        "rule": "",
        "event_bus_name": "",
        "appsync_target": "AppSyncParameters",
        "appsync_target.graphql_operation": "GraphQLOperation",
        "batch_target": "BatchParameters",
        "batch_target.array_size": "ArrayProperties.Size",
        "batch_target.job_attempts": "RetryStrategy.Attempts",
        "ecs_target": "EcsParameters",
        "ecs_target.ordered_placement_strategy": "PlacementStrategy",
        ECS_NETWORK: "NetworkConfiguration.awsvpcConfiguration",
        f"{ECS_NETWORK}.assign_public_ip": "",
        "http_target": "HttpParameters",
        "input_transformer.input_paths": "InputPathsMap",
        "kinesis_target": "KinesisParameters",
        "redshift_target": "RedshiftDataParameters",
        "redshift_target.secrets_manager_arn": "SecretManagerArn",
        "run_command_targets": "RunCommandParameters.RunCommandTargets",
        "sagemaker_pipeline_target": "SageMakerPipelineParameters",
        "sqs_target": "SqsParameters",
    }
    reads = {f"{ECS_NETWORK}.assign_public_ip": "AssignPublicIp"}
    local = ("force_destroy",)
    guards = (_callable, _has_room, _says_json, _assumable)

    def create(self, x: Task) -> None:
        """Put it beside the others of its rule; without an id of its own it gets one."""
        x.values["target_id"] = x["target_id"] or f"terraform-{x.shadow.token('target')}"
        self._put(x)
        x.id = self._id(x)

    def _id(self, x: Task) -> str:
        prefix = "" if self.bus(x) == USUAL else f"{self.bus(x)}-"
        return f"{prefix}{x['rule']}-{x['target_id']}"

    def _put(self, x: Task) -> None:
        shape = x.input_of("put_targets").members["Targets"].member
        target = x.converted(shape)
        for given in x["ecs_target"] or []:
            for network in given.get("network_configuration") or []:
                public = "ENABLED" if network["assign_public_ip"] else "DISABLED"
                whole = target["EcsParameters"]["NetworkConfiguration"]["awsvpcConfiguration"]
                whole["AssignPublicIp"] = public
        answer = x.call("put_targets", Rule=x["rule"], EventBusName=self.bus(x), Targets=[target])
        for failed in answer.get("FailedEntries", []):
            raise Refused(failed["ErrorCode"], failed["ErrorMessage"])

    @staticmethod
    def targets(x: Task) -> list[dict[str, Any]]:
        """Return the targets of the rule."""
        named = {"Rule": x["rule"], "EventBusName": Events.bus(x)}
        x.call("describe_rule", Name=x["rule"], EventBusName=Events.bus(x))
        found: list[dict[str, Any]] = x.call("list_targets_by_rule", **named)["Targets"]
        return found

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it among the targets of its rule."""
        for target in self.targets(x):
            if target["Id"] == x["target_id"]:
                return target
        raise Gone

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its id, rule and bus, and its input as it was written."""
        given = found.get("Input", "")
        return {
            "target_id": found["Id"],
            "rule": x["rule"],
            "event_bus_name": self.bus(x),
            "input": as_written(x, "input", given) if given else "",
            "input_path": found.get("InputPath", ""),
            "role_arn": found.get("RoleArn", ""),
        }

    def update(self, x: Task) -> None:
        """Put it in its own place."""
        self._put(x)

    def delete(self, x: Task) -> None:
        """Take it away."""
        named = {"Rule": x["rule"], "EventBusName": self.bus(x), "Force": bool(x["force_destroy"])}
        self.find(x)
        x.call("remove_targets", **named, Ids=[x["target_id"]])

    def import_(self, id: str) -> Values:
        """Return the parts of `rule/target` or `bus/rule/target`."""
        rest, _, target = id.rpartition("/")
        bus, _, rule = rest.rpartition("/")
        named = {"rule": rule, "target_id": target, "event_bus_name": bus or USUAL}
        return {"id": f"{bus}-{rule}-{target}" if bus else f"{rule}-{target}", **named}
