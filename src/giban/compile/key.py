"""What encrypts the data of an environment: one key for all, or one for each use (AWS KMS)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from giban.catalogue import kms
from giban.compile.account import account_id, arn
from giban.compile.draft import Draft, Part
from giban.compile.names import label, named
from giban.compile.policies import Statement, allow, policy
from giban.system import System
from giban.values import ABSENT, Value, text

DELETION_DAYS = 30

Use = Literal["cloudwatch-logs", "elasticache", "rds", "s3", "secrets-manager", "sns", "sqs", "ssm"]
USES: tuple[Use, ...] = get_args(Use)
"""What a key is asked for, in AWS's words (ledger HY-KMS-03)."""


class Keys(Struct, frozen=True):
    """The ARN of the customer managed key for each use; a use without one gets AWS's own key."""

    arns: Mapping[Use, Value]

    def encrypts(self, use: Use) -> bool:
        """Tell whether a use has a customer managed key."""
        return use in self.arns

    @property
    def one(self) -> bool:
        """Tell whether one key serves for everything."""
        return len(set(self.arns.values())) == 1


NO_KEYS = Keys({})


def encryption_key(draft: Draft) -> Keys:
    """Make the customer managed key, or none where AWS's own keys are to be used."""
    system = draft.system
    if system.encryption == "aws":
        return NO_KEYS
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
    return Keys(dict.fromkeys(USES, key.ref.arn))


def key_arn(keys: Keys, use: Use) -> Value:
    """Return the ARN of the key for a use; absent, it leaves the choice to AWS."""
    return keys.arns.get(use, ABSENT)


def log_key(part: Part, keys: Keys, region: str) -> Value:
    """Return the ARN of the key for log groups of a region; absent where AWS's own is to be used.

    A log group takes a key of its own region only
    (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html), so in
    another one than the system's it is made, once for each part.
    """
    draft = part.draft
    system = draft.system
    if region == system.region or not keys.encrypts("cloudwatch-logs"):
        return key_arn(keys, "cloudwatch-logs")
    own, name = part.in_chapter("kms").in_region(region), part.origin.path
    key = own.add(
        kms.Key(
            label(name, "logs"),
            description=f"Encrypts logs of {system.project} {system.environment} in {region}",
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_DAYS,
            policy=policy([administered(draft), for_log_groups(draft, region)]),
            tags={"Name": named(system, name, "logs")},
        ),
        "A log group takes a key of its own region only.",
    )
    alias = f"alias/{named(system, name, 'logs')}"
    own.add(kms.Alias(key.terraform_label, name=alias, target_key_id=key.ref.key_id))
    return key.ref.arn


def may_decrypt(keys: Keys, use: Use) -> list[Statement]:
    """Return the statement that lets a role read what is encrypted for a use."""
    return _may(keys, use, "Decrypt", ["kms:Decrypt"])


def may_use(keys: Keys, use: Use) -> list[Statement]:
    """Return the statement that lets a role read and write what is encrypted for a use."""
    return _may(keys, use, "UseKey", ["kms:Decrypt", "kms:GenerateDataKey"])


def _may(keys: Keys, use: Use, sid: str, actions: list[str]) -> list[Statement]:
    """Return one statement; where every use has its own key, its id says which."""
    if not keys.encrypts(use):
        return []
    whose = "" if keys.one else use.title().replace("-", "")
    return [allow(f"{sid}{whose}", actions, [keys.arns[use]])]


def administered(draft: Draft) -> Statement:
    """Return the statement by which IAM says who may do what with a key."""
    return allow(
        "AdministeredThroughIam",
        ["kms:*"],
        ["*"],
        principal={"AWS": text("arn:aws:iam::", account_id(draft), ":root")},
    )


def for_log_groups(draft: Draft, region: str | None = None) -> Statement:
    """Return what CloudWatch Logs needs, for the log groups of this account (defect D-HY-20).

    Those of the system's region, if no other is named.
    """
    place = region or draft.system.region
    ours = arn(draft, "logs", "*", region=place)
    return allow(
        "LogGroups",
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        ["*"],
        principal={"Service": f"logs.{place}.amazonaws.com"},
        condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": ours}},
    )


def for_distributions(draft: Draft) -> Statement:
    """Return what CloudFront needs to read encrypted files, for the distributions of this account.

    Which of them reads a bucket is said by its policy. This one names them all: a distribution
    reads buckets, buckets are encrypted by the key, and so the key cannot wait for it
    (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html).
    """
    ours = text("arn:aws:cloudfront::", account_id(draft), ":distribution/*")
    return allow(
        "FilesBehindTheCdn",
        ["kms:Decrypt"],
        ["*"],
        principal={"Service": "cloudfront.amazonaws.com"},
        condition={"ArnLike": {"aws:SourceArn": ours}},
    )


def _published(system: System) -> bool:
    """Tell whether the CDN answers from a bucket that the environment's key encrypts."""
    paths = system.cdn.paths if system.cdn else ()
    served = [system.buckets[one.bucket] for one in paths if one.bucket]
    return any(one.encryption == "customer" for one in served)


def _statements(draft: Draft) -> list[Statement]:
    account = account_id(draft)
    return [
        *([for_distributions(draft)] if _published(draft.system) else []),
        administered(draft),
        for_log_groups(draft),
        allow(
            "AlarmsToEncryptedTopics",
            ["kms:Decrypt", "kms:GenerateDataKey*"],
            ["*"],
            principal={"Service": "cloudwatch.amazonaws.com"},
            condition={"StringEquals": {"aws:SourceAccount": account}},
        ),
    ]
