"""Backups. Nothing is ever backed up here.

moto has vaults; it changes no plan, keeps deleted ones under their names and has no selections,
so those are kept here.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from giban.catalogue import backup
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.base import Guard, Handler
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.handlers.tagging import Tagging
from giban.rehearse.task import Task
from giban.values.schedules import is_cron, is_rate

INVALID = "InvalidParameterValueException"
PRINCIPAL = "backup.amazonaws.com"
PLAN, SELECTION = "aws_backup_plan", "aws_backup_selection"
COLD_DAYS = 90
CONTINUOUS_DAYS = 35
WINDOW = 60


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, text, attribute=(attribute,))


def _named(pattern: str) -> Guard:
    def well_named(x: Task) -> None:
        if not re.fullmatch(pattern, str(x["name"])):
            text = f"Invalid name: {x['name']}. It must satisfy the pattern: {pattern}"
            raise _invalid(text, "name")

    well_named.__doc__ = f"Refuse names that are not `{pattern}`."
    return well_named


def _encrypts(x: Task) -> None:
    """Refuse a key that is not there."""
    key = str(x["kms_key_arn"] or "")
    if not x.changed("kms_key_arn") or f":kms:{x.region}:{x.account}:" not in key:
        return
    try:
        x.client("kms").describe_key(KeyId=key)
    except Exception as error:
        if not is_gone(error):
            raise
        text = f"The specified KMS key does not exist: {key}"
        raise _invalid(text, "kms_key_arn") from None


class Vault(Handler):
    """A vault."""

    kind = backup.Vault
    service = "backup"
    create_op, created = "create_backup_vault", "BackupVaultName"
    find_op, found, by = "describe_backup_vault", "", "BackupVaultName"
    delete_op = "delete_backup_vault"
    names = {"name": "BackupVaultName", "kms_key_arn": "EncryptionKeyArn"}
    reads = {"arn": "BackupVaultArn"}
    local = ("force_destroy",)
    tagging = Tagging("tag_resource", "untag_resource", "list_tags")
    guards = (_named(r"[a-zA-Z0-9\-_]{2,50}"), _encrypts)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return its name, key and tags."""
        tags = dict(x["tags_all"] or {})
        return {**x.arguments(self.create_op), **({"BackupVaultTags": tags} if tags else {})}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return that it is empty, and AWS's own key unless it has another."""
        own = f"key/{uuid.uuid5(uuid.NAMESPACE_DNS, f'backup.{x.region}')}"
        return {
            "recovery_points": int(found.get("NumberOfRecoveryPoints") or 0),
            "kms_key_arn": found.get("EncryptionKeyArn") or x["kms_key_arn"] or x.arn(own, "kms"),
        }

    def delete(self, x: Task) -> None:
        """Delete it."""
        self.find(x)
        super().delete(x)


def _into_a_vault(x: Task) -> None:
    """Refuse rules that keep what they back up in a vault that is not there."""
    for rule in x["rule"]:
        name = rule["target_vault_name"]
        try:
            x.call("describe_backup_vault", BackupVaultName=name)
        except Exception as error:
            if not is_gone(error):
                raise
            raise _invalid(f"Backup vault {name} does not exist", "rule") from None


def _on_schedule(x: Task) -> None:
    """Refuse expressions that are no schedule, and windows that are too short."""
    for rule in x["rule"]:
        text, start = str(rule.get("schedule") or ""), int(rule.get("start_window") or WINDOW)
        if text and not is_cron(text) and not is_rate(text):
            raise _invalid(f"Invalid schedule expression: {text}", "rule")
        if start < WINDOW:
            raise _invalid(f"StartWindowMinutes must be at least {WINDOW}", "rule")
        if int(rule.get("completion_window") or start + WINDOW) < start + WINDOW:
            text = f"The completion window must be at least {WINDOW} minutes greater than the start"
            raise _invalid(f"{text} window", "rule")


def _kept_long_enough(x: Task) -> None:
    """Cold storage is for 90 days and more, continuous backups for 35 and fewer."""
    for rule in x["rule"]:
        for lifecycle in _lifecycles(rule):
            cold, gone = (int(lifecycle.get(f"{w}_after") or 0) for w in ("cold_storage", "delete"))
            if cold and gone and gone < cold + COLD_DAYS:
                text = f"Invalid lifecycle. Delete after days value must be at least {COLD_DAYS} "
                raise _invalid(f"{text}days more than the transition to cold value", "rule")
        if rule.get("enable_continuous_backup"):
            own = (rule.get("lifecycle") or [{}])[0]
            if not 1 <= int(own.get("delete_after") or 0) <= CONTINUOUS_DAYS:
                text = f"Continuous backups are kept for 1 to {CONTINUOUS_DAYS} days"
                raise _invalid(text, "rule")


def _lifecycles(rule: Values) -> list[Values]:
    found: list[Values] = list(rule.get("lifecycle") or [])
    for copy in rule.get("copy_action") or []:
        found += copy.get("lifecycle") or []
    return found


def _rules_differ(x: Task) -> None:
    """No two rules have the same name."""
    names = [rule["rule_name"] for rule in x["rule"]]
    for name in names:
        if names.count(name) > 1:
            raise _invalid(f"Rule names must be unique: {name}", "rule")


def _selects_nothing(x: Task) -> None:
    """Refuse to delete a plan that still selects something."""
    if any(one["plan_id"] == x.id for one in x.shadow.all(SELECTION, x.region)):
        text = "Related backup plan selections must be deleted prior to backup plan deletion"
        raise Refused("InvalidRequestException", text)


class Plan(Kept):
    """A plan."""

    kind = backup.Plan
    service = "backup"
    unique = "name"
    taken_text = "Backup plan with the same plan document already exists: {}"
    guards = (
        _named(r"[a-zA-Z0-9\-_.]{1,50}"),
        _rules_differ,
        _into_a_vault,
        _on_schedule,
        _kept_long_enough,
    )
    delete_guards = (_selects_nothing,)

    def identify(self, x: Task) -> str:
        """Return AWS's id."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, super().identify(x)))

    def stored(self, x: Task) -> Values:
        """Return what is kept; nothing goes to the archive unless somebody says so."""
        stored = super().stored(x)
        for rule in stored["rule"]:
            for lifecycle in _lifecycles(rule):
                name = "opt_in_to_archive_for_supported_resources"
                lifecycle[name] = bool(lifecycle.get(name))
        return stored

    def made(self, x: Task) -> Values:
        """Return its ARN and its version."""
        version = str(uuid.uuid5(uuid.NAMESPACE_OID, x.shadow.token(PLAN, x.id)))
        return {"arn": x.arn(f"backup-plan:{x.id}"), "version": version}


def _of_a_plan(x: Task) -> None:
    """Refuse a selection for a plan that is not there."""
    if x.shadow.get(PLAN, x.region, str(x["plan_id"])) is None:
        code = "ResourceNotFoundException"
        text = "Failed reading Backup plan with provided version"
        raise Refused(code, text, attribute=("plan_id",))


def _assumable(x: Task) -> None:
    """Refuse a role that does not trust AWS Backup."""
    role = x["iam_role_arn"]
    if not trusts(x, role, PRINCIPAL):
        raise _invalid(f"IAM Role {role} cannot be assumed by AWS Backup", "iam_role_arn")


def _selects_something(x: Task) -> None:
    """Refuse a selection without resources and tags, and what is neither an ARN nor a star."""
    resources = list(x["resources"] or [])
    if not resources and not x["selection_tag"] and not x["condition"]:
        text = "Invalid selection. Either ListOfTags or Resources section must be included"
        raise _invalid(text, "resources")
    for name in (*resources, *(x["not_resources"] or [])):
        if name != "*" and not str(name).startswith("arn:"):
            raise _invalid(f"Invalid resource ARN: {name}", "resources")
    for tag in x["selection_tag"] or []:
        if tag["type"] != "STRINGEQUALS":
            raise _invalid(f"Invalid condition type: {tag['type']}", "selection_tag")


class Selection(Kept):
    """What a plan backs up; a change makes another one."""

    kind = backup.Selection
    service = "backup"
    guards = (
        _named(r"[a-zA-Z0-9\-_.]{1,50}"),
        _of_a_plan,
        _assumable,
        _selects_something,
    )

    def identify(self, x: Task) -> str:
        """Return AWS's id."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, super().identify(x)))

    def made(self, x: Task) -> Values:
        """Return what it leaves out and under which conditions."""
        return {"not_resources": x["not_resources"] or [], "condition": x["condition"] or []}

    def read(self, x: Task) -> Values:
        """Return it as long as its plan is there."""
        found = super().read(x)
        if x.shadow.get(PLAN, x.region, str(found["plan_id"])) is None:
            raise Gone
        return found

    def import_(self, id: str) -> Values:
        """Return the parts of `plan|selection`."""
        plan, _, own = id.partition("|")
        return {"id": own, "plan_id": plan}
