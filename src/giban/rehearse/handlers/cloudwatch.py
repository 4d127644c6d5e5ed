"""Alarms, log groups and dashboards. No alarm is ever evaluated here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from giban.catalogue import cloudwatch
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.policies import allows, listed, parse, principals, statements
from giban.rehearse.handlers.tagging import BY_SERVICE, find_tags
from giban.rehearse.task import Task

INVALID = "ValidationError"
SHORT_PERIODS = (10, 20, 30)
MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800
ACTIONS = ("alarm_actions", "ok_actions", "insufficient_data_actions")
MOST_ACTIONS = 5
UNSET = {
    "alarm_description": "",
    "datapoints_to_alarm": 0,
    "evaluate_low_sample_count_percentiles": "",
    "extended_statistic": "",
    "metric_name": "",
    "namespace": "",
    "period": 0,
    "statistic": "",
    "threshold_metric_id": "",
    "treat_missing_data": "missing",
    "unit": "",
}
"""What an alarm's attributes are when AWS leaves them out."""
COMPOSITE = "aws_cloudwatch_composite_alarm"
WATCHED = re.compile(
    r"(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s()\"']+))\s*\)"
)


def _untag(handler: Handler, x: Task) -> None:
    """Take all tags away: moto keeps those of the deleted for whoever has the name next."""
    tags = find_tags(x, {}, BY_SERVICE[handler.service], handler.tag_target)
    if tags:
        handler.retag(x, {}, sorted(tags))


def _evaluable(x: Task) -> None:
    """Refuse periods that CloudWatch does not know, and alarms that look back too far."""
    period, periods = x["period"], int(x["evaluation_periods"] or 1)
    if period is not None:
        if int(period) not in SHORT_PERIODS and int(period) % MINUTE:
            text = "Metrics Period must be 10, 20, 30 or a multiple of 60"
            raise Refused(INVALID, text, attribute=("period",))
        limit, word = (WEEK, "7 days") if int(period) >= HOUR else (DAY, "a day")
        if int(period) * periods > limit:
            text = f"Metrics cannot be checked across more than {word} "
            text += f"(EvaluationPeriods * Period must be <= {limit})."
            raise Refused(INVALID, text, attribute=("evaluation_periods",))
    if int(x["datapoints_to_alarm"] or 0) > periods:
        text = "DatapointsToAlarm must be less than or equal to EvaluationPeriods"
        raise Refused(INVALID, text, attribute=("datapoints_to_alarm",))


def actionable(x: Task) -> None:
    """Refuse actions that are no ARN, in another region, or too many."""
    for name in ACTIONS:
        actions = [str(one) for one in x[name] or []]
        if len(actions) > MOST_ACTIONS:
            text = f"1 validation error detected: Value at '{name.replace('_', '')}' failed to "
            text += "satisfy constraint: Member must have length less than or equal to 5"
            raise Refused(INVALID, text, attribute=(name,))
        for action in actions:
            parts = action.split(":")
            if parts[0] != "arn" or len(parts) < 6:  # noqa: PLR2004  # an ARN's parts
                raise Refused(INVALID, f"Invalid arn syntax: {action}", attribute=(name,))
            if parts[3] and parts[3] != x.region:
                text = f"Invalid region {parts[3]} specified. Only {x.region} is supported."
                raise Refused(INVALID, text, attribute=(name,))


def watched(composite: Mapping[str, Any]) -> set[str]:
    """Return the names of the alarms that a composite alarm depends on."""
    named = {"".join(found) for found in WATCHED.findall(str(composite["alarm_rule"]))}
    named |= {str(one["alarm"]) for one in composite.get("actions_suppressor") or ()}
    return {name.rpartition(":alarm:")[2] for name in named}


def not_depended_on(x: Task) -> None:
    """Refuse to delete an alarm that a composite alarm is about."""
    name, every = str(x["alarm_name"]), x.shadow.all(COMPOSITE, x.region)
    over = sorted(one["alarm_name"] for one in every if name in watched(one))
    if over:
        text = f"Cannot delete {name} as there are composite alarm(s) depending on it: {over}"
        raise Refused(INVALID, text)


class MetricAlarm(Handler):
    """An alarm; a change puts all of it again."""

    kind = cloudwatch.MetricAlarm
    service = "cloudwatch"
    find_op, find_by, found = "describe_alarms", "AlarmNames", "MetricAlarms"
    delete_op, by = "delete_alarms", "AlarmNames"
    names = {
        "evaluate_low_sample_count_percentiles": "EvaluateLowSampleCountPercentile",
        "metric_query": "Metrics",
        "metric_query.metric": "MetricStat",
        "metric_query.metric.metric_name": "Metric.MetricName",
        "metric_query.metric.namespace": "Metric.Namespace",
        "metric_query.metric.dimensions": "Metric.Dimensions",
    }
    reads = {"arn": "AlarmArn"}
    guards = (_evaluable, actionable)
    delete_guards = (not_depended_on,)

    def create(self, x: Task) -> None:
        """Put it."""
        x.call("put_metric_alarm", **x.arguments("put_metric_alarm"))
        x.id = str(x["alarm_name"])

    def update(self, x: Task) -> None:
        """Put it again; tags go their own way."""
        arguments = x.arguments("put_metric_alarm")
        arguments.pop("Tags", None)
        x.call("put_metric_alarm", **arguments)

    def delete(self, x: Task) -> None:
        """Delete it, and its tags."""
        _untag(self, x)
        super().delete(x)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return as unset what AWS leaves out."""
        present = x.attributes(found)
        return {name: value for name, value in UNSET.items() if present.get(name) is None}


USUAL = "STANDARD"
LOG_GROUP = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")


def _well_named(x: Task) -> None:
    """Refuse names with other characters than CloudWatch's, and those kept for AWS."""
    name = str(x["name"])
    if name.startswith("aws/"):
        code = "InvalidParameterException"
        text = f"Log group names starting with aws/ are reserved for AWS: {name}"
        raise Refused(code, text, attribute=("name",))
    if not LOG_GROUP.fullmatch(name):
        code = "InvalidParameterException"
        text = f"1 validation error detected: Value '{name}' at 'logGroupName' failed to satisfy "
        text += r"constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+"
        raise Refused(code, text, attribute=("name",))


def _may_encrypt(x: Task) -> None:
    """Refuse a key that is not there, or whose policy does not let CloudWatch Logs use it."""
    key = x["kms_key_id"]
    if not key or not x.changed("kms_key_id"):
        return
    kms = x.client("kms")
    group = x.arn(f"log-group:{x['name']}", "logs")
    text = "The specified KMS key does not exist or is not allowed to be used with Arn "
    code = "AccessDeniedException"
    refusal = Refused(code, f"{text}'{group}'", attribute=("kms_key_id",))
    try:
        described = kms.describe_key(KeyId=key)["KeyMetadata"]
        policy = kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    except kms.exceptions.NotFoundException:
        raise refusal from None
    allowed = [one for one in statements(parse(policy) or {}) if _is_for_logs(x, one, group)]
    needed = ("kms:Decrypt", "kms:GenerateDataKey")
    covered = all(any(allows(one, action) for one in allowed) for action in needed)
    if not described["Enabled"] or not covered:
        raise refusal


def _is_for_logs(x: Task, statement: Mapping[str, Any], group: str) -> bool:
    """Tell whether a statement is about CloudWatch Logs and this group."""
    services = principals(statement, "Service")
    if not {f"logs.{x.region}.amazonaws.com", "logs.amazonaws.com", "*"} & set(services):
        return False
    for operator, conditions in (statement.get("Condition") or {}).items():
        if not operator.startswith(("Arn", "String")) or "Not" in operator:
            continue
        for key, patterns in conditions.items():
            if key.lower() != "kms:encryptioncontext:aws:logs:arn":
                continue
            if not any(fnmatchcase(group, pattern) for pattern in listed(patterns)):
                return False
    return True


def _not_protected(x: Task) -> None:
    """Refuse to delete a group that is protected."""
    if x["deletion_protection_enabled"] and not x["skip_destroy"]:
        code = "ValidationException"
        raise Refused(code, f"Log group {x.id} is protected from deletion.")


class LogGroup(Handler):
    """A log group. moto knows neither its class and protection nor how to change its key."""

    kind = cloudwatch.LogGroup
    service = "logs"
    create_op = "create_log_group"
    delete_op, by = "delete_log_group", "logGroupName"
    names = {"name": "logGroupName"}
    local = ("skip_destroy",)
    guards = (_well_named, _may_encrypt)
    delete_guards = (_not_protected,)

    def create(self, x: Task) -> None:
        """Make it, and let it forget after a while."""
        x.call("create_log_group", **self.creation(x))
        x.id = str(x["name"])
        self._forget_changes(x)
        if x["retention_in_days"]:
            self._retain(x)

    def find(self, x: Task) -> dict[str, Any]:
        """Look for its name among those that begin with it."""
        pages = x.client().get_paginator("describe_log_groups").paginate(logGroupNamePrefix=x.id)
        for page in pages:
            for group in page["logGroups"]:
                if group["logGroupName"] == x.id:
                    found: dict[str, Any] = group
                    return found
        raise Gone

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what was changed since, and the ARN without its star."""
        kept = x.shadow.get(self.kind.terraform_type, x.region, x.id) or {}
        values: Values = {
            "arn": found["arn"].removesuffix(":*"),
            "retention_in_days": found.get("retentionInDays", 0),
            "kms_key_id": found.get("kmsKeyId", ""),
            **kept,
        }
        if x["log_group_class"] in (None, USUAL):
            values["log_group_class"] = USUAL
        if not x["deletion_protection_enabled"]:
            values["deletion_protection_enabled"] = False
        return values

    def update(self, x: Task) -> None:
        """Change how long it remembers, and its key."""
        if x.changed("retention_in_days"):
            self._retain(x)
        if x.changed("kms_key_id"):
            kept = {"kms_key_id": x["kms_key_id"] or ""}
            x.shadow.put(self.kind.terraform_type, x.region, x.id, kept)

    def _retain(self, x: Task) -> None:
        days = int(x["retention_in_days"] or 0)
        if days:
            x.call("put_retention_policy", logGroupName=x.id, retentionInDays=days)
        else:
            x.call("delete_retention_policy", logGroupName=x.id)

    def delete(self, x: Task) -> None:
        """Delete it, unless it shall stay behind."""
        if not x["skip_destroy"]:
            _untag(self, x)
            super().delete(x)
            self._forget_changes(x)

    def _forget_changes(self, x: Task) -> None:
        x.shadow.drop(self.kind.terraform_type, x.region, x.id)

    def import_(self, id: str) -> Values:
        """Return the name."""
        return {"id": id, "name": id}


def _has_widgets(x: Task) -> None:
    """Refuse a page that is none."""
    code = "InvalidParameterInput"
    if not re.fullmatch(r"[\w-]{1,255}", str(x["dashboard_name"]), re.ASCII):
        text = "The field DashboardName can only contain alphanumerics, dash (-) and underscore (_)"
        raise Refused(code, text, attribute=("dashboard_name",))
    try:
        body = json.loads(x["dashboard_body"])
    except ValueError:
        text = "The dashboard body is invalid, JSON parsing failed"
        raise Refused(code, text, attribute=("dashboard_body",)) from None
    if not isinstance(body, dict) or not isinstance(body.get("widgets"), list):
        text = "The dashboard body is invalid, there are 1 validation errors: "
        text += '[ { "dataPath": "", "message": "Should have required property \'widgets\'" } ]'
        raise Refused(code, text, attribute=("dashboard_body",))


class Dashboard(Handler):
    """A page of graphs; a change puts all of it again."""

    kind = cloudwatch.Dashboard
    service = "cloudwatch"
    find_op, found, by = "get_dashboard", "", "DashboardName"
    delete_op = "delete_dashboards"
    guards = (_has_widgets,)

    def create(self, x: Task) -> None:
        """Put it."""
        x.call("put_dashboard", **x.arguments("put_dashboard"))
        x.id = str(x["dashboard_name"])

    def update(self, x: Task) -> None:
        """Put it again."""
        x.call("put_dashboard", **x.arguments("put_dashboard"))

    def delete(self, x: Task) -> None:
        """Delete it."""
        x.call("delete_dashboards", DashboardNames=[x.id])
