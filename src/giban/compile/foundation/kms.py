"""The stack `kms`: a customer managed key for each kind of thing (ledger HY-KMS-01, HY-KMS-02)."""

from __future__ import annotations

from collections.abc import Mapping

from giban.catalogue import kms
from giban.compile.account import account_id
from giban.compile.border import export
from giban.compile.draft import Draft
from giban.compile.key import DELETION_DAYS, administered, for_distributions, for_log_groups
from giban.compile.names import label, named
from giban.compile.policies import Statement, allow, policy
from giban.system import System
from giban.system.foundation import KEYS

SHORTEST_DAYS = 7
SERVICES: Mapping[str, tuple[str, ...]] = {
    "cloudwatch-logs": ("cloudwatch",),
    "secrets-manager": ("secretsmanager",),
    "rds": ("rds",),
    "s3": ("s3",),
    "sqs": ("sqs", "sns", "events", "s3"),
    "ssm": ("ssm",),
    "elasticache": ("elasticache",),
}
"""Which services may use a key themselves; senders to a queue write under its key (D-HY-25)."""


def kms_draft(system: System) -> Draft:
    """Make the keys and hand out their ARNs."""
    draft = Draft(system)
    for name in system.exports.keys if system.exports else ():
        _key(draft, name)
    return draft


def _key(draft: Draft, name: str) -> None:
    system, part = draft.system, draft.part("keys", "kms")
    made = part.add(
        kms.Key(
            label(name),
            description=f"Encrypts the {KEYS[name]} of {system.environment}",
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_DAYS if system.deletion_protection else SHORTEST_DAYS,
            policy=policy(_statements(draft, name)),
            tags={"Name": named(system, name)},
        )
    )
    alias = f"alias/{named(system, name)}"
    part.add(kms.Alias(label(name), name=alias, target_key_id=made.ref.key_id))
    export(part, "kms", f"{name}-key-arn", made.ref.arn, f"ARN of the KMS key of {KEYS[name]}")


def _statements(draft: Draft, name: str) -> list[Statement]:
    """Return who may use a key: those whom IAM lets, and the services it is for.

    EventBridge says no account when it writes to an encrypted topic: AWS supports no such condition
    (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).
    """
    account = account_id(draft)
    found = [
        administered(draft),
        *(
            allow(
                f"UsedBy{service.title()}",
                ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
                ["*"],
                principal={"Service": f"{service}.amazonaws.com"},
                condition=None
                if service == "events"
                else {"StringEquals": {"aws:SourceAccount": account}},
            )
            for service in SERVICES[name]
        ),
    ]
    more = {"cloudwatch-logs": for_log_groups, "s3": for_distributions}
    return [*found, more[name](draft)] if name in more else found
