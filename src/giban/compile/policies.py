"""IAM policy documents, written as Terraform people write them: `jsonencode` in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from giban.values import Json, Value, text

Statement = dict[str, Any]
SAYS_ACCOUNT: Mapping[str, str] = {
    "codebuild.amazonaws.com": "codebuild/latest/userguide/setting-up-service-role.html",
    "ecs-tasks.amazonaws.com": "AmazonECS/latest/developerguide/task-iam-roles.html",
    "monitoring.rds.amazonaws.com": "AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
    "scheduler.amazonaws.com": (
        "scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html"
    ),
    "vpc-flow-logs.amazonaws.com": "vpc/latest/userguide/flow-logs-iam-role.html",
}
"""Services that say for which account they take on a role, and the page of
https://docs.aws.amazon.com that says so.

Not EC2, which says none; not AWS Backup, CodePipeline, S3's replication and AWS Chatbot, whose
documented trust policies ask for nothing.
"""


def policy(statements: Sequence[Statement]) -> Json:
    """Return a policy document."""
    return Json({"Version": "2012-10-17", "Statement": list(statements)})


def allow(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[Value],
    *,
    principal: Mapping[str, Value] | str | None = None,
    condition: Mapping[str, Mapping[str, Any]] | None = None,
) -> Statement:
    """Return a statement that allows `actions` on `resources`."""
    return _statement("Allow", sid, actions, resources, principal, condition)


def deny(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[Value],
    *,
    principal: Mapping[str, Value] | str | None = None,
    condition: Mapping[str, Mapping[str, Any]] | None = None,
) -> Statement:
    """Return a statement that forbids `actions` on `resources`, whatever else allows them."""
    return _statement("Deny", sid, actions, resources, principal, condition)


def trust(service: str, account: Value) -> Json:
    """Return the trust policy of a role that one AWS service takes on, for this account only.

    The condition keeps the service from being used by another account (confused deputy,
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html). It stands only where
    AWS documents that the service says the account: where it does not, nobody gets the role.
    """
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
    }
    if service in SAYS_ACCOUNT:
        statement["Condition"] = {"StringEquals": {"aws:SourceAccount": account}}
    return Json({"Version": "2012-10-17", "Statement": [statement]})


def tls_only(bucket_arn: Value) -> Statement:
    """Return the statement by which a bucket refuses requests without TLS."""
    return deny(
        "RefuseWithoutTls",
        ["s3:*"],
        [bucket_arn, text(bucket_arn, "/*")],
        principal="*",
        condition={"Bool": {"aws:SecureTransport": "false"}},
    )


def _statement(
    effect: str,
    sid: str,
    actions: Sequence[str],
    resources: Sequence[Value],
    principal: Mapping[str, Value] | str | None,
    condition: Mapping[str, Mapping[str, Any]] | None,
) -> Statement:
    statement: Statement = {"Sid": sid, "Effect": effect}
    if principal is not None:
        statement["Principal"] = principal if isinstance(principal, str) else dict(principal)
    statement["Action"] = list(actions)
    statement["Resource"] = list(resources)
    if condition is not None:
        statement["Condition"] = {name: dict(tests) for name, tests in condition.items()}
    return statement
