"""Buckets and their settings."""

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

ACL = "aws_s3_bucket_public_access_block"
LIFE = "aws_s3_bucket_lifecycle_configuration"


@pytest.fixture
def bucket(play: Play, request: pytest.FixtureRequest) -> str:
    """Give a bucket."""
    name = "b-" + "".join(c if c.isalnum() else "-" for c in request.node.name.lower())[:40] + "0"
    return str(play.make("aws_s3_bucket", bucket=name.replace("--", "-"))["id"])


def test_bucket(play: Play) -> None:
    """A bucket has AWS's names, is closed as new ones are, and is tagged as a whole."""
    state = play.make("aws_s3_bucket", bucket="life-1", tags={"Name": "a"})

    assert state["arn"] == "arn:aws:s3:::life-1"
    assert state["bucket_regional_domain_name"] == f"life-1.s3.{REGION}.amazonaws.com"
    assert state["tags_all"] == {"Name": "a", "Owner": "platform"}
    s3 = play.aws("s3")
    closed = s3.get_public_access_block(Bucket="life-1")["PublicAccessBlockConfiguration"]
    assert all(closed.values())
    state = play.change("aws_s3_bucket", state, bucket="life-1", tags={"Other": "b"})
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(Bucket="life-1")["TagSet"]}
    assert tags == {"Other": "b", "Owner": "platform"}
    assert play.adopt("aws_s3_bucket", "life-1")["arn"] == state["arn"]
    play.drop("aws_s3_bucket", state)


def test_force_destroy(play: Play) -> None:
    """A bucket with objects goes only with `force_destroy`."""
    state = play.make("aws_s3_bucket", bucket="full-1")
    play.aws("s3").put_object(Bucket="full-1", Key="a", Body=b"x")
    with pytest.raises(Exception, match="BucketNotEmpty"):
        play.drop("aws_s3_bucket", state)
    state = play.change("aws_s3_bucket", state, bucket="full-1", force_destroy=True)
    play.drop("aws_s3_bucket", state)


RULE = {"id": "r", "status": "Enabled", "filter": [{"prefix": ""}]}
SETTINGS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (ACL, {"block_public_acls": True}, {"block_public_acls": True, "ignore_public_acls": True}),
    (
        "aws_s3_bucket_ownership_controls",
        {"rule": [{"object_ownership": "BucketOwnerEnforced"}]},
        {"rule": [{"object_ownership": "BucketOwnerPreferred"}]},
    ),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        {"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}]},
        {
            "rule": [
                {
                    "bucket_key_enabled": True,
                    "apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms"}],
                }
            ]
        },
    ),
    (
        LIFE,
        {"rule": [{**RULE, "expiration": [{"days": 90}]}]},
        {
            "rule": [
                {
                    **RULE,
                    "expiration": [{"days": 90}],
                    "transition": [{"days": 30, "storage_class": "STANDARD_IA"}],
                }
            ]
        },
    ),
    (
        "aws_s3_bucket_cors_configuration",
        {"cors_rule": [{"allowed_methods": ["GET"], "allowed_origins": ["*"]}]},
        {"cors_rule": [{"allowed_methods": ["GET", "PUT"], "allowed_origins": ["*"], "id": "x"}]},
    ),
]


@pytest.mark.parametrize(("type", "first", "second"), SETTINGS, ids=[one[0] for one in SETTINGS])
def test_setting(
    play: Play, bucket: str, type: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    """A setting is put, changed, imported and deleted."""
    state = play.make(type, bucket=bucket, **first)
    state = play.change(type, state, bucket=bucket, **second)
    assert play.adopt(type, bucket)["bucket"] == bucket
    play.drop(type, state)


def test_versioning_stays_suspended(play: Play, bucket: str) -> None:
    """Versioning cannot be deleted or disabled."""
    type = "aws_s3_bucket_versioning"
    state = play.make(type, bucket=bucket, versioning_configuration=[{"status": "Enabled"}])
    with pytest.raises(Refused, match="cannot be updated from 'Enabled' to 'Disabled'"):
        play.change(type, state, bucket=bucket, versioning_configuration=[{"status": "Disabled"}])
    kind = play.lifecycle.kind(type)
    play.lifecycle.delete(kind, state, play.connection)
    assert play.aws("s3").get_bucket_versioning(Bucket=bucket)["Status"] == "Suspended"


def policy(bucket: str, **statement: Any) -> str:
    """Return a policy of one statement."""
    full = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**full, **statement}]})


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("AccessDenied", {"Principal": "*"}),
        ("MalformedPolicy", {"Principal": "*", "Resource": "arn:aws:s3:::other/*"}),
        ("MalformedPolicy", {"Principal": {"AWS": "arn:aws:iam::123456789012:role/none"}}),
    ],
)
def test_refused_policies(play: Play, code: str, statement: dict[str, Any]) -> None:
    """Public, misplaced and orphaned policies are refused."""
    bucket = "policies-1"
    if not any(b["Name"] == bucket for b in play.aws("s3").list_buckets()["Buckets"]):
        play.make("aws_s3_bucket", bucket=bucket)
    with pytest.raises(Refused) as caught:
        play.make("aws_s3_bucket_policy", bucket=bucket, policy=policy(bucket, **statement))
    assert caught.value.code == code


def test_policy_may_be_public_when_unblocked(play: Play, bucket: str) -> None:
    """The guard looks at the bucket's own settings."""
    play.make(ACL, bucket=bucket)
    text = policy(bucket, Principal="*")
    state = play.make("aws_s3_bucket_policy", bucket=bucket, policy=text)
    play.drop("aws_s3_bucket_policy", state)


def test_logging_needs_permission(play: Play, bucket: str) -> None:
    """The logging service must be let in; lists and other statements are understood."""
    type, logs = "aws_s3_bucket_logging", f"{bucket}-logs"[-60:]
    play.make("aws_s3_bucket", bucket=logs)
    with pytest.raises(Exception, match="InvalidTargetBucketForLogging"):
        play.make(type, bucket=bucket, target_bucket=logs, target_prefix="")
    text = policy(
        logs, Principal={"Service": ["logging.s3.amazonaws.com"]}, Action=["s3:PutObject"]
    )
    play.make("aws_s3_bucket_policy", bucket=logs, policy=text)
    state = play.make(type, bucket=bucket, target_bucket=logs, target_prefix="")
    state = play.change(type, state, bucket=bucket, target_bucket=logs, target_prefix="a/")
    play.drop(type, state)


@pytest.mark.parametrize("name", ["UPPER", "a", "192.168.0.1", "two..dots", "x" * 64, "xn--a"])
def test_refused_names(play: Play, name: str) -> None:
    """Names that are no DNS names are refused."""
    with pytest.raises(Refused, match="not valid"):
        play.make("aws_s3_bucket", bucket=name)


def test_second_bucket(play: Play, bucket: str) -> None:
    """A bucket cannot be made twice."""
    with pytest.raises(Refused, match="you already own it"):
        play.make("aws_s3_bucket", bucket=bucket)


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("must be unique", [{**RULE, "expiration": [{"days": 1}]}] * 2),
        (
            "greater than or equal to 30",
            [{**RULE, "transition": [{"days": 7, "storage_class": "STANDARD_IA"}]}],
        ),
        (
            "Expiration action",
            [
                {
                    **RULE,
                    "expiration": [{"days": 30}],
                    "transition": [{"days": 30, "storage_class": "GLACIER"}],
                }
            ],
        ),
        ("At least one action", [RULE]),
    ],
)
def test_refused_rules(play: Play, words: str, rules: list[Any]) -> None:
    """Rules that contradict themselves are refused."""
    with pytest.raises(Refused, match=words):
        play.make(LIFE, bucket="any-bucket", rule=rules)
