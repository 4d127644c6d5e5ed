"""How each service writes, removes and lists tags; botocore's model gives names and forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from giban.rehearse.mapping import as_map, normal
from giban.rehearse.task import Task

TAGS = {"tags", "tagset", "taglist", "tagsmodel", "resourcetaglist", "resourcetags"}
KEYS = {"tagkeys", "tagkeylist", "keys", "resourcetagkeys"}


class Tagging(Struct, frozen=True):
    """The operations; without `list` the tags are part of the object's description."""

    add: str
    remove: str
    list: str = ""


RESOURCE = Tagging("tag_resource", "untag_resource", "list_tags_for_resource")
BY_SERVICE = {
    "acm": Tagging(
        "add_tags_to_certificate", "remove_tags_from_certificate", "list_tags_for_certificate"
    ),
    "application-autoscaling": RESOURCE,
    "budgets": RESOURCE,
    "cloudfront": RESOURCE,
    "cloudwatch": RESOURCE,
    "dynamodb": Tagging("tag_resource", "untag_resource", "list_tags_of_resource"),
    "ecr": RESOURCE,
    "ecs": Tagging("tag_resource", "untag_resource"),
    "elasticache": Tagging(
        "add_tags_to_resource", "remove_tags_from_resource", "list_tags_for_resource"
    ),
    "elbv2": Tagging("add_tags", "remove_tags", "describe_tags"),
    "kms": Tagging("tag_resource", "untag_resource", "list_resource_tags"),
    "lambda": Tagging("tag_resource", "untag_resource", "list_tags"),
    "logs": RESOURCE,
    "rds": Tagging("add_tags_to_resource", "remove_tags_from_resource", "list_tags_for_resource"),
    "secretsmanager": Tagging("tag_resource", "untag_resource"),
    "sns": RESOURCE,
    "wafv2": RESOURCE,
    "xray": RESOURCE,
}


def retag(x: Task, tagging: Tagging, target: str, new: Mapping[str, str], gone: list[str]) -> None:
    """Write new and different tags and remove those that are gone."""
    if gone:
        x.call(tagging.remove, **_naming(x, tagging.remove, target), **_keys(x, tagging, gone))
    if new:
        x.call(tagging.add, **_naming(x, tagging.add, target), **_tags(x, tagging, new))


def find_tags(
    x: Task, found: Mapping[str, Any], tagging: Tagging | None, target: Callable[[Task], str]
) -> dict[str, str] | None:
    """Return the tags in a description, or those the service lists; None if nothing says."""
    if tagging is not None and tagging.list:
        answer = x.call(tagging.list, **_naming(x, tagging.list, target(x)))
        found = next(iter(answer.get("TagDescriptions", [])), answer)
    tags = next((value for key, value in found.items() if normal(key) in TAGS), None)
    if isinstance(tags, dict) and "Items" in tags:
        tags = tags["Items"]
    if tags is None:
        return None
    return {key: value for key, value in as_map(tags).items() if not key.startswith("aws:")}


def _naming(x: Task, operation: str, target: str) -> dict[str, Any]:
    """Return the argument that names the object: the required one that is not about tags."""
    shape = x.input_of(operation)
    for member in shape.required_members:
        if normal(member) not in TAGS | KEYS:
            is_list = shape.members[member].type_name == "list"
            return {member: [target] if is_list else target}
    msg = f"{operation} has no argument that names an object"
    raise LookupError(msg)


def _keys(x: Task, tagging: Tagging, gone: list[str]) -> dict[str, Any]:
    shape = x.input_of(tagging.remove)
    member = next(name for name in shape.members if normal(name) in KEYS | TAGS)
    of = shape.members[member]
    if of.type_name == "structure":
        return {member: {"Items": gone}}
    if of.member.type_name == "structure":
        return {member: [{"Key": key} for key in gone]}
    return {member: gone}


def _tags(x: Task, tagging: Tagging, new: Mapping[str, str]) -> dict[str, Any]:
    shape = x.input_of(tagging.add)
    member = next(name for name in shape.members if normal(name) in TAGS)
    of = shape.members[member]
    if of.type_name == "map":
        return {member: dict(new)}
    if of.type_name == "structure":
        return {member: {"Items": [{"Key": key, "Value": item} for key, item in new.items()]}}
    names = list(of.member.members)
    key = next(name for name in names if normal(name).endswith("key"))
    value = next(name for name in names if normal(name).endswith("value"))
    return {member: [{key: name, value: item} for name, item in new.items()]}
