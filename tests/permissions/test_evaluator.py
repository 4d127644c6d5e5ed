"""The evaluator refuses what IAM would refuse."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calls import Call, call
from tests.permissions.evaluator import allows, questions

TAGS = {"Project": "shop"}


def _document(action: str, resource: str, **condition: Any) -> dict[str, Any]:
    statement = {"Action": [action], "Resource": [resource], "Condition": condition}
    return {"Statement": [statement]}


def _allowed(one: Call, *documents: dict[str, Any]) -> bool:
    return all(allows(documents, question) for question in questions(one, TAGS))


QUEUE = Call("sqs", "DeleteQueue", "eu-west-1", {"QueueUrl": "jobs"})
VPC = Call("ec2", "CreateVpc", "eu-west-1", {"Tags": [{"Key": "Project", "Value": "shop"}]})
NEW = {"StringEquals": {"aws:RequestTag/Project": "shop"}}


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("*", True),
        ("arn:aws:sqs:eu-west-1:*:jobs", True),
        ("arn:aws:sqs:eu-west-1:*:other", False),
        ("arn:aws:sqs:us-east-1:*:jobs", False),
        ("arn:aws:sqs:eu-west-1:999999999999:jobs", False),
        ("arn:aws:sns:eu-west-1:*:jobs", False),
    ],
)
def test_a_resource_is_the_one_that_is_named(resource: str, *, expected: bool) -> None:
    """Service, region, account and name."""
    assert expected is _allowed(QUEUE, _document("sqs:DeleteQueue", resource))


def test_another_action_is_refused() -> None:
    """To purge is not to delete."""
    assert not _allowed(QUEUE, _document("sqs:PurgeQueue", "*"))


def test_tags_at_birth_are_a_right_of_their_own() -> None:
    """EC2 asks for `CreateTags` besides, and says what is being made."""
    place = "arn:aws:ec2:eu-west-1:*:vpc/*"
    made = _document("ec2:CreateVpc", place, **NEW)
    tagged = {"StringEquals": {"ec2:CreateAction": ["CreateSubnet", "CreateVpc"]}}
    assert not _allowed(VPC, made)
    assert _allowed(VPC, made, _document("ec2:CreateTags", place, **tagged))
    other = {"StringEquals": {"ec2:CreateAction": "CreateSubnet"}}
    assert not _allowed(VPC, made, _document("ec2:CreateTags", place, **other))


def test_other_tags_are_refused() -> None:
    """What is made, and what is there, is of this project."""
    foreign = {"StringEquals": {"aws:RequestTag/Project": "bank"}}
    assert not _allowed(
        VPC, _document("ec2:CreateVpc", "*", **foreign), _document("ec2:CreateTags", "*")
    )
    theirs = {"StringEquals": {"aws:ResourceTag/Project": "bank"}}
    assert not _allowed(QUEUE, _document("sqs:DeleteQueue", "*", **theirs))


def test_a_role_that_is_named_is_handed_over() -> None:
    """Whoever names a role in a call needs `iam:PassRole` on it."""
    role = "arn:aws:iam::123456789012:role/task"
    one = Call("ecs", "RegisterTaskDefinition", "eu-west-1", {"taskRoleArn": role})
    register = _document("ecs:RegisterTaskDefinition", "*")
    assert not _allowed(one, register)
    assert _allowed(one, register, _document("iam:PassRole", role))


def test_names_of_a_zone_are_compared_one_by_one() -> None:
    """Each of them must be allowed."""
    key = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
    only = {"ForAllValues:StringLike": {key: ["shop.example.com", "*.shop.example.com"]}}
    document = _document("route53:ChangeResourceRecordSets", "*", **only)

    def change(*names: str) -> Call:
        sets = [{"Name": name} for name in names]
        return Call("route53", "ChangeResourceRecordSets", "us-east-1", {"Changes": sets})

    assert _allowed(change("Shop.example.com.", "www.shop.example.com"), document)
    assert not _allowed(change("shop.example.com", "bank.example.com"), document)


@pytest.mark.parametrize(
    ("method", "path", "signed", "expected"),
    [
        ("GET", "/bucket?versioning", "s3", "s3:GetBucketVersioning"),
        ("PUT", "/bucket", "s3", "s3:CreateBucket"),
        ("PUT", "/bucket/a/file", "s3", "s3:PutObject"),
        ("PUT", "/bucket/a/file?partNumber=1&uploadId=x", "s3", "s3:UploadPart"),
        ("GET", "/2020-05-31/distribution/ABC", "cloudfront", "cloudfront:GetDistribution"),
        ("POST", "/2013-04-01/hostedzone", "route53", "route53:CreateHostedZone"),
    ],
)
def test_a_request_is_the_operation_of_its_path(
    method: str, path: str, signed: str, expected: str
) -> None:
    """REST services say it by method, path and query."""
    credential = f"AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/{signed}/aws4_request, x"
    entry = {
        "headers": {"Authorization": credential},
        "method": method,
        "url": f"http://127.0.0.1:5000{path}",
        "body": "",
        "body_encoded": False,
    }
    found = call(entry)
    assert expected == f"{found.service}:{found.operation}"
