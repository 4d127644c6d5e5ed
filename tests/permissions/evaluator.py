"""What IAM would say of a call: a small evaluator of policy documents.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests import iam
from tests.calls import Call

ACCOUNT = "123456789012"
Context = Mapping[str, Sequence[str]]

ACTIONS = {
    "budgets:CreateBudget": ("budgets:ModifyBudget",),
    "budgets:CreateNotification": ("budgets:ModifyBudget",),
    "budgets:DeleteBudget": ("budgets:ModifyBudget",),
    "budgets:DescribeBudget": ("budgets:ViewBudget",),
    "budgets:DescribeNotificationsForBudget": ("budgets:ViewBudget",),
    "budgets:DescribeSubscribersForNotification": ("budgets:ViewBudget",),
    "cloudfront:CreateDistributionWithTags": ("cloudfront:CreateDistribution",),
    "s3:DeleteBucketCors": ("s3:PutBucketCORS",),
    "s3:DeleteBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:DeleteBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:DeleteBucketOwnershipControls": ("s3:PutBucketOwnershipControls",),
    "s3:DeletePublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:GetBucketAccelerateConfiguration": ("s3:GetAccelerateConfiguration",),
    "s3:GetBucketCors": ("s3:GetBucketCORS",),
    "s3:GetBucketEncryption": ("s3:GetEncryptionConfiguration",),
    "s3:GetBucketLifecycleConfiguration": ("s3:GetLifecycleConfiguration",),
    "s3:GetBucketReplication": ("s3:GetReplicationConfiguration",),
    "s3:GetObjectLockConfiguration": ("s3:GetBucketObjectLockConfiguration",),
    "s3:GetPublicAccessBlock": ("s3:GetBucketPublicAccessBlock",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:ListObjectVersions": ("s3:ListBucketVersions",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:PutBucketCors": ("s3:PutBucketCORS",),
    "s3:PutBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:PutBucketLifecycleConfiguration": ("s3:PutLifecycleConfiguration",),
    "s3:PutPublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
}
"""Operations that IAM has another name for."""

ANYBODY = {"sts:GetCallerIdentity"}
"""Operations that need no permission at all (their page in AWS's API reference says so)."""

TAGGED = {"ec2": "CreateTags", "cloudfront": "TagResource", "kms": "TagResource"}
"""What a call needs besides, where it asks for tags on what it makes."""

BALANCER = (
    "arn:${Partition}:elasticloadbalancing:${Region}:${Account}:loadbalancer/app/"
    "${LoadBalancerName}/${LoadBalancerId}"
)
"""The wheel holds only Classic Load Balancers for the actions that both have."""

HOLE = re.compile(r"\$\{(\w+)\}")
ROLE = re.compile(r"arn:aws:iam::\d{12}:role/\S+")
PLAIN = re.compile(r"[^\s{}\"]{1,200}")
MAKING = ("Allocate", "Authorize", "Create")


@dataclass(frozen=True)
class Question:
    """One right that a call needs, on what its words are about."""

    action: str
    region: str
    words: tuple[str, ...]
    context: Context


def questions(call: Call, tags: Mapping[str, str]) -> Iterator[Question]:
    """Yield the rights that a call needs; `tags` are those of what it is about."""
    own = f"{call.service}:{call.operation}"
    if own in ANYBODY:
        return
    context = dict(_context(call, tags))
    words = tuple(word for _, word in call.words() if PLAIN.fullmatch(word))
    for action in ACTIONS.get(own, (own,)):
        yield Question(action, call.region, words, context)
    if call.tags() and call.service in TAGGED and call.operation.startswith(MAKING):
        made = {k: v for k, v in context.items() if not k.startswith("aws:ResourceTag/")}
        made["ec2:CreateAction"] = (call.operation,)
        yield Question(f"{call.service}:{TAGGED[call.service]}", call.region, words, made)
    if call.service != "iam":
        for word in words:
            if ROLE.fullmatch(word):
                yield Question("iam:PassRole", call.region, (word,), context)


def _context(call: Call, tags: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in call.tags().items():
        yield f"aws:RequestTag/{key}", (value,)
    for key, value in tags.items():
        yield f"aws:ResourceTag/{key}", (value,)
    words = call.words()
    yield "iam:PolicyARN", tuple(word for name, word in words if name == "PolicyArn")
    names = tuple(word.rstrip(".").lower() for name, word in words if name == "Name")
    yield "route53:ChangeResourceRecordSetsNormalizedRecordNames", names


def allows(documents: Iterable[Mapping[str, Any]], question: Question) -> bool:
    """Tell whether one statement of the policies allows what is asked."""
    return any(
        question.action in statement["Action"]
        and any(_about(pattern, question) for pattern in _listed(statement["Resource"]))
        and _holds(statement.get("Condition", {}), question.context)
        for document in documents
        for statement in document["Statement"]
    )


def _about(resource: str, question: Question) -> bool:
    """Tell whether a resource of a policy may be one that a call's words name.

    It is `*`, or an ARN among the words, or of a kind that the action is for, with a word of the
    call in each place.
    """
    resource = resource.replace("${aws:PrincipalAccount}", ACCOUNT)
    if resource == "*" or any(_fits(resource, word) for word in question.words):
        return True
    place = {"Partition": "aws", "Region": question.region, "Account": ACCOUNT}
    more = [BALANCER] if question.action.startswith("elasticloadbalancing:") else []
    for pattern in (*iam.patterns(question.action), *more):
        holes, found = HOLE.findall(pattern), _taken(pattern).fullmatch(resource)
        if found and all(
            _fits(wanted, place[hole]) if hole in place else _named(wanted, question.words)
            for hole, wanted in zip(holes, found.groups(), strict=True)
        ):
            return True
    return False


def _taken(pattern: str) -> re.Pattern[str]:
    """Return what takes an ARN apart at the holes of a pattern."""
    first, *more = HOLE.split(pattern)
    shape = re.escape(first)
    for hole, text in zip(more[::2], more[1::2], strict=True):
        shape += ("([^/]*)" if hole == "BucketName" else "(.*)") + re.escape(text)
    return re.compile(shape)


def _named(wanted: str, words: Sequence[str]) -> bool:
    return wanted == "*" or any(_fits(wanted, form) for word in words for form in _forms(word))


def _forms(word: str) -> Iterator[str]:
    """Yield how a word of a call may be written in an ARN."""
    yield word
    yield word.lower()
    yield word.removeprefix("/").removeprefix("alias/")
    yield word.removeprefix("https://")
    yield f"{word}-Abc123"  # secrets are given six characters of AWS's own
    yield f"{word}:*"  # log groups


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value


def _fits(pattern: str, word: str) -> bool:
    return bool(_shape(pattern).fullmatch(word))


@cache
def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."))


def _holds(conditions: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    return all(
        _is(operator, _listed(wanted), context.get(key))
        for operator, keys in conditions.items()
        for key, wanted in keys.items()
        if key not in ("iam:PassedToService", "kms:ViaService", "kms:GrantIsForAWSResource")
    )


def _is(operator: str, wanted: list[str], found: Sequence[str] | None) -> bool:
    if operator == "Null":
        return (not found) == (wanted == ["true"])
    if operator.startswith("ForAllValues:"):
        return all(any(_fits(one, value) for one in wanted) for value in found or ())
    return any(_fits(one, value) for one in wanted for value in found or ())
