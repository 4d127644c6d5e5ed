"""Identities, policies and trust."""

from __future__ import annotations

from giban.catalogue import ecs, iam, kms, s3, sns, sqs
from giban.values import Ref, Unknown
from tests.policy.cases.case import bucket, case, document, other, policy, role, task

ECS = {"Service": "ecs-tasks.amazonaws.com"}
MINE = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
GITHUB = "token.actions.githubusercontent.com"
ISSUER = {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"}
WEB = "sts:AssumeRoleWithWebIdentity"
BUCKET = bucket("files")
FROM_DATA = other(
    "aws_iam_policy_document",
    "wide",
    statement=[{"effect": "Allow", "actions": ["*"], "resources": ["*"]}],
)


def workflow(
    label: str, sub: str | list[str] | None, aud: str | None = "sts.amazonaws.com"
) -> iam.Role:
    """Return a role for a workflow of GitHub."""
    tests = {f"{GITHUB}:aud": aud, f"{GITHUB}:sub": sub}
    given = {name: value for name, value in tests.items() if value is not None}
    condition = {"Condition": {"StringLike": given}} if given else {}
    return role(label, {"Action": WEB, "Principal": ISSUER, **condition})


CASES = (
    case(
        "IAM-01",
        [
            policy(
                "second",
                {"Action": "s3:GetObject", "Resource": BUCKET.ref.arn},
                {"Action": "*", "Resource": ["*"]},
            ),
            iam.RolePolicy(
                "data", role="x", policy=Unknown((Ref(FROM_DATA.terraform_address, ("json",)),))
            ),
            iam.Policy("managed", policy=document({"Action": ["*"], "Resource": "*"})),
            iam.Role(
                "inline",
                assume_role_policy="{}",
                inline_policy=(
                    iam.InlinePolicy(name="x", policy=document({"Action": "*", "Resource": "*"})),
                ),
            ),
            iam.RolePolicy(
                "text",
                role="x",
                policy='{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
            ),
        ],
        [
            policy("denies", {"Effect": "Deny", "Action": "*", "Resource": "*"}),
            policy("one", {"Action": "s3:*", "Resource": BUCKET.ref.arn}),
        ],
        BUCKET,
        FROM_DATA,
    ),
    case(
        "IAM-02",
        policy("bad", {"Action": ["ecs:DescribeServices", "ecs:*"], "Resource": "*"}),
        policy("good", {"Action": "ecs:Describe*", "Resource": "*"}),
    ),
    case(
        "IAM-03",
        [
            policy(
                "bad", {"Action": ["ecs:DescribeClusters", "ecs:UpdateService"], "Resource": "*"}
            ),
            policy("pattern", {"Action": "sqs:Send*", "Resource": ["*"]}),
        ],
        [
            policy(
                "cannot",
                {"Action": ["ecr:GetAuthorizationToken", "xray:PutTraceSegments"], "Resource": "*"},
            ),
            policy("looks", {"Action": "ecs:DescribeServices", "Resource": "*"}),
            policy(
                "named", {"Action": "ecs:UpdateService", "Resource": "arn:aws:ecs:x:1:service/a/b"}
            ),
            policy(
                "tagged",
                {
                    "Action": "ecs:UpdateService",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:ResourceTag/Project": "x"}},
                },
            ),
            policy("unheard", {"Action": "nobody:KnowsIt", "Resource": "*"}),
        ],
    ),
    case(
        "IAM-04",
        [
            policy("alone", {"Action": "iam:PutRolePolicy", "Resource": "*"}),
            policy(
                "together",
                {"Action": "iam:PassRole", "Resource": "arn:aws:iam::1:role/*"},
                {"Action": "ecs:RunTask", "Resource": "*"},
            ),
        ],
        [
            policy(
                "bounded",
                {
                    "Action": "iam:PutRolePolicy",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"iam:PermissionsBoundary": "x"}},
                },
            ),
            policy(
                "named", {"Action": "iam:PutRolePolicy", "Resource": "arn:aws:iam::1:role/app-*"}
            ),
            policy(
                "service",
                {
                    "Action": "iam:PassRole",
                    "Resource": "*",
                    "Condition": {
                        "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
                    },
                },
                {"Action": "ecs:RunTask", "Resource": "*"},
            ),
        ],
    ),
    case(
        "IAM-05",
        policy("bad", {"Action": "iam:PassRole", "Resource": "arn:aws:iam::1:role/app"}),
        policy(
            "good",
            {
                "Action": "iam:Pass*",
                "Resource": "x",
                "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            },
        ),
    ),
    case(
        "IAM-06",
        policy("bad", {"Action": ["secretsmanager:Get*"], "Resource": "*"}),
        [
            policy("one", {"Action": "secretsmanager:GetSecretValue", "Resource": "arn:x"}),
            policy(
                "via",
                {
                    "Action": "kms:Decrypt",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"kms:ViaService": "s3"}},
                },
            ),
        ],
    ),
    case(
        "IAM-07",
        policy("bad", {"NotAction": "iam:*", "Resource": "*"}),
        policy("good", {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}),
    ),
    case(
        "IAM-08",
        [
            role("star", {"Principal": "*"}),
            role("aws", {"Principal": {"AWS": ["arn:aws:iam::1:role/a", "*"]}}),
        ],
        role("good", {"Principal": ECS, "Condition": MINE}),
    ),
    case(
        "IAM-09",
        [
            role("arn", {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}),
            role("id", {"Principal": {"AWS": "123456789012"}}),
        ],
        [
            role("named", {"Principal": {"AWS": "arn:aws:iam::1:role/x"}}),
            role(
                "id_asked",
                {
                    "Principal": {"AWS": "123456789012"},
                    "Condition": {"StringEquals": {"sts:ExternalId": "x"}},
                },
            ),
        ],
    ),
    case(
        "IAM-10",
        role("bad", {"Principal": ECS}),
        [
            role("good", {"Principal": ECS, "Condition": MINE}),
            role("ec2", {"Principal": {"Service": "ec2.amazonaws.com"}}),
        ],
    ),
    case(
        "IAM-11",
        sns.TopicPolicy(
            "bad",
            arn="x",
            policy=document(
                {
                    "Principal": {"Service": "cloudwatch.amazonaws.com"},
                    "Action": "sns:Publish",
                    "Resource": "x",
                }
            ),
        ),
        sns.TopicPolicy(
            "good",
            arn="y",
            policy=document(
                {
                    "Principal": {"Service": "cloudwatch.amazonaws.com"},
                    "Action": "sns:Publish",
                    "Resource": "x",
                    "Condition": MINE,
                }
            ),
        ),
    ),
    case(
        "IAM-12",
        [
            sqs.QueuePolicy(
                "bad",
                queue_url="x",
                policy=document({"Principal": "*", "Action": "sqs:SendMessage", "Resource": "x"}),
            ),
            s3.BucketPolicy(
                "bad",
                bucket="x",
                policy=document(
                    {"Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "x"}
                ),
            ),
        ],
        s3.BucketPolicy(
            "good",
            bucket="y",
            policy=document(
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": "x",
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ),
        ),
    ),
    case(
        "IAM-13",
        sqs.QueuePolicy(
            "bad",
            queue_url="x",
            policy=document({"Principal": {"AWS": "arn"}, "Action": "sqs:*", "Resource": "x"}),
        ),
        sqs.QueuePolicy(
            "good",
            queue_url="x",
            policy=document(
                {"Principal": {"AWS": "arn"}, "Action": "sqs:SendMessage", "Resource": "x"}
            ),
        ),
    ),
    case(
        "IAM-14",
        [
            workflow("none", None),
            workflow("any", "repo:*"),
            workflow("owner", "repo:me/*:ref:refs/heads/main"),
            workflow("every", ["repo:me/x:environment:prod", "repo:me/x:*"]),
            workflow("whom", "repo:me/x:environment:prod", None),
        ],
        [workflow("good", "repo:me/x:environment:prod"), role("other", {"Principal": ECS})],
    ),
    case(
        "IAM-15",
        [
            iam.RolePolicyAttachment(
                "bad", role="x", policy_arn="arn:aws:iam::aws:policy/AdministratorAccess"
            ),
            iam.Role(
                "bad",
                assume_role_policy="{}",
                managed_policy_arns=["arn:aws:iam::aws:policy/PowerUserAccess"],
            ),
        ],
        iam.RolePolicyAttachment(
            "good",
            role="x",
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        ),
    ),
    case(
        "IAM-16",
        task("bad", {}, task_role_arn="arn:a", execution_role_arn="arn:a"),
        [
            task("good", {}, task_role_arn="arn:a", execution_role_arn="arn:b"),
            ecs.Cluster("x", name="x"),
        ],
    ),
    case(
        "IAM-17",
        kms.Key(
            "bad", policy=document({"Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"})
        ),
        kms.Key(
            "good",
            policy=document(
                {
                    "Principal": {"AWS": "*"},
                    "Action": "kms:*",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"kms:CallerAccount": "1"}},
                }
            ),
        ),
    ),
    case(
        "IAM-18",
        s3.BucketPolicy(
            "bad",
            bucket="x",
            policy=document(
                {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "x"}
            ),
        ),
        s3.BucketPolicy(
            "good",
            bucket="x",
            policy=document(
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": "x",
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ),
        ),
    ),
    case(
        "IAM-19",
        role("bad", {"Principal": {"Service": "ec2.amazonaws.com"}, "Condition": MINE}),
        [
            role("ec2", {"Principal": {"Service": "ec2.amazonaws.com"}}),
            role("good", {"Principal": ECS, "Condition": MINE}),
        ],
    ),
)
