"""Groups of resources. What is in a group is never looked up here."""

from __future__ import annotations

import json
from typing import Any

from giban.catalogue import resourcegroups
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.tagging import Tagging
from giban.rehearse.task import Task

INVALID = "BadRequestException"
EMPTY = " "
"""What stands for no description: moto does not take one away."""


def _queries_or_configures(x: Task) -> None:
    """Refuse a group without a query and without a configuration."""
    if not x["resource_query"] and not x["configuration"]:
        text = "ResourceQuery and Configuration cannot both be empty"
        raise Refused(INVALID, text, attribute=("resource_query",))


def _asks_rightly(x: Task) -> None:
    """Refuse a query that is no JSON or names no types of resources."""
    for query in x["resource_query"] or []:
        try:
            asked = json.loads(query["query"])
        except ValueError:
            asked = None
        if not isinstance(asked, dict) or "ResourceTypeFilters" not in asked:
            text = "Invalid query: Invalid query format: check JSON syntax"
            raise Refused(INVALID, text, attribute=("resource_query",))


class Group(Handler):
    """A group of resources."""

    kind = resourcegroups.Group
    service = "resource-groups"
    find_op, found, by = "get_group", "Group", "GroupName"
    delete_op = "delete_group"
    tagging = Tagging("tag", "untag", "get_tags")
    reads = {"arn": "GroupArn"}
    guards = (_queries_or_configures, _asks_rightly)

    def create(self, x: Task) -> None:
        """Make it."""
        x.call("create_group", **x.arguments("create_group"))
        x.id = str(x["name"])

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what it asks for, or how it is configured."""
        values: Values = {"description": str(found.get("Description") or "").strip()}
        query = x.call("get_group_query", GroupName=x.id)["GroupQuery"].get("ResourceQuery")
        if query:
            values["resource_query"] = [{"query": query["Query"], "type": query["Type"]}]
        else:
            whole = x.call("get_group_configuration", Group=x.id)["GroupConfiguration"]
            values["configuration"] = [
                {
                    "type": one["Type"],
                    "parameters": [
                        {"name": part["Name"], "values": part.get("Values", [])}
                        for part in one.get("Parameters", [])
                    ],
                }
                for one in whole["Configuration"]
            ]
        return values

    def update(self, x: Task) -> None:
        """Change what it says, what it asks for and how it is configured."""
        if x.changed("description"):
            described = x["description"] or EMPTY
            x.call("update_group", GroupName=x.id, Description=described)
        if x.changed("resource_query") and x["resource_query"]:
            wanted = x.arguments("update_group_query", only={"resource_query"})
            x.call("update_group_query", GroupName=x.id, **wanted)
        if x.changed("configuration") and x["configuration"]:
            wanted = x.arguments("put_group_configuration", only={"configuration"})
            x.call("put_group_configuration", Group=x.id, **wanted)

    def import_(self, id: str) -> Values:
        """Return the name."""
        return {"id": id, "name": id}
