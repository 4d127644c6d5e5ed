"""Roles."""

from __future__ import annotations

from giban.permissions import grants
from giban.permissions import statements as needs
from tests.ledger.assertions import holds, holds_across
from tests.ledger.blueprints import blueprint
from tests.ledger.hybrid_fileflow import PROJECT, shared
from tests.ledger.plan import Plan, Plans, Statement

QUEUES = ("file_upload", "file_processing", "file_completion")
WORKED_WITH = {
    "ec2",
    "ecs",
    "elasticache",
    "elasticloadbalancing",
    "iam",
    "s3",
    "secretsmanager",
    "sqs",
    "ssm",
}
"""The services of the document's list for an application."""


def statements(plan: Plan, label: str) -> list[Statement]:
    """Return what a role may."""
    return plan.only("aws_iam_role_policy", label).statements()


def reach(plan: Plan, label: str, action: str) -> set[str]:
    """Return every resource on which a role may do something."""
    found = (one for one in statements(plan, label) if action in one.actions)
    return {resource for one in found for resource in one.resources}


@holds("HY-SEC-01")
def starts(plan: Plan) -> None:
    """These and no others: AWS's managed policy would pull every image."""
    role = "app_execution"
    (trust,) = plan.only("aws_iam_role", role).statements("assume_role_policy")
    assert trust.principals == {"ecs-tasks.amazonaws.com"}
    assert reach(plan, role, "ecr:GetAuthorizationToken") == {"*"}
    assert reach(plan, role, "ecr:BatchGetImage") == {shared(plan, "fileflow_repository_arn")}
    logs = plan.only("aws_cloudwatch_log_group", "app")["arn"]
    for verb in ("CreateLogStream", "PutLogEvents"):
        assert reach(plan, role, f"logs:{verb}") == {f"{logs}:*"}
    login = plan.only("aws_secretsmanager_secret", "database")["arn"]
    assert reach(plan, role, "secretsmanager:GetSecretValue") == {login}
    assert reach(plan, role, "kms:Decrypt") == {shared(plan, "secrets_manager_key_arn")}


@holds("HY-SEC-02")
def works(plan: Plan) -> None:
    """Queues that exist (D-HY-25), and each key for its own things."""
    role = "app_task"
    buckets = {plan.only("aws_s3_bucket", name)["arn"] for name in ("storage", "downloads")}
    for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"):
        assert reach(plan, role, action) == {f"{bucket}/*" for bucket in buckets}
    assert reach(plan, role, "s3:ListBucket") == buckets
    queues = {plan.only("aws_sqs_queue", name)["arn"] for name in QUEUES}
    for verb in ("Send", "Receive", "Delete"):
        assert reach(plan, role, f"sqs:{verb}Message") == queues
    for verb in ("Attributes", "Url"):
        assert reach(plan, role, f"sqs:GetQueue{verb}") == queues
    login = plan.only("aws_secretsmanager_secret", "database")["arn"]
    for verb in ("GetSecretValue", "DescribeSecret"):
        assert reach(plan, role, f"secretsmanager:{verb}") == {login}
    written = {shared(plan, "s3_key_arn"), shared(plan, "sqs_key_arn")}
    assert reach(plan, role, "kms:GenerateDataKey") == written
    assert reach(plan, role, "kms:Decrypt") == {*written, shared(plan, "secrets_manager_key_arn")}


@holds("HY-SEC-03")
def no_other_state(plan: Plan) -> None:
    """Keys come from parameters; the foundation's state is nobody's business."""
    written = "".join(path.read_text() for path in sorted(plan.folder.glob("*.tf")))
    assert "terraform_remote_state" not in written
    keys = {shared(plan, f"{use}_key_arn") for use in ("s3", "sqs", "secrets_manager")}
    assert keys <= reach(plan, "app_task", "kms:Decrypt")


@holds("HY-SEC-05", only=("prod",))
def applies(plan: Plan) -> None:
    """`giban permissions` names what Terraform needs for this root, action by action."""
    needed = [one.json() for one in needs(grants(*blueprint(plan).stacks))]
    actions = {action for one in needed for action in one["Action"]}
    assert {action.partition(":")[0] for action in actions} >= WORKED_WITH
    assert not any("*" in action for action in actions)
    passed = [one for one in needed if "iam:PassRole" in one["Action"]]
    assert passed
    for one in passed:
        assert all(f":role/{PROJECT}-prod-" in resource for resource in one["Resource"])
        assert one["Condition"]["StringEquals"]["iam:PassedToService"]


@holds_across("HY-SEC-05")
def deploys(plans: Plans) -> None:
    """Roles of this application, to tasks (D-HY-32)."""
    for environment in ("dev", "staging", "prod"):
        policy = plans.shared.one("aws_iam_role_policy", "deploy", environment)
        (passed,) = [one for one in policy.statements() if "iam:PassRole" in one.actions]
        ours = f":role/{PROJECT}-{environment}-"
        assert passed.resources
        assert all(ours in resource for resource in passed.resources)
        assert passed.condition == {
            "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
        }
        actions = {action for one in policy.statements() for action in one.actions}
        assert not any("*" in action for action in actions)
