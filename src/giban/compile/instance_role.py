"""The one role of all instances of an environment (ledger WL-SEC-01, defect D-WL-05).

Containers of one instance share its role; what one service uses the others there may use as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from giban.blueprint import Object
from giban.catalogue import iam
from giban.catalogue import instances as servers
from giban.compile.account import account_id, arn
from giban.compile.draft import Draft
from giban.compile.files import FileStore
from giban.compile.hosting import Hosted
from giban.compile.image import repository_arn
from giban.compile.key import Keys, may_decrypt
from giban.compile.names import named
from giban.compile.policies import Statement, allow, policy, trust
from giban.values import text

LABEL = "ec2"
LIMIT = 64
MANAGED = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"


class Role(Struct, frozen=True):
    """A role, the profile instances wear it by, and what must exist before one starts."""

    role: iam.Role
    profile: iam.InstanceProfile
    policies: tuple[Object, ...]


def instance_role(
    draft: Draft,
    keys: Keys,
    hosted: Sequence[Hosted],
    files: FileStore,
    disks: Iterable[servers.Volume],
    namespaces: Sequence[str],
) -> Role:
    """Make the role."""
    system, part = draft.system, draft.part("instances", "iam")
    role = part.add(
        iam.Role(
            LABEL,
            name=named(system, "ec2-role", limit=LIMIT),
            description="Instances fetch files, images and parameters, log, and measure themselves",
            assume_role_policy=trust("ec2.amazonaws.com", account_id(draft)),
            tags={"Name": named(system, "ec2-role")},
        )
    )
    managed = part.add(
        iam.RolePolicyAttachment(LABEL, role=role.ref.name, policy_arn=MANAGED),
        "Session Manager and Run Command: nobody needs SSH, or an open port for it.",
    )
    statements = [
        *_start(draft, keys, hosted, files),
        *_observe(hosted, namespaces),
        *_discover(draft),
        *_attach(draft, list(disks)),
        *_used(hosted),
    ]
    own = part.add(
        iam.RolePolicy(LABEL, name="run", role=role.ref.id, policy=policy(_once(statements)))
    )
    profile = part.add(
        iam.InstanceProfile(
            LABEL,
            name=named(system, "ec2-profile", limit=128),
            role=role.ref.name,
            tags={"Name": named(system, "ec2-profile")},
        )
    )
    return Role(role, profile, (managed, own))


def _start(draft: Draft, keys: Keys, hosted: Sequence[Hosted], files: FileStore) -> list[Statement]:
    """Return what `stack start` does: files, parameters, images."""
    system = draft.system
    own = [one.service for one in hosted if one.service.image is None]
    tree = f"parameter/{system.project}/{system.environment}"
    repositories = {service.repository: service for service in own}
    pull = [
        allow("Login", ["ecr:GetAuthorizationToken"], ["*"]),
        allow(
            "Pull",
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
            [repository_arn(draft, service) for service in repositories.values()],
        ),
    ]
    return [
        allow(
            "Files",
            ["s3:GetObject"],
            [text(made.ref.arn, "/*") for made in files.buckets.values()],
        ),
        allow(
            "Parameters",
            ["ssm:GetParametersByPath"],
            [arn(draft, "ssm", tree), arn(draft, "ssm", f"{tree}/*")],
        ),
        *may_decrypt(keys, "ssm"),
        *(pull if own else []),
    ]


def _observe(hosted: Sequence[Hosted], namespaces: Sequence[str]) -> list[Statement]:
    return [
        allow(
            "Log",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [text(one.logs.ref.arn, ":*") for one in hosted],
        ),
        allow(
            "Measure",
            ["cloudwatch:PutMetricData"],
            ["*"],
            condition={"StringEquals": {"cloudwatch:namespace": list(namespaces)}},
        ),
        allow("Dimensions", ["ec2:DescribeTags"], ["*"]),
    ]


def _discover(draft: Draft) -> list[Statement]:
    """Return what Prometheus asks EC2 for."""
    if not any(one.prometheus for one in draft.system.instances.values()):
        return []
    return [allow("Discover", ["ec2:DescribeAvailabilityZones", "ec2:DescribeInstances"], ["*"])]


def _attach(draft: Draft, disks: Sequence[servers.Volume]) -> list[Statement]:
    if not disks:
        return []
    own = {"Project": draft.system.project, "Environment": draft.system.environment}
    return [
        allow("AttachDisk", ["ec2:AttachVolume"], [disk.ref.arn for disk in disks]),
        allow(
            "AttachToItself",
            ["ec2:AttachVolume"],
            [arn(draft, "ec2", "instance/*")],
            condition={"StringEquals": {f"aws:ResourceTag/{k}": v for k, v in own.items()}},
        ),
    ]


def _used(hosted: Sequence[Hosted]) -> list[Statement]:
    return [statement for one in hosted for given in one.settings for statement in given.statements]


def _once(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements of one name, which must be unique in a policy, as one."""
    found: dict[str, Statement] = {}
    for one in statements:
        known = found.setdefault(one["Sid"], {**one, "Action": [], "Resource": []})
        known["Action"] += (each for each in one["Action"] if each not in known["Action"])
        known["Resource"] += (each for each in one["Resource"] if each not in known["Resource"])
    return list(found.values())
