"""What watches an account: who did what, in all regions, and who attacks it (ledger HY-SEC-07)."""

from __future__ import annotations

from giban.catalogue import cloudtrail, guardduty, kms, s3
from giban.compile.account import account_id, arn
from giban.compile.bucket import bucket_policy, expire, private_bucket, unfinished_uploads
from giban.compile.draft import Draft, Part
from giban.compile.key import DELETION_DAYS, USES, Keys, administered
from giban.compile.names import named
from giban.compile.policies import allow, policy
from giban.system import Audit, System
from giban.values import Value, text

PRINCIPAL = {"Service": "cloudtrail.amazonaws.com"}


def audit_draft(system: System, wanted: Audit) -> Draft:
    """Make what watches the account, in a stack of its own."""
    draft = Draft(system)
    audit(draft, wanted)
    return draft


def audit(draft: Draft, wanted: Audit) -> None:
    """Make what watches the account: it belongs to no environment, and is there once."""
    if wanted.trail:
        _trail(draft, wanted)
    if wanted.threats:
        name = named(draft.system, "threats")
        draft.part("audit", "audit").add(
            guardduty.Detector("main", enable=True, tags={"Name": name}),
            "An account has one for each region: where there is one already, import it.",
        )


def _trail(draft: Draft, wanted: Audit) -> None:
    """Make the trail, its bucket and its key."""
    system, part = draft.system, draft.part("audit", "audit")
    name = named(system, "trail")
    own = arn(draft, "cloudtrail", f"trail/{name}")
    key = _key(draft, part, own)
    bucket = private_bucket(part, "trail", Keys(dict.fromkeys(USES, key.ref.arn)), versioning=True)
    part.add(
        s3.BucketLifecycleConfiguration(
            "trail",
            bucket=bucket.ref.id,
            rule=(expire("age", wanted.days), unfinished_uploads()),
        )
    )
    ready = bucket_policy(part, bucket, _delivery(draft, bucket, own))
    part.add(
        cloudtrail.Trail(
            "main",
            name=name,
            s3_bucket_name=bucket.ref.id,
            kms_key_id=key.ref.arn,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            tags={"Name": name},
        ),
        "One for the account: a second one is paid for by the event.",
        after=[ready],
    )


def _delivery(draft: Draft, bucket: s3.Bucket, trail: Value) -> list[dict[str, object]]:
    """Return what CloudTrail needs to write, for this trail alone.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    ours = {"aws:SourceArn": trail}
    owned = {**ours, "s3:x-amz-acl": "bucket-owner-full-control"}
    return [
        allow(
            "TrailLooks",
            ["s3:GetBucketAcl"],
            [bucket.ref.arn],
            principal=PRINCIPAL,
            condition={"StringEquals": ours},
        ),
        allow(
            "TrailWrites",
            ["s3:PutObject"],
            [text(bucket.ref.arn, "/AWSLogs/", account_id(draft), "/*")],
            principal=PRINCIPAL,
            condition={"StringEquals": owned},
        ),
    ]


def _key(draft: Draft, part: Part, trail: Value) -> kms.Key:
    """Make the key of the record: it belongs to no environment."""
    made = part.add(
        kms.Key(
            "trail",
            description="Encrypts the record of the account",
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_DAYS,
            policy=policy(
                [
                    administered(draft),
                    allow(
                        "UsedByTheTrail",
                        ["kms:GenerateDataKey*", "kms:DescribeKey"],
                        ["*"],
                        principal=PRINCIPAL,
                        condition={"StringEquals": {"aws:SourceArn": trail}},
                    ),
                ]
            ),
            tags={"Name": named(draft.system, "trail")},
        )
    )
    alias = f"alias/{named(draft.system, 'trail')}"
    part.add(kms.Alias("trail", name=alias, target_key_id=made.ref.key_id))
    return made
