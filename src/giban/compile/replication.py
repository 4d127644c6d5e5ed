"""Copies of objects in the other region (Amazon S3 replication; ledger HY-DR-03).

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""

from __future__ import annotations

from giban.blueprint import Object
from giban.catalogue import iam, s3
from giban.compile.account import account_id
from giban.compile.border import foreign
from giban.compile.bucket import Store, bucket_stem
from giban.compile.draft import Draft, Part
from giban.compile.key import key_arn
from giban.compile.names import ROLE_LIMIT, label, named
from giban.compile.policies import Statement, allow, policy, trust
from giban.system import Bucket, System
from giban.values import Text, Value, text

MINUTES = 15
"""The time control of S3: it promises no other."""


def replicate(draft: Draft, home: System, wanted: Bucket, copy: Store) -> None:
    """Have S3 copy what is written to a bucket at home, within a quarter of an hour.

    It begins with what is written from now on. Both buckets keep versions: S3 demands it.
    """
    part = draft.part(f"buckets.{wanted.name}", "storage")
    name = text(f"{bucket_stem(home, wanted.name)}-", account_id(draft))
    keys = _keys(draft, home, copy)
    role, able = _role(part, wanted, name, copy, keys)
    part.add(
        s3.BucketReplicationConfiguration(
            label(wanted.name),
            bucket=name,
            role=role.ref.arn,
            rule=(_rule(wanted, copy, keys),),
        ),
        "Stands here and not at home: without this region there is nothing to copy to.",
        after=[*able, *_versions(draft, copy)],
        provider=draft.region(home.region),
    )


def _versions(draft: Draft, copy: Store) -> list[Object]:
    """Return what makes the copy keep versions: without it S3 refuses to replicate there."""
    label_ = copy.bucket.terraform_label
    return [
        node.object
        for node in draft.nodes
        if isinstance(node.object, s3.BucketVersioning) and node.object.terraform_label == label_
    ]


Pair = tuple[Value, Value]
"""The keys of the bucket at home and of its copy."""


def _keys(draft: Draft, home: System, copy: Store) -> Pair | None:
    if not copy.keys.encrypts("s3"):
        return None
    return foreign(draft, home, "kms", "s3-key-arn"), key_arn(copy.keys, "s3")


def _rule(wanted: Bucket, copy: Store, keys: Pair | None) -> s3.BucketReplicationConfigurationRule:
    encrypted = s3.BucketReplicationConfigurationSseKmsEncryptedObjects(status="Enabled")
    return s3.BucketReplicationConfigurationRule(
        id="replicate-to-dr",
        status="Enabled",
        filter=s3.BucketReplicationConfigurationFilter(prefix=""),
        delete_marker_replication=s3.DeleteMarkerReplication(status="Enabled"),
        source_selection_criteria=keys
        and s3.BucketReplicationConfigurationSourceSelectionCriteria(
            sse_kms_encrypted_objects=encrypted
        ),
        destination=s3.BucketReplicationConfigurationDestination(
            bucket=copy.bucket.ref.arn,
            storage_class=wanted.replica or "",
            encryption_configuration=keys
            and s3.EncryptionConfiguration(replica_kms_key_id=keys[1]),
            replication_time=s3.BucketReplicationConfigurationReplicationTime(
                status="Enabled", time=s3.Time(minutes=MINUTES)
            ),
            metrics=s3.BucketReplicationConfigurationMetrics(
                status="Enabled", event_threshold=s3.EventThreshold(minutes=MINUTES)
            ),
        ),
    )


def _role(
    part: Part, wanted: Bucket, name: Text, copy: Store, keys: Pair | None
) -> tuple[iam.Role, list[Object]]:
    """Make the role by which S3 reads one bucket and writes the other."""
    system, own = part.draft.system, part.in_chapter("iam")
    parts = (wanted.name, "replication")
    role = own.add(
        iam.Role(
            label(*parts),
            name=named(system, *parts, limit=ROLE_LIMIT),
            assume_role_policy=trust("s3.amazonaws.com", account_id(part.draft)),
            tags={"Name": named(system, *parts)},
        )
    )
    able = own.add(
        iam.RolePolicy(
            label(*parts),
            name="replicate",
            role=role.ref.id,
            policy=policy(_statements(text("arn:aws:s3:::", name), copy, keys)),
        )
    )
    return role, [able]


def _statements(source: Text, copy: Store, keys: Pair | None) -> list[Statement]:
    statements = [
        allow("Look", ["s3:GetReplicationConfiguration", "s3:ListBucket"], [source]),
        allow(
            "Read",
            [
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ],
            [text(source, "/*")],
        ),
        allow(
            "Write",
            ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
            [text(copy.bucket.ref.arn, "/*")],
        ),
    ]
    if keys is not None:
        statements += [
            allow("Decrypt", ["kms:Decrypt"], [keys[0]]),
            allow("Encrypt", ["kms:Encrypt", "kms:GenerateDataKey"], [keys[1]]),
        ]
    return statements
