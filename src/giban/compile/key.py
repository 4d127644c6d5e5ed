"""The encryption key of an environment (AWS KMS)."""

from __future__ import annotations

from giban.catalogue import kms
from giban.compile.account import account_id, arn
from giban.compile.draft import Draft
from giban.compile.names import named
from giban.compile.policies import Statement, allow, policy
from giban.values import ABSENT, Value, text

DELETION_DAYS = 30


def encryption_key(draft: Draft) -> kms.Key | None:
    """Make the customer managed key, or return None where AWS's own keys are to be used."""
    system = draft.system
    if system.encryption == "aws":
        return None
    part = draft.part("encryption", "kms")
    key = part.add(
        kms.Key(
            "main",
            description=f"Encrypts the data of {system.project} {system.environment}",
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_DAYS,
            policy=policy(_statements(draft)),
            tags={"Name": named(system, "key")},
        ),
        "One key for the environment: without it no copy of the data can be read.",
    )
    part.add(kms.Alias("main", name=f"alias/{named(system)}", target_key_id=key.ref.key_id))
    return key


def key_arn(key: kms.Key | None) -> Value:
    """Return the key's ARN for an argument that leaves the choice to AWS when absent."""
    return ABSENT if key is None else key.ref.arn


def may_decrypt(key: kms.Key | None) -> list[Statement]:
    """Return the statement that lets a role read what the key encrypts."""
    return [] if key is None else [allow("Decrypt", ["kms:Decrypt"], [key.ref.arn])]


def may_use(key: kms.Key | None) -> list[Statement]:
    """Return the statement that lets a role read and write what the key encrypts."""
    if key is None:
        return []
    return [allow("UseKey", ["kms:Decrypt", "kms:GenerateDataKey"], [key.ref.arn])]


def _statements(draft: Draft) -> list[Statement]:
    region, account = draft.system.region, account_id(draft)
    logs = arn(draft, "logs", "*")
    return [
        allow(
            "AdministeredThroughIam",
            ["kms:*"],
            ["*"],
            principal={"AWS": text("arn:aws:iam::", account, ":root")},
        ),
        allow(
            "LogGroups",
            [
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:Describe*",
            ],
            ["*"],
            principal={"Service": f"logs.{region}.amazonaws.com"},
            condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": logs}},
        ),
        allow(
            "AlarmsToEncryptedTopics",
            ["kms:Decrypt", "kms:GenerateDataKey*"],
            ["*"],
            principal={"Service": "cloudwatch.amazonaws.com"},
            condition={"StringEquals": {"aws:SourceAccount": account}},
        ),
    ]
