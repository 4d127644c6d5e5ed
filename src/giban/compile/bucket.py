"""Private buckets: encrypted, versioned, closed to the public, TLS only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from giban.catalogue import s3
from giban.compile.abroad import told_of
from giban.compile.account import account_id, arn
from giban.compile.draft import Draft, Part
from giban.compile.key import NO_KEYS, Keys, key_arn, may_decrypt, may_use
from giban.compile.names import label, named
from giban.compile.policies import Statement, allow, policy, tls_only
from giban.compile.wiring import Grant
from giban.system import Bucket, Cors, System, Use
from giban.values import ABSENT, Address, Ref, Value, text

UPLOAD_DAYS = 7
CDN = Ref(Address("aws_cloudfront_distribution", "main"), ("arn",))
READ = ("s3:GetObject",)
WRITE = (*READ, "s3:PutObject", "s3:DeleteObject")


class Store(Struct, frozen=True):
    """A bucket the author asked for, and what encrypts it."""

    bucket: s3.Bucket
    keys: Keys

    def grant(self, use: Use) -> Grant:
        """Return what a service that uses the bucket is given."""
        return _grant(self.bucket, use, self.keys)


def bucket(draft: Draft, wanted: Bucket, key: Keys) -> Store:
    """Make a bucket the author asked for."""
    part = draft.part(f"buckets.{wanted.name}", "storage")
    keys = key if wanted.encryption == "customer" else NO_KEYS
    made = private_bucket(part, wanted.name, keys, versioning=wanted.versioning)
    part.add(
        s3.BucketLifecycleConfiguration(
            label(wanted.name), bucket=made.ref.id, rule=tuple(_rules(wanted))
        )
    )
    if wanted.tiering:
        part.add(_archive(made, wanted.tiering))
    if wanted.cors:
        part.add(_cors(made, wanted.cors))
    exports = log_exports(draft, made) if wanted.log_exports else []
    bucket_policy(part, made, [*_served(draft, made, wanted), *exports])
    return Store(made, keys)


def _served(draft: Draft, made: s3.Bucket, wanted: Bucket) -> list[Statement]:
    """Return what lets the CDN read what it answers from a bucket, and no more of it."""
    cdn = draft.system.cdn
    paths = [one.path for one in cdn.paths if one.bucket == wanted.name] if cdn else []
    if not paths:
        return []
    return [read_by(made, told_of(draft) if draft.system.standby else CDN, paths)]


def read_by(made: s3.Bucket, distribution: Value, paths: Sequence[str] = ("/*",)) -> Statement:
    """Return what lets one distribution, by its ARN, read a bucket below some paths.

    It may list too: S3 answers 404 for a missing file only to those, others get 403
    (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
    """
    return allow(
        "ReadByDistribution",
        ["s3:GetObject", "s3:ListBucket"],
        [made.ref.arn, *(text(made.ref.arn, path) for path in paths)],
        principal={"Service": "cloudfront.amazonaws.com"},
        condition={"StringEquals": {"AWS:SourceArn": distribution}},
    )


def log_exports(draft: Draft, made: s3.Bucket, below: str = "") -> list[Statement]:
    """Return what CloudWatch Logs needs to export log groups of this account (HY-OPS-01).

    `below` is the prefix it keeps to, such as `exportedlogs/`.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
    """
    account = account_id(draft)
    principal = {"Service": f"logs.{draft.system.region}.amazonaws.com"}
    ours: dict[str, dict[str, Any]] = {
        "StringEquals": {"aws:SourceAccount": account},
        "ArnLike": {"aws:SourceArn": arn(draft, "logs", "log-group:*")},
    }
    owned = {**ours["StringEquals"], "s3:x-amz-acl": "bucket-owner-full-control"}
    return [
        allow(
            "LookForExports",
            ["s3:GetBucketAcl"],
            [made.ref.arn],
            principal=principal,
            condition=ours,
        ),
        allow(
            "ExportLogs",
            ["s3:PutObject"],
            [text(made.ref.arn, f"/{below}*")],
            principal=principal,
            condition={**ours, "StringEquals": owned},
        ),
    ]


def _archive(made: s3.Bucket, days: int) -> s3.BucketTiering:
    return s3.BucketTiering(
        made.terraform_label,
        bucket=made.ref.id,
        name="archive",
        tiering=(s3.Tiering(access_tier="ARCHIVE_ACCESS", days=days),),
    )


def _cors(made: s3.Bucket, wanted: Cors) -> s3.BucketCorsConfiguration:
    return s3.BucketCorsConfiguration(
        made.terraform_label,
        bucket=made.ref.id,
        cors_rule=(
            s3.CorsRule(
                allowed_origins=list(wanted.origins),
                allowed_methods=list(wanted.methods),
                allowed_headers=list(wanted.headers),
                max_age_seconds=wanted.max_age,
            ),
        ),
    )


def _grant(made: s3.Bucket, use: Use, key: Keys) -> Grant:
    name = use.name.title().replace("-", "")
    return Grant(
        statements=(
            allow(f"List{name}", ["s3:ListBucket"], [made.ref.arn]),
            allow(
                f"Objects{name}",
                WRITE if use.access == "write" else READ,
                [text(made.ref.arn, "/*")],
            ),
            *(may_use(key, "s3") if use.access == "write" else may_decrypt(key, "s3")),
        ),
        environment={f"{use.prefix}_BUCKET": made.ref.id},
    )


def bucket_stem(system: System, name: str) -> str:
    """Return the name of a bucket without the account id that ends it."""
    return named(system, name, limit=50)


def private_bucket(
    part: Part,
    label_: str,
    key: Keys,
    *,
    versioning: bool,
    name: str = "",
    disposable: bool = False,
    why: str = "",
) -> s3.Bucket:
    """Make a bucket that nobody outside reads, encrypted by `key` or by S3's own.

    Bucket names are the world's: without a `name` the account id keeps it ours. What is in a
    `disposable` one can be had again: it goes with an environment that nothing protects.
    """
    draft = part.draft
    stem = bucket_stem(draft.system, label_)
    made = part.add(
        s3.Bucket(
            label(label_),
            bucket=name or text(f"{stem}-", account_id(draft)),
            force_destroy=True if disposable and not draft.system.deletion_protection else ABSENT,
            tags={"Name": name or stem},
        ),
        why,
    )
    part.add(
        s3.BucketPublicAccessBlock(
            label(label_),
            bucket=made.ref.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
    )
    part.add(
        s3.BucketOwnershipControls(
            label(label_),
            bucket=made.ref.id,
            rule=s3.BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
    )
    part.add(s3.BucketEncryption(label(label_), bucket=made.ref.id, rule=(_encryption(key),)))
    if versioning:
        part.add(
            s3.BucketVersioning(
                label(label_),
                bucket=made.ref.id,
                versioning_configuration=s3.VersioningConfiguration(status="Enabled"),
            )
        )
    return made


def bucket_policy(part: Part, made: s3.Bucket, statements: Sequence[Statement]) -> s3.BucketPolicy:
    """Attach the one policy of a bucket: TLS only, and what else is allowed."""
    return part.add(
        s3.BucketPolicy(
            made.terraform_label,
            bucket=made.ref.id,
            policy=policy([tls_only(made.ref.arn), *statements]),
        )
    )


def _encryption(key: Keys) -> s3.BucketEncryptionRule:
    by_default = (
        s3.ApplyServerSideEncryptionByDefault(
            sse_algorithm="aws:kms", kms_master_key_id=key_arn(key, "s3")
        )
        if key.encrypts("s3")
        else s3.ApplyServerSideEncryptionByDefault(sse_algorithm="AES256")
    )
    return s3.BucketEncryptionRule(
        apply_server_side_encryption_by_default=by_default,
        bucket_key_enabled=True if key.encrypts("s3") else ABSENT,
    )


def _rules(wanted: Bucket) -> list[s3.Rule]:
    rules, expiry = [], wanted.expire_after
    if wanted.expire_tag and expiry is not None:
        rules.append(_tagged(wanted.expire_tag, expiry))
        expiry = None
    moves = [s3.Transition(days=days, storage_class=where) for days, where in _moves(wanted)]
    if moves or expiry is not None:
        rules.append(expire("age", expiry, tuple(moves)))
    if wanted.versioning and wanted.old_versions_expire_after is not None:
        rules.append(old_versions(wanted.old_versions_expire_after))
    return [*rules, unfinished_uploads()]


def _moves(wanted: Bucket) -> Iterator[tuple[int, str]]:
    steps = (
        (0 if wanted.tiering is not None else None, "INTELLIGENT_TIERING"),
        (wanted.infrequent_after, "STANDARD_IA"),
        (wanted.glacier_after, "GLACIER_IR"),
        (wanted.glacier_flexible_after, "GLACIER"),
        (wanted.deep_archive_after, "DEEP_ARCHIVE"),
    )
    return ((days, where) for days, where in steps if days is not None)


def _tagged(tag: str, days: int) -> s3.Rule:
    """Return the rule by which only objects with a tag expire."""
    key, _, value = tag.partition("=")
    return s3.Rule(
        id="tagged",
        status="Enabled",
        filter=(s3.Filter(tag=(s3.Tag(key=key, value=value),)),),
        expiration=(s3.Expiration(days=days),),
    )


def expire(name: str, days: int | None, transitions: tuple[s3.Transition, ...] = ()) -> s3.Rule:
    """Return the rule by which all objects move, and expire after some days."""
    return s3.Rule(
        id=name,
        status="Enabled",
        filter=(s3.Filter(prefix=""),),
        transition=transitions,
        expiration=() if days is None else (s3.Expiration(days=days),),
    )


def old_versions(days: int) -> s3.Rule:
    """Return the rule by which replaced and deleted objects go for good after some days."""
    return s3.Rule(
        id="old-versions",
        status="Enabled",
        filter=(s3.Filter(prefix=""),),
        noncurrent_version_expiration=(s3.NoncurrentVersionExpiration(noncurrent_days=days),),
    )


def unfinished_uploads() -> s3.Rule:
    """Return the rule by which parts of uploads that never ended go: nobody sees or uses them."""
    return s3.Rule(
        id="unfinished-uploads",
        status="Enabled",
        filter=(s3.Filter(prefix=""),),
        abort_incomplete_multipart_upload=(
            s3.AbortIncompleteMultipartUpload(days_after_initiation=UPLOAD_DAYS),
        ),
    )
