"""Traces: their groups, and rules for what is traced, which are kept here."""

from __future__ import annotations

from typing import Any

from giban.catalogue import xray
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler, Shadowed
from giban.rehearse.task import Task

INVALID = "InvalidRequestException"
NAME = 32


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, text, attribute=(attribute,))


def _is_a_group(x: Task) -> None:
    """Refuse AWS's own group, names that are too long, and a name that is taken."""
    name = str(x["group_name"])
    if not 1 <= len(name) <= NAME:
        text = f"groupName must be between 1 and {NAME} characters"
        raise _invalid(text, "group_name")
    if name.lower() == "default":
        raise _invalid("Group name Default is reserved", "group_name")
    if not x.prior and any(one["GroupName"] == name for one in _groups(x)):
        raise _invalid(f"Group with name {name} already exists", "group_name")


def _groups(x: Task) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = x.call("get_groups")["Groups"]
    return found


class Group(Handler):
    """A group of traces; AWS puts a token of its own into the ARN, which is the id."""

    kind = xray.Group
    service = "xray"
    create_op, created = "create_group", "Group.GroupARN"
    update_op, delete_op, by = "update_group", "delete_group", "GroupARN"
    reads = {"arn": "GroupARN"}
    guards = (_is_a_group,)

    def find(self, x: Task) -> dict[str, Any]:
        """Return the group with this ARN."""
        for one in _groups(x):
            if one["GroupARN"] == x.id:
                return one
        raise Gone


def _is_a_rule(x: Task) -> None:
    """Refuse AWS's own rule, and a rate that is none."""
    if str(x["rule_name"]).lower() == "default":
        raise _invalid("Rule name Default is reserved", "rule_name")
    if not 0 <= float(x["fixed_rate"]) <= 1:
        raise _invalid("FixedRate must be between 0 and 1", "fixed_rate")


class SamplingRule(Shadowed):
    """A rule for which requests are traced."""

    kind = xray.SamplingRule
    service = "xray"
    key = "rule_name"
    guards = (_is_a_rule,)

    def made(self, x: Task) -> Values:
        """Return its ARN."""
        return {"arn": x.arn(f"sampling-rule/{x.id}")}
