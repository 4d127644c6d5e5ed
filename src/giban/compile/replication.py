"""Copies of objects in the other region (Amazon S3 replication; ledger HY-DR-03).

A stack of its own, because it needs both regions: what takes over must ask nothing of the one that
is lost. Objects are copied both ways: S3 copies no copies, and what is written abroad after a
takeover is at home again before the way back.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""

from __future__ import annotations

from msgspec import Struct

from giban.blueprint import Stack, State
from giban.catalogue import iam, s3
from giban.compile.account import account_id, arn
from giban.compile.border import foreign, imported
from giban.compile.bucket import bucket_stem
from giban.compile.draft import Draft, Part
from giban.compile.names import ROLE_LIMIT, label, named
from giban.compile.policies import Statement, allow, policy, trust
from giban.compile.watcher import Watch, Watcher
from giban.system import Bucket, System
from giban.values import ABSENT, Text, Value, text

NAME = "replication"
MINUTES = 15
"""The time control of S3: it promises no other."""
TO, BACK = "replicate-to-dr", "replicate-back"


class _End(Struct, frozen=True):
    """A bucket at one end: the system it belongs to, its name, its key, its provider."""

    system: System
    name: Text
    key: Value | None
    provider: str | None

    @property
    def arn(self) -> Text:
        return text("arn:aws:s3:::", self.name)


def replication(home: System, there: System, state: State) -> Stack:
    """Have S3 copy what is written to either bucket, within a quarter of an hour.

    It begins with what is written from now on. Both buckets keep versions: S3 demands it.
    """
    draft = Draft(home)
    told = arn(draft, "sns", named(home, home.alarms.topic))
    for wanted in home.buckets.values():
        if wanted.replica is None:
            continue
        part = draft.part(f"buckets.{wanted.name}", "storage")
        here, abroad = (_end(draft, one, wanted) for one in (home, there))
        _copied(part, wanted, here, abroad, TO)
        _copied(part, wanted, abroad, here, BACK)
        rpo = home.dr.rpo if home.dr else MINUTES
        _watch(part, wanted, (here, abroad), Watcher(told, told), rpo)
    return draft.freeze(NAME, there.environment, state)


def _end(draft: Draft, system: System, wanted: Bucket) -> _End:
    name = text(f"{bucket_stem(system, wanted.name)}-", account_id(draft))
    own = system is draft.system
    kept = system.foundation.keys if system.foundation else ()
    key: Value | None = None
    if wanted.encryption == "customer" and "s3" in kept:
        key = (
            imported(draft, "kms", "s3-key-arn")
            if own
            else foreign(draft, system, "kms", "s3-key-arn")
        )
    return _End(system, name, key, None if own else draft.region(system.region))


def _copied(part: Part, wanted: Bucket, source: _End, target: _End, id: str) -> None:
    role, able = _role(part, wanted, source, target)
    storage = wanted.replica if id == TO else None
    part.add(
        s3.BucketReplicationConfiguration(
            label(wanted.name) if id == TO else label(wanted.name, "back"),
            bucket=source.name,
            role=role.ref.arn,
            rule=(_rule(id, target, storage),),
        ),
        "" if id == TO else "Idle until the other region has taken over: S3 copies no copies.",
        after=[able],
        provider=source.provider,
    )


def _rule(id: str, target: _End, storage: str | None) -> s3.BucketReplicationConfigurationRule:
    keys = target.key is not None
    encrypted = s3.BucketReplicationConfigurationSseKmsEncryptedObjects(status="Enabled")
    return s3.BucketReplicationConfigurationRule(
        id=id,
        status="Enabled",
        filter=s3.BucketReplicationConfigurationFilter(prefix=""),
        delete_marker_replication=s3.DeleteMarkerReplication(status="Enabled"),
        source_selection_criteria=s3.BucketReplicationConfigurationSourceSelectionCriteria(
            sse_kms_encrypted_objects=encrypted
        )
        if keys
        else None,
        destination=s3.BucketReplicationConfigurationDestination(
            bucket=target.arn,
            storage_class=storage or ABSENT,
            encryption_configuration=s3.EncryptionConfiguration(replica_kms_key_id=target.key)
            if target.key is not None
            else None,
            replication_time=s3.BucketReplicationConfigurationReplicationTime(
                status="Enabled", time=s3.Time(minutes=MINUTES)
            ),
            metrics=s3.BucketReplicationConfigurationMetrics(
                status="Enabled", event_threshold=s3.EventThreshold(minutes=MINUTES)
            ),
        ),
    )


def _role(
    part: Part, wanted: Bucket, source: _End, target: _End
) -> tuple[iam.Role, iam.RolePolicy]:
    """Make the role by which S3 reads one bucket and writes the other."""
    own, system = part.in_chapter("iam"), source.system
    parts = (wanted.name, "replication")
    name = label(*parts) if source.provider is None else label(*parts, "back")
    role = own.add(
        iam.Role(
            name,
            name=named(system, *parts, limit=ROLE_LIMIT),
            assume_role_policy=trust("s3.amazonaws.com", account_id(part.draft)),
            tags={"Name": named(system, *parts)},
        )
    )
    able = own.add(
        iam.RolePolicy(
            name,
            name="replicate",
            role=role.ref.id,
            policy=policy(_statements(source, target)),
        )
    )
    return role, able


def _statements(source: _End, target: _End) -> list[Statement]:
    statements = [
        allow("Look", ["s3:GetReplicationConfiguration", "s3:ListBucket"], [source.arn]),
        allow(
            "Read",
            [
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ],
            [text(source.arn, "/*")],
        ),
        allow(
            "Write",
            ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
            [text(target.arn, "/*")],
        ),
    ]
    if source.key is not None:
        statements.append(allow("Decrypt", ["kms:Decrypt"], [source.key]))
    if target.key is not None:
        statements.append(allow("Encrypt", ["kms:Encrypt", "kms:GenerateDataKey"], [target.key]))
    return statements


def _watch(part: Part, wanted: Bucket, ends: tuple[_End, _End], watcher: Watcher, rpo: int) -> None:
    """Say when the copy is further behind than it may be, or misses something (HY-DR-01).

    S3 shows these metrics with the source bucket
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html).
    """
    source, target = (end.name for end in ends)
    watcher.watch(
        part.in_chapter("alarms"),
        f"{wanted.name}-copy",
        "AWS/S3",
        {"SourceBucket": source, "DestinationBucket": target, "RuleId": TO},
        (
            Watch(
                ends="late",
                metric="ReplicationLatency",
                threshold=rpo * 60,
                words=f"The copy of bucket {wanted.name} is over {rpo} minutes behind.",
                statistic="Maximum",
                periods=1,
            ),
            Watch(
                ends="failed",
                metric="OperationsFailedReplication",
                threshold=0,
                words=f"Objects of bucket {wanted.name} could not be copied.",
                statistic="Sum",
                periods=1,
            ),
        ),
    )
