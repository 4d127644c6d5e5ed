"""The bucket of access logs: who delivers there, and how long it is kept."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from giban.catalogue import cloudfront, cloudwatch, s3
from giban.compile.account import account_id
from giban.compile.bucket import (
    bucket_policy,
    expire,
    log_exports,
    private_bucket,
    unfinished_uploads,
)
from giban.compile.draft import Draft, Part
from giban.compile.key import NO_KEYS
from giban.compile.names import label, named
from giban.compile.policies import Statement, allow
from giban.system import LogArchive, System
from giban.values import text

ALB = "alb"
CDN_REGION = "us-east-1"
"""CloudFront takes certificates from there only, and delivers its logs from there."""

NAME_LIMIT = 60
EXPORTED = "exportedlogs/"
"""Where CloudWatch Logs puts what it exports, unless it is told otherwise."""

FORMAT = "w3c"
"""Text with a line that names its fields: free to deliver, and what log readers know."""


class Archive(Struct, frozen=True):
    """The bucket, and the policy that has to exist before anyone delivers there.

    `edge` is what distributions deliver to; None where there are none.
    """

    bucket: s3.Bucket
    ready: s3.BucketPolicy
    edge: cloudwatch.LogDeliveryDestination | None


def log_archive(draft: Draft) -> Archive | None:
    """Make the bucket of access logs; None where nobody writes any.

    Encrypted by S3's own key: the load balancer cannot write under another
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html).
    """
    statements, system = [], draft.system
    balanced, delivered = bool(system.balanced), system.network.flow_log_to == "bucket"
    if not balanced and not delivered and not system.at_the_edge:
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
    if delivered or system.at_the_edge:
        statements += _delivery(draft, made)
    if system.log_archive.log_exports:
        statements += log_exports(draft, made, EXPORTED)
    ready = bucket_policy(part, made, statements)
    return Archive(made, ready, _edge(part, made, ready) if system.at_the_edge else None)


def _edge(part: Part, made: s3.Bucket, ready: s3.BucketPolicy) -> cloudwatch.LogDeliveryDestination:
    """Make what distributions deliver to: in CloudFront's region, whichever the bucket's is.

    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
    """
    name = named(part.draft.system, "logs", limit=NAME_LIMIT)
    return part.add(
        cloudwatch.LogDeliveryDestination(
            "logs",
            name=name,
            output_format=FORMAT,
            delivery_destination_configuration=(
                cloudwatch.DeliveryDestinationConfiguration(destination_resource_arn=made.ref.arn),
            ),
            tags={"Name": name},
        ),
        "Without the policy AWS would write one of its own when the first logs are to come.",
        after=[ready],
        provider=part.draft.region(CDN_REGION),
    )


def access_log(
    part: Part, name: str, distribution: cloudfront.Distribution, logs: Archive | None
) -> None:
    """Have what a distribution is asked for put on record (standard logging, version 2)."""
    if logs is None or logs.edge is None:
        return
    provider = part.draft.region(CDN_REGION)
    title = named(part.draft.system, name, limit=NAME_LIMIT)
    source = part.add(
        cloudwatch.LogDeliverySource(
            label(name),
            name=title,
            log_type="ACCESS_LOGS",
            resource_arn=distribution.ref.arn,
            tags={"Name": title},
        ),
        provider=provider,
    )
    part.add(
        cloudwatch.LogDelivery(
            label(name),
            delivery_source_name=source.ref.name,
            delivery_destination_arn=logs.edge.ref.arn,
            tags={"Name": title},
        ),
        provider=provider,
    )


def _delivery(draft: Draft, made: s3.Bucket) -> list[Statement]:
    """Return what AWS's log delivery needs: network flows, access to the CDN (defect D-CM-32).

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
