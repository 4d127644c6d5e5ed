"""What is made of logs: metrics and kept queries. No event is ever counted here."""

from __future__ import annotations

import re
import uuid
from typing import Any

from giban.catalogue import cloudwatch
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.task import Task

INVALID = "InvalidParameterException"
MOST_DIMENSIONS = 3
LONGEST_PATTERN = 1024
BRACKETS = {"{": "}", "[": "]"}


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, text, attribute=(attribute,))


def _of_a_group(x: Task) -> None:
    """Refuse a filter of a log group that is not there."""
    if not _has_group(x):
        text = "The specified log group does not exist."
        raise Refused("ResourceNotFoundException", text, attribute=("log_group_name",))


def _has_group(x: Task) -> bool:
    name = x["log_group_name"]
    listed = x.call("describe_log_groups", logGroupNamePrefix=name)["logGroups"]
    return any(one["logGroupName"] == name for one in listed)


def _well_named(x: Task) -> None:
    """Refuse names with a colon or a star."""
    if not re.fullmatch(r"[^:*]{1,512}", str(x["name"])):
        text = (
            f"1 validation error detected: Value '{x['name']}' at 'filterName' failed to satisfy "
        )
        text += "constraint: Member must satisfy regular expression pattern: [^:*]*"
        raise _invalid(text, "name")


def _readable(x: Task) -> None:
    """Refuse patterns that are long, or open what they do not close."""
    pattern = str(x["pattern"] or "").strip()
    closing = BRACKETS.get(pattern[:1])
    unquoted = re.sub(r'"(?:[^"\\]|\\.)*"|%[^%]*%|/(?:[^/\\]|\\.)+/', "", pattern)
    is_whole = closing is None or pattern.endswith(closing)
    if len(pattern) > LONGEST_PATTERN or not is_whole or '"' in unquoted:
        raise _invalid("Invalid metric filter pattern", "pattern")


def _countable(x: Task) -> None:
    """Refuse dimensions beside a default value, and more than three."""
    for metric in x["metric_transformation"] or []:
        dimensions = metric.get("dimensions") or {}
        if dimensions and metric.get("default_value"):
            text = "Invalid metric transformation: dimensions and default value are mutually "
            raise _invalid(f"{text}exclusive properties.", "metric_transformation")
        if len(dimensions) > MOST_DIMENSIONS:
            text = "Invalid metric transformation: the number of dimensions must be at most "
            raise _invalid(f"{text}{MOST_DIMENSIONS}.", "metric_transformation")


class LogMetricFilter(Handler):
    """A metric filter; a change puts it in its own place."""

    kind = cloudwatch.LogMetricFilter
    service = "logs"
    delete_op = "delete_metric_filter"
    by = {"filterName": "name", "logGroupName": "log_group_name"}
    names = {
        "name": "filterName",
        "pattern": "filterPattern",
        "metric_transformation.name": "metricName",
        "metric_transformation.namespace": "metricNamespace",
        "metric_transformation.value": "metricValue",
    }
    guards = (_of_a_group, _well_named, _readable, _countable)

    def create(self, x: Task) -> None:
        """Put it in the place of the one that is there."""
        x.call("delete_metric_filter", **x.by("delete_metric_filter", self.by))
        whole = {"filterPattern": "", **x.arguments("put_metric_filter")}
        x.call("put_metric_filter", **whole)
        x.id = str(x["name"])

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it among those of its group that begin with its name."""
        named = {"logGroupName": x["log_group_name"], "filterNamePrefix": x["name"]}
        if not _has_group(x):
            raise Gone
        for found in x.call("describe_metric_filters", **named)["metricFilters"]:
            if found["filterName"] == x["name"]:
                filter: dict[str, Any] = found
                return filter
        raise Gone

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return that it reads what was logged, not what was made of it."""
        return {"apply_on_transformed_logs": bool(found.get("applyOnTransformedLogs"))}

    def update(self, x: Task) -> None:
        """Put it again."""
        self.create(x)

    def import_(self, id: str) -> Values:
        """Return the parts of `group:name`."""
        group, _, name = id.rpartition(":")
        return {"id": name, "log_group_name": group, "name": name}


def _asks_something(x: Task) -> None:
    """Refuse queries without a name or without a question, and long ones."""
    for name, most in (("name", 255), ("query_string", 10000)):
        if not 1 <= len(str(x[name] or "")) <= most:
            text = f"1 validation error detected: Value at '{name}' failed to satisfy constraint: "
            text += f"Member must have length between 1 and {most}"
            raise _invalid(text, name)


class QueryDefinition(Kept):
    """A kept query; it is never run here."""

    kind = cloudwatch.QueryDefinition
    service = "logs"
    guards = (_asks_something,)

    def identify(self, x: Task) -> str:
        """Return AWS's id."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, super().identify(x)))

    def made(self, x: Task) -> Values:
        """Return its id."""
        return {"query_definition_id": x.id}

    def import_(self, id: str) -> Values:
        """Return the id at the end of an ARN."""
        return {"id": id.rpartition(":")[2]}
