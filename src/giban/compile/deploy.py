"""The identity GitHub Actions deploys with, without a stored key (defect D-ERP-09).

https://docs.github.com/actions/deployment/security-hardening-your-deployments
"""

from __future__ import annotations

from collections.abc import Sequence

from giban.catalogue import iam
from giban.compile.abroad import ENDS, abroad
from giban.compile.account import account_id, arn
from giban.compile.border import export, imported
from giban.compile.bucket import bucket_stem
from giban.compile.draft import Draft, Part
from giban.compile.instance_deploy import may_start_instances
from giban.compile.names import PROVISION, ROLE_LIMIT, family, label, named, role_name
from giban.compile.policies import Statement, allow, policy
from giban.compile.takeover import replaceable
from giban.system import System
from giban.values import Json, Text, Value, text

GITHUB = "token.actions.githubusercontent.com"


def deploy_roles(draft: Draft, systems: Sequence[System]) -> None:
    """Make one role for each environment, which only its own workflows can take on."""
    if draft.system.github is None:
        return
    part = draft.part("github", "github")
    issuer = _issuer(part)
    for system in systems:
        name = named(system, "deploy", limit=ROLE_LIMIT)
        role = part.add(
            iam.Role(
                "deploy",
                each=system.environment,
                name=name,
                description=f"GitHub Actions deploys {system.environment}",
                assume_role_policy=_trust(issuer, system),
                max_session_duration=3600,
                tags={"Name": name},
            ),
            "Only workflows of this repository that run in the GitHub environment of this name.",
        )
        statements = [*_may_deploy(draft, system), *_may_publish(draft, system)]
        if statements:
            part.add(
                iam.RolePolicy(
                    "deploy",
                    each=system.environment,
                    name="deploy",
                    role=role.ref.id,
                    policy=policy(statements),
                )
            )
        _abroad(part, system, role)
        draft.output(
            f"{label(system.environment)}_deploy_role",
            role.ref.arn,
            f"Role that GitHub Actions takes on to deploy {system.environment}.",
        )


def _issuer(part: Part) -> Value:
    """Return the ARN of the account's GitHub identity: the foundation's, where it has one."""
    foundation = part.draft.system.foundation
    if foundation and foundation.knows_github:
        return imported(part.draft, "github", "provider-arn")
    made = part.add(
        iam.OpenidConnectProvider(
            "github",
            url=f"https://{GITHUB}",
            client_id_list=["sts.amazonaws.com"],
            tags={"Name": "github-actions"},
        ),
        "AWS has one for each account: where there is one already, import it.",
    )
    if part.draft.system.exports:
        export(part, "github", "provider-arn", made.ref.arn, "GitHub Actions identity provider ARN")
    return made.ref.arn


def _trust(issuer: Value, system: System) -> Json:
    subject = f"repo:{system.github}:environment:{system.environment}"
    return Json(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRoleWithWebIdentity",
                    "Principal": {"Federated": issuer},
                    "Condition": {
                        "StringEquals": {
                            f"{GITHUB}:aud": "sts.amazonaws.com",
                            f"{GITHUB}:sub": subject,
                        }
                    },
                }
            ],
        }
    )


def _may_deploy(draft: Draft, system: System) -> list[Statement]:
    """Return what a deploy does: push an image, register it, start it, remember its tag."""
    own = [service for service in system.programs if service.image is None]
    if not own:
        return []
    return [
        *may_push(draft, sorted({service.repository for service in own})),
        may_tag(draft, system),
        *(_may_start_tasks(draft, system) if system.tasks else []),
        *may_start_instances(draft, system),
    ]


def _may_start_tasks(draft: Draft, system: System) -> list[Statement]:
    """Return what a deploy to Fargate does once the image is there."""
    return [
        *may_register(draft, system),
        *may_start(draft, system),
        *may_run(draft, system),
        may_hand_over(draft, system),
    ]


def _abroad(part: Part, system: System, role: iam.Role) -> None:
    """Let a deploy bring up to date what stands ready in another region.

    When the first region is lost it is too late for that. The image is there by the registry's own
    copy, for which a deploy waits.
    """
    if system.dr is None or not replaceable(system) or not system.tasks:
        return
    draft, there = part.draft, abroad(system, system.dr)
    images = sorted({task.repository for task in system.tasks if task.image is None})
    own, copies = (
        [arn(draft, "ecr", f"repository/{name}", region=one.region) for name in images]
        for one in (system, there)
    )
    statements = [
        allow("WaitForCopies", ["ecr:DescribeImageReplicationStatus"], own),
        allow("FindCopies", ["ecr:BatchGetImage", "ecr:DescribeImages"], copies),
        *_may_start_tasks(draft, there),
    ]
    part.add(
        iam.RolePolicy(
            "deploy_standby",
            each=system.environment,
            name="deploy-standby",
            role=role.ref.id,
            policy=policy(statements),
        ),
        "What takes over is brought up to date with the rest: later it is too late.",
    )


def may_push(draft: Draft, repositories: Sequence[str]) -> list[Statement]:
    """Return what pushing images to repositories takes."""
    return [
        allow("Login", ["ecr:GetAuthorizationToken"], ["*"]),
        allow(
            "Push",
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:DescribeImages",
                "ecr:GetDownloadUrlForLayer",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ],
            [arn(draft, "ecr", f"repository/{name}") for name in repositories],
        ),
    ]


def may_tag(draft: Draft, system: System) -> Statement:
    """Return what remembering the tag that runs takes."""
    return allow("Tag", ["ssm:GetParameter", "ssm:PutParameter"], _tags(draft, system))


def may_register(draft: Draft, system: System) -> list[Statement]:
    """Return what registering a task definition takes."""
    families = [
        _of(draft, system, "ecs", f"task-definition/{family(system, task)}:*")
        for task in system.tasks
    ]
    return [
        allow("LookUp", ["ecs:DescribeTaskDefinition"], ["*"]),
        allow("Register", ["ecs:RegisterTaskDefinition"], families),
        allow(
            "TagWhatIsRegistered",
            ["ecs:TagResource"],
            families,
            condition={"StringEquals": {"ecs:CreateAction": "RegisterTaskDefinition"}},
        ),
    ]


def may_start(draft: Draft, system: System) -> list[Statement]:
    """Return what changing services of the cluster takes."""
    return [
        allow(
            "Start",
            ["ecs:DescribeServices", "ecs:UpdateService"],
            [_of(draft, system, "ecs", f"service/{named(system, 'cluster')}/*")],
        )
    ]


def may_hand_over(draft: Draft, system: System) -> Statement:
    """Return what handing tasks their roles takes."""
    return allow(
        "HandOverRoles",
        ["iam:PassRole"],
        [arn(draft, "iam", f"role/{name}", region="") for name in _roles(system)],
        condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
    )


def _of(draft: Draft, system: System, service: str, resource: str) -> Text:
    """Return the ARN of something of a system, in the region that this one runs in."""
    return arn(draft, service, resource, region=system.region)


def _tags(draft: Draft, system: System) -> list[Value]:
    """Return where image tags stand: at home, and in the region that stands ready.

    With instances there are secrets below the same path, which are none of a deploy's business.
    """
    own = f"parameter/{system.project}/{system.environment}"
    ends = "/*/image-tag" if system.instances else "/*"
    found: list[Value] = [arn(draft, "ssm", f"{own}{ends}")]
    if system.dr is not None and system.foundation is not None:
        found.append(arn(draft, "ssm", f"{own}{ENDS}/*", region=system.dr.region))
    return found


def may_run(draft: Draft, system: System) -> list[Statement]:
    """Return what running a job does: a deploy runs migrations before the service starts."""
    jobs = [_of(draft, system, "ecs", f"task-definition/{name}:*") for name in _jobs(system)]
    if not jobs:
        return []
    cluster = _of(draft, system, "ecs", f"cluster/{named(system, 'cluster')}")
    return [
        allow("Run", ["ecs:RunTask"], jobs, condition={"ArnEquals": {"ecs:cluster": cluster}}),
        allow(
            "WaitForWhatIsRun",
            ["ecs:DescribeTasks"],
            [_of(draft, system, "ecs", f"task/{named(system, 'cluster')}/*")],
        ),
    ]


def _jobs(system: System) -> list[str]:
    """Return the families of what is run once and ends."""
    names = [family(system, job.task) for job in system.jobs.values()]
    return [*names, named(system, PROVISION)] if _provisions(system) else names


def _provisions(system: System) -> bool:
    """Tell whether a task makes its database: abroad that is a copy, and has it already."""
    return system.provisions and not system.standby


def _roles(system: System) -> list[str]:
    """Return the names of the roles of everything that a deploy starts."""
    kinds = ("execution", "task")
    names = [role_name(system, task.name, kind) for task in system.tasks for kind in kinds]
    return [*names, role_name(system, PROVISION, "execution")] if _provisions(system) else names


def _may_publish(draft: Draft, system: System) -> list[Statement]:
    """Return what publishing a site does: replace its files, and tell the CDN."""
    if not system.sites:
        return []
    buckets = [
        text(f"arn:aws:s3:::{bucket_stem(system, name)}-", account_id(draft))
        for name in system.sites
    ]
    own = {"Project": system.project, "Environment": system.environment}
    return [
        allow("ListFiles", ["s3:ListBucket"], buckets),
        allow(
            "PublishFiles",
            ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            [text(name, "/*") for name in buckets],
        ),
        allow(
            "RefreshCaches",
            ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
            [arn(draft, "cloudfront", "distribution/*", region="")],
            condition={"StringEquals": {f"aws:ResourceTag/{k}": v for k, v in own.items()}},
        ),
    ]
