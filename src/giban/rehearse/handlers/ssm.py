"""Parameters. A value that was given write-only is never read back."""

from __future__ import annotations

import re
from typing import Any

from giban.catalogue import ssm
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler, Lookup, Opening
from giban.rehearse.handlers.tagging import Tagging
from giban.rehearse.task import Task

INVALID = "ValidationException"
SECURE = "SecureString"
NAME = re.compile(r"[a-zA-Z0-9_.\-/]+")
STANDARD, ADVANCED = 4096, 8192
LEVELS = 15
PUT_AGAIN = (
    "type",
    "value",
    "insecure_value",
    "value_wo_version",
    "description",
    "tier",
    "allowed_pattern",
    "key_id",
    "data_type",
)


def _well_named(x: Task) -> None:
    """Refuse names with other characters, paths that do not begin at the root, and deep ones."""
    name = str(x["name"])
    if not NAME.fullmatch(name):
        text = 'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a '
        text += "path, it can consist of sub-paths divided by slash symbol; each sub-path can be "
        text += "formed as a mix of letters, numbers and the following 3 symbols .-_"
        raise Refused(INVALID, text, attribute=("name",))
    if "/" in name and not name.startswith("/"):
        text = "Parameter name must be a fully qualified name."
        raise Refused(INVALID, text, attribute=("name",))
    if name.count("/") > LEVELS:
        code = "HierarchyLevelLimitExceededException"
        text = f"The hierarchy depth exceeds the maximum of {LEVELS} levels: {name}"
        raise Refused(code, text, attribute=("name",))


def _well_valued(x: Task) -> None:
    """Refuse values that are too long or do not fit the pattern; never says what they are."""
    value = _given(x)
    tier = str(x["tier"] or "Standard")
    if tier == "Standard" and len(value) > STANDARD:
        text = f"Standard tier parameters support a maximum parameter value of {STANDARD} "
        text += "characters. To create a larger parameter value, upgrade the parameter to use the "
        text += "advanced-parameter tier."
        raise Refused(INVALID, text)
    if len(value) > ADVANCED:
        text = f"Parameters support a maximum parameter value of {ADVANCED} characters."
        raise Refused(INVALID, text)
    pattern = x["allowed_pattern"]
    if pattern and value and not _fits(value, pattern):
        code = "ParameterPatternMismatchException"
        raise Refused(
            code, f"Parameter value, cannot be validated against allowedPattern: {pattern}"
        )


def _fits(value: str, pattern: str) -> bool:
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True  # a pattern of another dialect; nobody here can judge it


def _hidden(x: Task) -> None:
    """Refuse a secret in the argument for values that are none."""
    if x["type"] == SECURE and x["insecure_value"]:
        text = f"invalid configuration, cannot set type = {SECURE} and insecure_value"
        raise Refused(INVALID, text, attribute=("insecure_value",))


def _not_smaller(x: Task) -> None:
    """Refuse to go back from the advanced tier."""
    if x.prior.get("tier") == "Advanced" and x["tier"] == "Standard":
        text = "This parameter uses the advanced-parameter tier. You can't downgrade a parameter "
        text += "from the advanced-parameter tier to the standard-parameter tier."
        raise Refused(INVALID, text, attribute=("tier",))


def _given(x: Task) -> str:
    return str(x.config.get("value_wo") or x["value"] or x["insecure_value"] or "")


class Parameter(Handler):
    """A parameter; every change but that of its tags makes a new version of it."""

    kind = ssm.Parameter
    service = "ssm"
    find_op, found, by = "get_parameter", "Parameter", "Name"
    delete_op = "delete_parameter"
    names = {"value": "", "insecure_value": "", "value_wo": ""}
    local = ("overwrite", "value_wo_version")
    tagging = Tagging("add_tags_to_resource", "remove_tags_from_resource", "list_tags_for_resource")
    recompute = {
        "version": ("value", "insecure_value", "value_wo_version"),
        "value": ("insecure_value", "value_wo_version"),
        "insecure_value": ("value",),
        "has_value_wo": ("value_wo_version",),
    }
    guards = (_well_named, _hidden, _well_valued, _not_smaller)

    def create(self, x: Task) -> None:
        """Put it, with its tags unless it may be there already: AWS takes not both at once."""
        arguments = {**x.arguments("put_parameter"), "Value": _given(x)}
        tags = arguments.pop("Tags", []) if x["overwrite"] else []
        x.call("put_parameter", **arguments)
        x.id = str(x["name"])
        if tags:
            self.retag(x, x["tags_all"], [])

    def read(self, x: Task) -> Values:
        """Return it, and its value under the name it was given by."""
        found = x.call("get_parameter", Name=x.id, WithDecryption=True)["Parameter"]
        where = [{"Key": "Name", "Option": "Equals", "Values": [x.id]}]
        described = x.call("describe_parameters", ParameterFilters=where)["Parameters"]
        if not described:
            raise Gone
        hidden = x["value_wo_version"] is not None
        values = {
            **x.attributes(described[0]),
            "arn": found["ARN"],
            "description": described[0].get("Description", ""),
            "allowed_pattern": described[0].get("AllowedPattern", ""),
            "has_value_wo": hidden,
            "tags": self._tags(x),
        }
        if not hidden:
            plain = x["insecure_value"] and found["Type"] != SECURE
            values["insecure_value" if plain else "value"] = found["Value"]
        return values

    def update(self, x: Task) -> None:
        """Put it again, over what is there."""
        if not x.changed(*PUT_AGAIN):
            return
        arguments = x.arguments("put_parameter", empty=True)
        arguments.pop("Tags", None)
        if x["type"] != SECURE:
            arguments.pop("KeyId", None)
        if x["value_wo_version"] is not None and not x.changed("value_wo_version"):
            stored = x.call("get_parameter", Name=x.id, WithDecryption=True)
            value = stored["Parameter"]["Value"]
        else:
            value = _given(x)
        x.call("put_parameter", **{**arguments, "Value": value, "Overwrite": True})

    def delete(self, x: Task) -> None:
        """Delete it, and its tags: moto keeps them for whoever has the name next."""
        self.retag(x, {}, sorted(self._tags(x)))
        super().delete(x)

    def retag(self, x: Task, new: Any, gone: list[str]) -> None:
        """Tag it by its name."""
        what = {"ResourceType": "Parameter", "ResourceId": x.id}
        if gone:
            x.call("remove_tags_from_resource", **what, TagKeys=gone)
        if new:
            tags = [{"Key": key, "Value": value} for key, value in new.items()]
            x.call("add_tags_to_resource", **what, Tags=tags)

    def _tags(self, x: Task) -> dict[str, str]:
        what = {"ResourceType": "Parameter", "ResourceId": x.id}
        tags = x.call("list_tags_for_resource", **what)["TagList"]
        return {tag["Key"]: tag["Value"] for tag in tags}

    def import_(self, id: str) -> Values:
        """Return the name."""
        return {"id": id, "name": id}


class ParameterData(Lookup):
    """A parameter that something else owns."""

    kind = ssm.ParameterData
    service = "ssm"

    def read(self, x: Task) -> Values:
        """Read it; the value also in the open when it is no secret."""
        decrypt = x["with_decryption"] is not False
        found = x.call("get_parameter", Name=x["name"], WithDecryption=decrypt)["Parameter"]
        return {
            "id": found["Name"],
            "arn": found["ARN"],
            "type": found["Type"],
            "value": found["Value"],
            "insecure_value": None if found["Type"] == SECURE else found["Value"],
            "version": found["Version"],
            "with_decryption": decrypt,
        }


class StoredParameter(Opening):
    """The stored value of a parameter."""

    kind = ssm.StoredParameter
    service = "ssm"

    def open(self, x: Task) -> Values:
        """Read it by its ARN."""
        name = x["arn"].partition(":parameter")[2]
        decrypt = x["with_decryption"] is not False
        found = x.call("get_parameter", Name=name, WithDecryption=decrypt)["Parameter"]
        return {
            "name": found["Name"],
            "type": found["Type"],
            "value": found["Value"],
            "version": found["Version"],
            "with_decryption": decrypt,
        }
