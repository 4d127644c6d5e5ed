"""Buckets: what becomes of objects, and where access logs go."""

from __future__ import annotations

from typing import TypeVar

from giban.blueprint import Object
from giban.catalogue import ec2, s3
from giban.compile import compile_project
from giban.manifest import loads
from giban.system import resolve_all

O = TypeVar("O", bound=Object)  # noqa: E741 - the one type variable here
MANIFEST = """\
project: mate
naming: "{project}-{name}-{environment}"
region: ap-northeast-2
domain: mate.example.com
network: {flow_log_to: bucket}
buckets:
  files:
    encryption: aws
    infrequent_after: 30
    glacier_after: 90
    deep_archive_after: 365
    cors: {methods: [GET, PUT]}
  static: {versioning: false, expire_after: 30, expire_tag: superseded=true}
  clips: {tiering: 90}
log_archive: {glacier_after: 90, expire_after: 365}
environments:
  prod: {availability: high}
"""


def made(kind: type[O]) -> dict[str, O]:
    """Return what production gets of one type, by label."""
    blueprint = compile_project(list(resolve_all(loads(MANIFEST)).values()))["prod"]
    objects = blueprint.stacks[-1].resources()
    return {one.terraform_label: one for one in objects if isinstance(one, kind)}


def moves(label: str) -> list[tuple[object, object]]:
    """Return the days and classes that objects of a bucket move by."""
    rules = made(s3.BucketLifecycleConfiguration)[label].rule
    return [(move.days, move.storage_class) for rule in rules for move in rule.transition or ()]


def test_objects_move_as_they_age() -> None:
    """Each wish is one transition."""
    assert [(30, "STANDARD_IA"), (90, "GLACIER_IR"), (365, "DEEP_ARCHIVE")] == moves("files")
    assert [(0, "INTELLIGENT_TIERING")] == moves("clips")
    assert [(90, "GLACIER")] == moves("logs")


def test_only_tagged_objects_expire() -> None:
    """What runs is never deleted for its age (D-CM-06)."""
    rules = made(s3.BucketLifecycleConfiguration)["static"].rule
    (expiring,) = (rule for rule in rules if rule.expiration)

    assert s3.Tag(key="superseded", value="true") == expiring.filter[0].tag[0]
    assert 30 == expiring.expiration[0].days


def test_pages_come_from_the_environment_itself() -> None:
    """Without origins the host of the environment may call (D-CM-07)."""
    (rule,) = made(s3.BucketCorsConfiguration)["files"].cors_rule

    assert ["https://mate.example.com"] == rule.allowed_origins
    assert ["GET", "PUT"] == rule.allowed_methods


def test_a_bucket_may_leave_the_environments_key() -> None:
    """`encryption: aws` is S3's own key, where others take the customer's."""
    of = made(s3.BucketEncryption)

    assert "AES256" in repr(of["files"].rule)
    assert "aws:kms" in repr(of["clips"].rule)


def test_flow_logs_go_where_access_logs_go() -> None:
    """AWS's log delivery may write there, and nothing else is made for them."""
    flow = made(ec2.FlowLog)["main"]

    assert "s3" == flow.log_destination_type
    assert "delivery.logs.amazonaws.com" in repr(made(s3.BucketPolicy)["logs"].policy)


def test_names_follow_the_pattern() -> None:
    """A thing's own name stands where the author wants it."""
    assert {"Name": "mate-vpc-prod"} == made(ec2.Vpc)["main"].tags
    assert "mate-files-prod-" in repr(made(s3.Bucket)["files"].bucket)
