"""The bucket of access logs: who delivers there, and how long it is kept."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from giban.catalogue import s3
from giban.compile.account import account_id
from giban.compile.bucket import bucket_policy, expire, private_bucket, unfinished_uploads
from giban.compile.draft import Draft
from giban.compile.key import NO_KEYS
from giban.compile.policies import Statement, allow
from giban.system import LogArchive, System
from giban.values import text

ALB = "alb"


class Archive(Struct, frozen=True):
    """The bucket, and the policy that has to exist before anyone delivers there."""

    bucket: s3.Bucket
    ready: s3.BucketPolicy


def log_archive(draft: Draft) -> Archive | None:
    """Make the bucket of access logs; None where nobody writes any.

    Encrypted by S3's own key: the load balancer cannot write under another
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html).
    """
    statements, system = [], draft.system
    balanced = bool(system.balanced)
    if not balanced and system.network.flow_log_to != "bucket":
        return None
    part = draft.part("log_archive" if _wished(system) else "services", "storage")
    made = private_bucket(part, "logs", NO_KEYS, versioning=False, disposable=True)
    part.add(
        s3.BucketLifecycleConfiguration(
            "logs", bucket=made.ref.id, rule=(_age(system.log_archive), unfinished_uploads())
        )
    )
    if balanced:
        statements.append(_load_balancer(draft, made))
    if system.network.flow_log_to == "bucket":
        statements += _delivery(draft, made)
    return Archive(made, bucket_policy(part, made, statements))


def _delivery(draft: Draft, made: s3.Bucket) -> list[Statement]:
    """Return what AWS's log delivery needs to write network flows (defect D-CM-32).

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
    """
    account = account_id(draft)
    ours: dict[str, dict[str, Any]] = {
        "StringEquals": {"aws:SourceAccount": account},
        "ArnLike": {"aws:SourceArn": text("arn:aws:logs:*:", account, ":*")},
    }
    owned = {"aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control"}
    principal = {"Service": "delivery.logs.amazonaws.com"}
    return [
        allow(
            "DeliveryBucket",
            ["s3:GetBucketAcl", "s3:ListBucket"],
            [made.ref.arn],
            principal=principal,
            condition=ours,
        ),
        allow(
            "DeliveredLogs",
            ["s3:PutObject"],
            [text(made.ref.arn, "/AWSLogs/", account, "/*")],
            principal=principal,
            condition={**ours, "StringEquals": owned},
        ),
    ]


def _load_balancer(draft: Draft, made: s3.Bucket) -> Statement:
    return allow(
        "LoadBalancerLogs",
        ["s3:PutObject"],
        [text(made.ref.arn, f"/{ALB}/AWSLogs/", account_id(draft), "/*")],
        principal={"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
    )


def _age(wanted: LogArchive) -> s3.Rule:
    move = wanted.glacier_after
    moves = () if move is None else (s3.Transition(days=move, storage_class="GLACIER"),)
    return expire("expire", wanted.expire_after, moves)


def _wished(system: System) -> bool:
    """Tell whether the author has written anything of it, which the files then point at."""
    return system.layers.key_span("log_archive") is not None
