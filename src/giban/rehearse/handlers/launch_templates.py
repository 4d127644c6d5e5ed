"""What servers are started from; a change of it is a new version, and old ones stay."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from giban.catalogue import instances
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.ec2 import Ec2
from giban.rehearse.plan import Planned
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

NAME = re.compile(r"[a-zA-Z0-9().\-/_]{3,128}")
USER_DATA = 16384
OF_THE_TEMPLATE = {
    "arn",
    "default_version",
    "description",
    "id",
    "latest_version",
    "name",
    "name_prefix",
    "region",
    "tags",
    "tags_all",
    "update_default_version",
}
"""What is no part of a version's data."""
QUIET = OF_THE_TEMPLATE - {"tags", "tags_all"}
"""What changes without making the number of the next version unknown."""
USER_DATA_KEPT = "user data of launch template versions"


def _well_named(x: Task) -> None:
    """Refuse names that EC2 does not take."""
    if not NAME.fullmatch(str(x["name"] or "")):
        code = "InvalidLaunchTemplateName.MalformedException"
        text = "A launch template name must be between 3 and 128 characters, and may contain "
        text += "letters, numbers, and the following characters: ( ) . / _ -"
        raise Refused(code, text, attribute=("name",))


def fits_user_data(text: bytes) -> None:
    """Refuse a script that is too long for a server."""
    if len(text) > USER_DATA:
        code = "InvalidParameterValue"
        raise Refused(code, f"User data is limited to {USER_DATA} bytes", attribute=("user_data",))


def _encoded(x: Task) -> None:
    """Refuse a script that was not encoded, or that is too long."""
    if not x["user_data"]:
        return
    try:
        text = base64.b64decode(x["user_data"], validate=True)
    except (binascii.Error, ValueError):
        code = "InvalidUserData.Malformed"
        raise Refused(
            code, "Invalid BASE64 encoding of user data.", attribute=("user_data",)
        ) from None
    fits_user_data(text)


def _other_groups(x: Task) -> None:
    """Refuse groups beside network interfaces, which have groups of their own."""
    if x["vpc_security_group_ids"] and elements(x["network_interfaces"]):
        code = "InvalidParameterCombination"
        text = "Network interfaces and an instance-level security groups may not be specified on "
        raise Refused(code, f"{text}the same request", attribute=("vpc_security_group_ids",))


class LaunchTemplate(Ec2):
    """A template with its versions.

    moto keeps the user data of later versions in a form that a group cannot start servers from,
    so those are kept here.
    """

    kind = instances.LaunchTemplate
    noun = "launch-template"
    create_op, created = "create_launch_template", "LaunchTemplate.LaunchTemplateId"
    find_op, find_by, found = "describe_launch_templates", "LaunchTemplateIds", "LaunchTemplates"
    delete_op, by = "delete_launch_template", "LaunchTemplateId"
    names = {
        "name": "LaunchTemplateName",
        "security_group_names": "SecurityGroups",
        "vpc_security_group_ids": "SecurityGroupIds",
        "description": "VersionDescription",
    }
    reads = {"default_version": "DefaultVersionNumber", "latest_version": "LatestVersionNumber"}
    local = ("update_default_version",)
    guards = (_well_named, _encoded, _other_groups)

    def foresee(self, planned: Planned, prior: Values | None) -> None:
        """Plan the number of a new version as unknown, as the official provider does."""
        if prior is None:
            return
        values = planned.values
        changed = {name for name in values if values[name] != prior.get(name)}
        if changed - QUIET:
            values["latest_version"] = UNKNOWN
            if values["update_default_version"]:
                values["default_version"] = UNKNOWN

    def find(self, x: Task) -> dict[str, Any]:
        """Return it with its tags as they are now: moto describes those it was made with."""
        where = [{"Name": "resource-id", "Values": [x.id]}]
        return {**super().find(x), "Tags": x.call("describe_tags", Filters=where)["Tags"]}

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments with the first version."""
        return {**super().creation(x), "LaunchTemplateData": self._data(x, "UserData")}

    def _data(self, x: Task, *kept: str) -> dict[str, Any]:
        shape = x.input_of(self.create_op).members["LaunchTemplateData"]
        data = x.converted(shape)
        if "UserData" not in kept:
            data.pop("UserData", None)
        return data

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the newest version."""
        number = found["LatestVersionNumber"]
        latest = {"LaunchTemplateId": x.id, "Versions": [str(number)]}
        versions = x.call("describe_launch_template_versions", **latest)["LaunchTemplateVersions"]
        if not versions:
            raise Gone
        data = dict(versions[0].get("LaunchTemplateData", {}))
        own = [one for one in data.get("TagSpecifications", []) if one["ResourceType"] != self.noun]
        values = x.attributes({**data, "TagSpecifications": own})
        kept = x.shadow.get(USER_DATA_KEPT, x.region, f"{x.id}:{number}") or {}
        none = {name: nested.empty() for name, nested in x.shape.blocks.items()}
        return {
            **{name: values.get(name, none.get(name)) for name in self._parts(x)},
            "user_data": kept.get("user_data", data.get("UserData", "")),
            "description": versions[0].get("VersionDescription", ""),
            "arn": x.arn(f"launch-template/{x.id}"),
        }

    def update(self, x: Task) -> None:
        """Make a new version of what changed, and the default what shall be."""
        latest = x.prior["latest_version"]
        if x.changed("description", *self._parts(x)):
            latest = self._version(x)
        if x["update_default_version"]:
            self._default(x, latest)
        elif x.changed("default_version"):
            self._default(x, x["default_version"])

    @staticmethod
    def _parts(x: Task) -> set[str]:
        return {*x.shape.attributes, *x.shape.blocks} - OF_THE_TEMPLATE

    def _version(self, x: Task) -> int:
        described = {"VersionDescription": x["description"]} if x["description"] else {}
        answer = x.call(
            "create_launch_template_version",
            LaunchTemplateId=x.id,
            LaunchTemplateData=self._data(x),
            **described,
        )
        number = int(answer["LaunchTemplateVersion"]["VersionNumber"])
        kept = {"user_data": x["user_data"] or ""}
        x.shadow.put(USER_DATA_KEPT, x.region, f"{x.id}:{number}", kept)
        return number

    @staticmethod
    def _default(x: Task, number: Any) -> None:
        version = {"DefaultVersion": str(int(number))}
        x.call("modify_launch_template", LaunchTemplateId=x.id, **version)
