"""Traces: groups, and rules for what is traced."""

from __future__ import annotations

import hashlib
from typing import Any

from giban.rehearse.moto_repairs.teaching import Refusal, kept, route, teach

Params = dict[str, Any]
PATHS = (
    "CreateGroup",
    "GetGroup",
    "UpdateGroup",
    "DeleteGroup",
    "Groups",
    "CreateSamplingRule",
    "GetSamplingRules",
    "UpdateSamplingRule",
    "DeleteSamplingRule",
    "TagResource",
    "UntagResource",
    "ListTagsForResource",
)


def repair() -> None:
    """Add the operations moto lacks."""
    from moto.xray.responses import XRayResponse  # noqa: PLC0415  # slow
    from moto.xray.urls import url_paths  # noqa: PLC0415  # slow

    _name_operations(XRayResponse)
    route(url_paths, XRayResponse, *(f"{{0}}/{path}$" for path in PATHS))
    teach(
        XRayResponse,
        create_group=_create_group,
        get_group=_get_group,
        get_groups=_get_groups,
        update_group=_update_group,
        delete_group=_delete_group,
        create_sampling_rule=_create_rule,
        get_sampling_rules=_get_rules,
        update_sampling_rule=_update_rule,
        delete_sampling_rule=_delete_rule,
        tag_resource=_tag,
        untag_resource=_untag,
        list_tags_for_resource=_list_tags,
    )


def _name_operations(response: Any) -> None:
    """Call the operation behind /Groups by its name; moto takes the path for it."""
    named = response._get_action  # noqa: SLF001  # theirs

    def action(self: Any) -> str:
        path = str(named(self))
        return "GetGroups" if path == "Groups" else path

    response._get_action = action  # noqa: SLF001  # theirs


def _arn(response: Any, kind: str, name: str) -> str:
    where = f"{response.region}:{response.current_account}"
    return f"arn:aws:xray:{where}:{kind}/{name}"


def _group(response: Any, params: Params) -> Params:
    for group in kept(response.xray_backend, "groups").values():
        if (
            params.get("GroupName") == group["GroupName"]
            or params.get("GroupARN") == group["GroupARN"]
        ):
            found: Params = group
            return found
    raise Refusal("InvalidRequestException", "Group not found.")


def _create_group(response: Any, params: Params) -> Params:
    """Make a group; its ARN ends in letters nobody chooses."""
    groups, name = kept(response.xray_backend, "groups"), params["GroupName"]
    if name in groups:
        raise Refusal("InvalidRequestException", f"Group {name} already exists.")
    token = hashlib.sha256(name.encode()).hexdigest()[:26].upper()
    group = {
        "GroupName": name,
        "GroupARN": _arn(response, "group", f"{name}/{token}"),
        "FilterExpression": params.get("FilterExpression", ""),
        "InsightsConfiguration": _insights(params),
    }
    groups[name] = group
    _tag(response, {"ResourceARN": group["GroupARN"], "Tags": params.get("Tags", [])})
    return {"Group": group}


def _insights(params: Params) -> Params:
    given = params.get("InsightsConfiguration", {})
    names = ("InsightsEnabled", "NotificationsEnabled")
    return {name: bool(given.get(name, False)) for name in names}


def _get_group(response: Any, params: Params) -> Params:
    """Return a group by its name or ARN."""
    return {"Group": _group(response, params)}


def _get_groups(response: Any, params: Params) -> Params:
    """Return all groups."""
    del params
    return {"Groups": list(kept(response.xray_backend, "groups").values())}


def _update_group(response: Any, params: Params) -> Params:
    """Change the filter or the insights."""
    group = _group(response, params)
    if "FilterExpression" in params:
        group["FilterExpression"] = params["FilterExpression"]
    if "InsightsConfiguration" in params:
        group["InsightsConfiguration"] = _insights(params)
    return {"Group": group}


def _delete_group(response: Any, params: Params) -> Params:
    """Delete a group."""
    group = _group(response, params)
    kept(response.xray_backend, "groups").pop(group["GroupName"])
    return {}


def _rule(response: Any, params: Params) -> Params:
    for name, rule in kept(response.xray_backend, "rules").items():
        if params.get("RuleName") == name or params.get("RuleARN") == rule["RuleARN"]:
            found: Params = rule
            return found
    raise Refusal("InvalidRequestException", "Sampling rule does not exist.")


def _create_rule(response: Any, params: Params) -> Params:
    """Make a rule."""
    rules, rule = kept(response.xray_backend, "rules"), dict(params["SamplingRule"])
    name = rule["RuleName"]
    if name in rules:
        raise Refusal("InvalidRequestException", f"Rule {name} already exists.")
    rules[name] = {"Attributes": {}, **rule, "RuleARN": _arn(response, "sampling-rule", name)}
    _tag(response, {"ResourceARN": rules[name]["RuleARN"], "Tags": params.get("Tags", [])})
    return {"SamplingRuleRecord": {"SamplingRule": rules[name]}}


def _get_rules(response: Any, params: Params) -> Params:
    """Return all rules."""
    del params
    found = kept(response.xray_backend, "rules").values()
    return {"SamplingRuleRecords": [{"SamplingRule": rule} for rule in found]}


def _update_rule(response: Any, params: Params) -> Params:
    """Change a rule."""
    update = params["SamplingRuleUpdate"]
    rule = _rule(response, update)
    rule.update({name: value for name, value in update.items() if name != "RuleARN"})
    return {"SamplingRuleRecord": {"SamplingRule": rule}}


def _delete_rule(response: Any, params: Params) -> Params:
    """Delete a rule."""
    rule = _rule(response, params)
    kept(response.xray_backend, "rules").pop(rule["RuleName"])
    return {"SamplingRuleRecord": {"SamplingRule": rule}}


def _tags(response: Any, params: Params) -> dict[str, str]:
    found: dict[str, str] = kept(response.xray_backend, "tags").setdefault(
        params["ResourceARN"], {}
    )
    return found


def _tag(response: Any, params: Params) -> Params:
    """Add tags."""
    _tags(response, params).update({one["Key"]: one["Value"] for one in params["Tags"]})
    return {}


def _untag(response: Any, params: Params) -> Params:
    """Remove tags."""
    for key in params["TagKeys"]:
        _tags(response, params).pop(key, None)
    return {}


def _list_tags(response: Any, params: Params) -> Params:
    """Return the tags."""
    tags = _tags(response, params)
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
