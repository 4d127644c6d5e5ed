"""What runs on Fargate: a task's containers, secrets, roles, log group and firewall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from giban.blueprint import Object
from giban.catalogue import cloudwatch, ec2, ecs, iam
from giban.compile.account import account_id
from giban.compile.container import containers
from giban.compile.draft import Part
from giban.compile.firewall import open_edge, open_to_https, security_group
from giban.compile.image import image, repository_arn
from giban.compile.key import Keys, key_arn, may_decrypt
from giban.compile.loadbalancer import Front
from giban.compile.names import (
    family,
    label,
    log_group_name,
    log_group_path,
    named,
    role_name,
)
from giban.compile.network import Network
from giban.compile.policies import Statement, allow, policy, trust
from giban.compile.secret import (
    LATER,
    TRUST,
    Kept,
    copy_of,
    document,
    random_password,
    secret,
    stored,
)
from giban.compile.wiring import Grant, Stored
from giban.system import Service as Wanted
from giban.system import System
from giban.values import Json, Value, text

Alarming = Mapping[str, tuple[cloudwatch.MetricAlarm, ...]]
"""By service, the alarms that tell of a deployment that fails."""

_KIND = {"services": "service", "jobs": "job"}


class Surroundings(Struct, frozen=True):
    """What all services of an environment share."""

    network: Network
    key: Keys
    cluster: ecs.Cluster
    capacity: ecs.ClusterCapacityProviders
    front: Front | None
    secrets: Mapping[str, Kept]
    alarms: Alarming


class Task(Struct, frozen=True):
    """A task definition, its firewall, what must exist before one starts, its roles and logs."""

    wanted: Wanted
    definition: ecs.TaskDefinition
    group: ec2.SecurityGroup
    needs: tuple[Object, ...]
    roles: tuple[Value, ...]
    logs: tuple[cloudwatch.LogGroup, ...]


class Role(Struct, frozen=True):
    """A role and what it may, without which a task would start in vain."""

    arn: Value
    policies: tuple[Object, ...]


def task(part: Part, wanted: Wanted, granted: Grant, around: Surroundings) -> Task:
    """Make what a task needs to run, with everything its `uses:` have granted it."""
    group = security_group(
        part, around.network, wanted.name, f"Tasks of {_KIND[wanted.noun]} {wanted.name}"
    )
    _doors(part, group, granted, wanted, around.front)
    logs = part.add(
        cloudwatch.LogGroup(
            label(wanted.name),
            name=log_group_name(part.draft.system, wanted),
            retention_in_days=wanted.log_days,
            kms_key_id=key_arn(around.key, "cloudwatch-logs"),
            tags={"Name": named(part.draft.system, wanted.name)},
        )
    )
    more = _more_logs(part, wanted, around.key)
    needs, definition, roles = _definition(part, wanted, granted, around, logs, more)
    return Task(wanted, definition, group, tuple(needs), roles, (logs, *more))


def _more_logs(part: Part, wanted: Wanted, key: Keys) -> list[cloudwatch.LogGroup]:
    """Make the log groups that a program writes to by itself."""
    system = part.draft.system
    return [
        part.add(
            cloudwatch.LogGroup(
                label(wanted.name, "log"),
                each=name,
                name=log_group_path(system, name),
                retention_in_days=days,
                kms_key_id=key_arn(key, "cloudwatch-logs"),
                tags={"Name": named(system, wanted.name, name)},
            ),
            "The program writes here by itself; the rest of what it says goes where it prints.",
        )
        for name, days in wanted.logs.items()
    ]


def _doors(
    part: Part, group: ec2.SecurityGroup, granted: Grant, wanted: Wanted, front: Front | None
) -> None:
    open_to_https(part, group)
    for target, port in granted.doors:
        open_edge(part, group, target, port)
    if wanted.port is not None and front is not None:
        open_edge(part, front.group, group, wanted.port)


def _definition(
    part: Part,
    wanted: Wanted,
    granted: Grant,
    around: Surroundings,
    logs: cloudwatch.LogGroup,
    more: list[cloudwatch.LogGroup],
) -> tuple[list[Object], ecs.TaskDefinition, tuple[Value, ...]]:
    """Return what must exist before a task starts, its definition, and its roles."""
    draft = part.draft
    needs: list[Object] = []
    kept = _kept(part, wanted, granted, around)
    needs += [one.version for one in kept]
    execution = _execution_role(part, wanted, around.key, logs, [one.arn for one in kept])
    own = _task_role(part, wanted, granted, more)
    needs += [*execution.policies, *own.policies]
    made = part.add(
        ecs.TaskDefinition(
            label(wanted.name),
            family=family(draft.system, wanted),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            cpu=str(wanted.cpu),
            memory=str(wanted.memory),
            runtime_platform=ecs.RuntimePlatform(
                operating_system_family="LINUX", cpu_architecture=wanted.architecture.upper()
            ),
            ephemeral_storage=ecs.EphemeralStorage(size_in_gib=wanted.disk)
            if wanted.disk
            else None,
            volume=tuple(ecs.Volume(name=name) for name in wanted.volumes),
            execution_role_arn=execution.arn,
            task_role_arn=own.arn,
            container_definitions=Json(
                containers(draft.system, wanted, image(draft, wanted), granted, kept, logs)
            ),
            track_latest=True,
            tags={"Name": named(draft.system, wanted.name)},
        ),
        "Deploys register new revisions; `track_latest` makes a plan after them empty.",
    )
    return needs, made, (execution.arn, own.arn)


def _kept(part: Part, wanted: Wanted, granted: Grant, around: Surroundings) -> list[Stored]:
    """Return every secret a task reads: its own, those of `uses`, those that services share."""
    kept = []
    own = sorted({*granted.secrets, *wanted.secrets})
    if own:
        made = _own_secret(part, wanted, granted, around.key)
        kept.append(Stored(made.arn, made.version, {name: name for name in own}))
    kept += granted.stored
    for name, variables in wanted.shared_secrets.items():
        shared = around.secrets[name]
        kept.append(Stored(shared.arn, shared.version, {one: one for one in variables}))
    return kept


def _own_secret(part: Part, wanted: Wanted, granted: Grant, key: Keys) -> Kept:
    """Make the one secret of a service: what `uses` grants, and generated values for the rest."""
    own = part.in_chapter("secrets")
    if part.draft.system.standby:
        return copy_of(part.draft, label(wanted.noun, wanted.name))
    where = secret(
        own, key, (wanted.noun, wanted.name), f"Secrets of {_KIND[wanted.noun]} {wanted.name}"
    )
    values = dict(granted.secrets)
    for name in wanted.secrets:
        if name not in values:
            values[name] = random_password(own, wanted.name, name.lower())
    values = {name: values[name] for name in sorted(values)}
    uses_database = any(use.kind == "database" for use in wanted.uses)
    more = LATER + (TRUST if uses_database else "")
    version = stored(own, where, document(values), more)
    return Kept(where.ref.arn, version)


def _execution_role(
    part: Part,
    wanted: Wanted,
    key: Keys,
    logs: cloudwatch.LogGroup,
    secrets: Sequence[Value],
) -> Role:
    """Make the role by which ECS starts the task: pull, log, read its secrets."""
    statements = [
        *_may_pull(part, wanted),
        allow(
            "Log",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [text(logs.ref.arn, ":*")],
        ),
    ]
    if secrets:
        statements += [
            allow("ReadSecret", ["secretsmanager:GetSecretValue"], secrets),
            *may_decrypt(key, "secrets-manager"),
        ]
    return role(part, wanted.name, "execution", statements)


def _may_pull(part: Part, wanted: Wanted) -> list[Statement]:
    """Return what pulling the image needs; one that others make is anybody's."""
    if wanted.image is not None:
        return []
    return [
        allow("Login", ["ecr:GetAuthorizationToken"], ["*"]),
        allow(
            "Pull",
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
            [repository_arn(part.draft, wanted)],
        ),
    ]


def _task_role(part: Part, wanted: Wanted, granted: Grant, more: list[cloudwatch.LogGroup]) -> Role:
    """Make the role the program itself has: what it uses, and nothing else."""
    statements = list(granted.statements)
    if more:
        statements.append(
            allow(
                "Log",
                ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                [text(group.ref.arn, ":*") for group in more],
            )
        )
    if wanted.tracing:
        statements.append(
            allow(
                "Trace",
                [
                    "xray:PutTraceSegments",
                    "xray:PutTelemetryRecords",
                    "xray:GetSamplingRules",
                    "xray:GetSamplingTargets",
                ],
                ["*"],
            )
        )
    if wanted.exec:
        statements.append(
            allow(
                "Exec",
                [
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel",
                ],
                ["*"],
            )
        )
    return role(part, wanted.name, "task", statements)


def role(part: Part, name: str, kind: str, statements: list[Statement]) -> Role:
    """Make the role by which ECS starts a task, or that its program has."""
    own, system = part.in_chapter("iam"), part.draft.system
    made = own.add(
        iam.Role(
            label(name, kind),
            name=role_name(system, name, kind),
            assume_role_policy=trust("ecs-tasks.amazonaws.com", account_id(part.draft)),
            tags={"Name": named(system, name, kind)},
        )
    )
    policies: list[Object] = []
    if statements:
        allowed = iam.RolePolicy(
            label(name, kind),
            name=kind,
            role=made.ref.id,
            policy=policy(statements),
        )
        policies.append(own.add(allowed))
    return Role(made.ref.arn, tuple(policies))


def shared_variables(system: System) -> dict[str, list[str]]:
    """Return the variables of every secret that services and jobs share, by its name."""
    found: dict[str, list[str]] = {}
    for task in system.tasks:
        for name, variables in task.shared_secrets.items():
            found[name] = sorted({*found.get(name, ()), *variables})
    return found
