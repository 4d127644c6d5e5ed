"""What is known of IAM's actions: which cannot be limited to a resource, which lead to more power.

`unscoped.txt` is written by `tools/actions.py` from AWS's service authorization reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

FACTS = Path(__file__).with_name("unscoped.txt")
LOOKING = ("Describe", "List", "Search", "Lookup")
"""Actions that read what exists, not what is in it."""

ESCALATIONS: tuple[tuple[str, ...], ...] = (
    ("iam:CreatePolicyVersion",),
    ("iam:SetDefaultPolicyVersion",),
    ("iam:CreateAccessKey",),
    ("iam:CreateLoginProfile",),
    ("iam:UpdateLoginProfile",),
    ("iam:AttachUserPolicy",),
    ("iam:AttachGroupPolicy",),
    ("iam:AttachRolePolicy",),
    ("iam:PutUserPolicy",),
    ("iam:PutGroupPolicy",),
    ("iam:PutRolePolicy",),
    ("iam:AddUserToGroup",),
    ("iam:UpdateAssumeRolePolicy",),
    ("iam:DeleteRolePermissionsBoundary",),
    ("iam:PutRolePermissionsBoundary",),
    ("iam:PassRole", "lambda:CreateFunction"),
    ("iam:PassRole", "lambda:UpdateFunctionConfiguration"),
    ("iam:PassRole", "ec2:RunInstances"),
    ("iam:PassRole", "ecs:RunTask"),
    ("iam:PassRole", "ecs:CreateService"),
    ("iam:PassRole", "cloudformation:CreateStack"),
    ("iam:PassRole", "codebuild:CreateProject"),
    ("iam:PassRole", "codepipeline:CreatePipeline"),
    ("iam:PassRole", "scheduler:CreateSchedule"),
    ("iam:PassRole", "glue:CreateDevEndpoint"),
    ("iam:PassRole", "sagemaker:CreateNotebookInstance"),
    ("iam:PassRole", "datapipeline:CreatePipeline"),
    ("iam:PassRole", "autoscaling:CreateLaunchConfiguration"),
    ("iam:PassRole", "states:CreateStateMachine"),
)
"""Actions by which one who has them can give himself everything: alone, or together."""

DATA = (
    "s3:GetObject",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
    "kms:Decrypt",
    "dynamodb:GetItem",
    "dynamodb:Scan",
    "dynamodb:Query",
    "sqs:ReceiveMessage",
    "rds-db:connect",
    "rds-data:ExecuteStatement",
    "logs:GetLogEvents",
    "codecommit:GitPull",
    "sts:AssumeRole",
)
"""Actions that hand out what is stored, or another identity."""

FULL = frozenset(
    {
        "AdministratorAccess",
        "AmazonEC2FullAccess",
        "AmazonECS_FullAccess",
        "AmazonRDSFullAccess",
        "AmazonS3FullAccess",
        "AWSKeyManagementServicePowerUser",
        "IAMFullAccess",
        "PowerUserAccess",
        "SecretsManagerReadWrite",
    }
)
"""Managed policies of AWS that reach further than one system."""


@cache
def unscoped() -> Mapping[str, frozenset[str]]:
    """Return the actions that only `*` can be given for, in lower case, by service."""
    found = {}
    for line in FACTS.read_text(encoding="utf-8").splitlines():
        service, *actions = line.split()
        found[service] = frozenset(action.lower() for action in actions)
    return found


def could_be_scoped(action: str) -> bool:
    """Tell whether AWS would let an action name its resources; a service not known is let be.

    A pattern could if not everything it may match is known to be unable to.
    """
    service, _, name = action.lower().partition(":")
    known = unscoped().get(service)
    if known is None or not name:
        return False
    if "*" not in name:
        return name not in known
    return not any(fnmatchcase(one, name) for one in known)


def looks_only(action: str) -> bool:
    """Tell whether an action reads what exists, and not what is in it."""
    return action.partition(":")[2].startswith(LOOKING)
