"""Encryption keys and their names."""

from __future__ import annotations

import re
from typing import Any

from giban.catalogue import kms
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.policies import (
    allows,
    as_written,
    parse,
    principals,
    statements,
    unknown_principals,
)
from giban.rehearse.task import Task

MALFORMED = "MalformedPolicyDocumentException"
PENDING = ("PendingDeletion", "PendingReplicaDeletion")
YEAR = 365
WINDOW = 30
ALIAS = re.compile(r"alias/[a-zA-Z0-9/_-]+")


def _keeps_an_administrator(x: Task) -> None:
    """Refuse a policy that nobody could change any more, and one for what does not exist."""
    if not x["policy"] or not x.changed("policy"):
        return
    document = parse(x["policy"])
    if document is None:
        raise Refused(MALFORMED, "The policy is not valid JSON.", attribute=("policy",))
    for statement in statements(document):
        if next(unknown_principals(x, statement), None):
            text = "Policy contains a statement with one or more invalid principals."
            raise Refused(MALFORMED, text, attribute=("policy",))
    safe = x["bypass_policy_lockout_safety_check"] or any(
        allows(statement, "kms:PutKeyPolicy") and _is_ours(x, principals(statement, "AWS"))
        for statement in statements(document)
    )
    if not safe:
        text = "The new key policy will not allow you to update the key policy in the future."
        raise Refused(MALFORMED, text, attribute=("policy",))


def _is_ours(x: Task, names: list[str]) -> bool:
    """Tell whether somebody in this account is among them."""
    return any(name in ("*", x.account) or f":iam::{x.account}:" in name for name in names)


class Key(Handler):
    """A key; a deleted one waits for its deletion and counts as gone."""

    kind = kms.Key
    service = "kms"
    create_op, created = "create_key", "KeyMetadata.KeyId"
    find_op, found, by = "describe_key", "KeyMetadata", "KeyId"
    names = {"customer_master_key_spec": "KeySpec"}
    reads = {"is_enabled": "Enabled"}
    local = ("deletion_window_in_days", "bypass_policy_lockout_safety_check")
    recompute = {"rotation_period_in_days": ("enable_key_rotation",)}
    guards = (_keeps_an_administrator,)

    def create(self, x: Task) -> None:
        """Make it, and set what a new key has otherwise."""
        super().create(x)
        if x["enable_key_rotation"]:
            self._rotate(x)
        if x["is_enabled"] is False:
            x.call("disable_key", KeyId=x.id)

    def find(self, x: Task) -> dict[str, Any]:
        """Return it unless it is to be deleted."""
        found = super().find(x)
        if found["KeyState"] in PENDING:
            raise Gone
        return found

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its policy and its rotation; moto keeps no period, so the state's stands."""
        policy = x.call("get_key_policy", KeyId=x.id, PolicyName="default")["Policy"]
        rotation = x.call("get_key_rotation_status", KeyId=x.id)
        rotates = rotation["KeyRotationEnabled"]
        values: Values = {
            "policy": as_written(x, "policy", policy),
            "enable_key_rotation": rotates,
            "multi_region": found.get("MultiRegion", False),
        }
        if not rotates or x["rotation_period_in_days"] in (None, YEAR):
            period = rotation.get("RotationPeriodInDays", YEAR if rotates else None)
            values["rotation_period_in_days"] = period
        return values

    def update(self, x: Task) -> None:
        """Change its policy and description, how it rotates, and whether it may be used."""
        if x.changed("is_enabled") and x["is_enabled"]:
            x.call("enable_key", KeyId=x.id)
        if x.changed("enable_key_rotation", "rotation_period_in_days"):
            if x["enable_key_rotation"]:
                self._rotate(x)
            else:
                x.call("disable_key_rotation", KeyId=x.id)
        if x.changed("description"):
            x.call("update_key_description", KeyId=x.id, Description=x["description"] or "")
        if x.changed("policy") and x["policy"]:
            x.call("put_key_policy", KeyId=x.id, PolicyName="default", Policy=x["policy"])
        if x.changed("is_enabled") and not x["is_enabled"]:
            x.call("disable_key", KeyId=x.id)

    def _rotate(self, x: Task) -> None:
        days = x["rotation_period_in_days"]
        period = {"RotationPeriodInDays": int(days)} if days else {}
        x.call("enable_key_rotation", KeyId=x.id, **period)

    def delete(self, x: Task) -> None:
        """Schedule its deletion."""
        days = int(x["deletion_window_in_days"] or WINDOW)
        x.call("schedule_key_deletion", KeyId=x.id, PendingWindowInDays=days)

    def tag_target(self, x: Task) -> str:
        """Return its id."""
        return x.id


def _well_named(x: Task) -> None:
    """Refuse names that are no alias, and those that are AWS's own."""
    name = str(x["name"] or "")
    if not ALIAS.fullmatch(name):
        code = "InvalidAliasNameException"
        text = 'Alias must start with the prefix "alias/". Please see '
        text += "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
        raise Refused(code, text, attribute=("name",))
    if name.startswith("alias/aws/"):
        raise Refused("NotAuthorizedException", "", attribute=("name",))


def _for_a_living_key(x: Task) -> None:
    """Refuse a name for a key that is to be deleted."""
    key = x.call("describe_key", KeyId=x["target_key_id"])["KeyMetadata"]
    if key["KeyState"] in PENDING:
        code = "KMSInvalidStateException"
        raise Refused(code, f"{key['Arn']} is pending deletion.", attribute=("target_key_id",))


class Alias(Handler):
    """A name for a key."""

    kind = kms.Alias
    service = "kms"
    delete_op, by = "delete_alias", "AliasName"
    names = {"name": "AliasName"}
    reads = {"arn": "AliasArn"}
    guards = (_well_named, _for_a_living_key)
    prefix = "alias/"

    def create(self, x: Task) -> None:
        """Give the name."""
        x.call("create_alias", AliasName=x["name"], TargetKeyId=x["target_key_id"])
        x.id = x["name"]

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it among all."""
        for page in x.client().get_paginator("list_aliases").paginate():
            for one in page["Aliases"]:
                if one["AliasName"] == x.id:
                    found: dict[str, Any] = one
                    return found
        raise Gone

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the key by the id or ARN it was named by, and by its ARN."""
        key = found.get("TargetKeyId", "")
        written = str(x["target_key_id"] or "")
        same = written.rpartition("/")[2] == key
        return {"target_key_id": written if same else key, "target_key_arn": x.arn(f"key/{key}")}

    def update(self, x: Task) -> None:
        """Let it name another key."""
        if x.changed("target_key_id"):
            x.call("update_alias", AliasName=x.id, TargetKeyId=x["target_key_id"])
