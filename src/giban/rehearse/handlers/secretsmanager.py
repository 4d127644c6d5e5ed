"""Secrets: values go in by write-only arguments and come out by ephemeral resources only."""

from __future__ import annotations

from typing import Any

from giban.catalogue import secretsmanager
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone
from giban.rehearse.handlers.base import Handler, Opening
from giban.rehearse.task import Task


class Secret(Handler):
    """A secret; a deleted one blocks its name for the recovery window."""

    kind = secretsmanager.Secret
    service = "secretsmanager"
    create_op, created = "create_secret", "ARN"
    find_op, found, by = "describe_secret", "", "SecretId"
    update_op, delete_op = "update_secret", "delete_secret"
    names = {"replica": "AddReplicaRegions", "policy": ""}
    reads = {"replica": "ReplicationStatus"}
    local = ("recovery_window_in_days", "force_overwrite_replica_secret")

    def create(self, x: Task) -> None:
        """Make it, with its policy."""
        super().create(x)
        if x["policy"]:
            x.call("put_resource_policy", SecretId=x.id, ResourcePolicy=x["policy"])

    def find(self, x: Task) -> dict[str, Any]:
        """Return it unless it is scheduled for deletion."""
        found = super().find(x)
        if found.get("DeletedDate"):
            raise Gone
        return found

    def derived(self, x: Task, _found: dict[str, Any]) -> Values:
        """Return the policy."""
        answer = x.call("get_resource_policy", SecretId=x.id)
        return {"policy": answer.get("ResourcePolicy", "")}

    def update(self, x: Task) -> None:
        """Change what describes it, its copies and its policy."""
        super().update(x)
        if x.changed("replica"):
            self._without_copies(x, x.prior.get("replica"))
            wanted = x.arguments("create_secret").get("AddReplicaRegions")
            if wanted:
                x.call("replicate_secret_to_regions", SecretId=x.id, AddReplicaRegions=wanted)
        if x.changed("policy"):
            if x["policy"]:
                x.call("put_resource_policy", SecretId=x.id, ResourcePolicy=x["policy"])
            else:
                x.call("delete_resource_policy", SecretId=x.id)

    def delete(self, x: Task) -> None:
        """Delete it, with or without a way back."""
        self._without_copies(x, x["replica"])
        days = x["recovery_window_in_days"]
        window = {"RecoveryWindowInDays": int(days)} if days else {}
        x.call("delete_secret", SecretId=x.id, **(window or {"ForceDeleteWithoutRecovery": True}))

    @staticmethod
    def _without_copies(x: Task, copies: Any) -> None:
        """Take its copies away: AWS deletes no secret that has some."""
        regions = [copy["region"] for copy in copies or []]
        if regions:
            x.call("remove_regions_from_replication", SecretId=x.id, RemoveReplicaRegions=regions)

    def tag_target(self, x: Task) -> str:
        """Return its ARN."""
        return x.id


class SecretVersion(Handler):
    """A value of a secret. What was written by `secret_string_wo` is never read back."""

    kind = secretsmanager.SecretVersion
    service = "secretsmanager"
    local = ("secret_string_wo_version",)
    recompute = {
        "version_id": ("secret_string_wo_version", "secret_string"),
        "id": ("secret_string_wo_version", "secret_string"),
    }

    def create(self, x: Task) -> None:
        """Put the value."""
        value = x.config.get("secret_string_wo") or x["secret_string"]
        binary = x["secret_binary"]
        given = {"SecretBinary": binary} if binary else {"SecretString": value or ""}
        stages = {"VersionStages": x["version_stages"]} if x["version_stages"] else {}
        answer = x.call("put_secret_value", SecretId=x["secret_id"], **given, **stages)
        x.id = f"{x['secret_id']}|{answer['VersionId']}"

    def read(self, x: Task) -> Values:
        """Return which version it is; its value only when the state holds it anyway."""
        secret, _, version = x.id.partition("|")
        described = x.call("describe_secret", SecretId=secret)
        stages = described.get("VersionIdsToStages", {})
        if described.get("DeletedDate") or version not in stages:
            raise Gone
        values: Values = {
            "arn": described["ARN"],
            "secret_arn": described["ARN"],
            "secret_id": secret,
            "version_id": version,
            "version_stages": stages[version],
            "has_secret_string_wo": x["secret_string_wo_version"] is not None,
        }
        if x["secret_string"]:
            answer = x.call("get_secret_value", SecretId=secret, VersionId=version)
            values["secret_string"] = answer.get("SecretString")
        return values

    def update(self, x: Task) -> None:
        """Put the value anew when its version or itself changed; move the stages."""
        if x.changed("secret_string_wo_version", "secret_string"):
            self.create(x)

    def delete(self, x: Task) -> None:
        """Leave it: a secret's current version goes with the secret."""


class RandomPassword(Opening):
    """A password that no state has ever seen."""

    kind = secretsmanager.RandomPassword
    service = "secretsmanager"

    def open(self, x: Task) -> Values:
        """Ask for one."""
        answer = x.call("get_random_password", **x.arguments("get_random_password"))
        return {"random_password": answer["RandomPassword"]}


class StoredSecret(Opening):
    """The stored value of a secret."""

    kind = secretsmanager.StoredSecret
    service = "secretsmanager"

    def open(self, x: Task) -> Values:
        """Read it."""
        answer = x.call("get_secret_value", **x.arguments("get_secret_value"))
        return x.attributes(answer)
