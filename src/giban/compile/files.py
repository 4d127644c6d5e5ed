"""The buckets that instances fetch their Compose files from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from giban.catalogue import s3
from giban.compile.bucket import bucket_policy, old_versions, private_bucket, unfinished_uploads
from giban.compile.draft import Draft, Part
from giban.compile.key import NO_KEYS
from giban.compile.names import label
from giban.compile.user_data import File
from giban.system import Instances

OWN = "compose"
OLD_DAYS = 30


class FileStore(Struct, frozen=True):
    """The buckets by the name that the author gave; None is giban's own."""

    buckets: Mapping[str | None, s3.Bucket]

    def bucket(self, wanted: Instances) -> s3.Bucket:
        """Return the bucket of some instances."""
        return self.buckets[wanted.compose.bucket]

    def put(self, part: Part, wanted: Instances, files: Sequence[File]) -> list[s3.BucketObject]:
        """Put files where the instances fetch them."""
        made = self.bucket(wanted)
        return [
            part.in_chapter("files").add(
                s3.BucketObject(
                    label(wanted.name, *file.name.split(".")[:1]),
                    bucket=made.ref.id,
                    key=file.key,
                    content=file.content,
                    content_type="application/yaml",
                    tags={"Name": file.key},
                )
            )
            for file in files
        ]


def file_store(draft: Draft) -> FileStore:
    """Make the buckets, with every version of what was in them (defect D-WL-15)."""
    buckets: dict[str | None, s3.Bucket] = {}
    for name, wanted in draft.system.instances.items():
        if wanted.compose.bucket not in buckets:
            part = draft.part(f"instances.{name}.compose", "files")
            buckets[wanted.compose.bucket] = _bucket(part, wanted.compose.bucket)
    return FileStore(buckets)


def _bucket(part: Part, name: str | None) -> s3.Bucket:
    made = private_bucket(
        part, name or OWN, NO_KEYS, versioning=True, name=name or "", disposable=True
    )
    part.add(
        s3.BucketLifecycleConfiguration(
            made.terraform_label,
            bucket=made.ref.id,
            rule=(old_versions(OLD_DAYS), unfinished_uploads()),
        )
    )
    bucket_policy(part, made, [])
    return made
