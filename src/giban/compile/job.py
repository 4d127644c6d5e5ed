"""Jobs: tasks that run to their end, by the clock or when asked (Amazon EventBridge Scheduler).

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html
"""

from __future__ import annotations

from giban.catalogue import ec2, iam, scheduler
from giban.compile.account import account_id, arn
from giban.compile.cluster import ON_DEMAND, SPOT
from giban.compile.draft import Draft, Part
from giban.compile.names import ROLE_LIMIT, family, label, named
from giban.compile.policies import allow, policy, trust
from giban.compile.service import TIER
from giban.compile.takeover import at_work, replaceable
from giban.compile.task import Surroundings, Task, task
from giban.compile.wiring import Grant
from giban.system import Job
from giban.values import ABSENT, Call, Text, text

NAME_LIMIT = 64
LATEST = 3600
"""Seconds after which a start that failed so far is given up."""


def job(draft: Draft, wanted: Job, granted: Grant, around: Surroundings) -> Task:
    """Make a job's task, and what starts it by the clock or how a person does; returns the task."""
    part = draft.part(f"jobs.{wanted.name}", "jobs")
    made = task(part, wanted.task, granted, around)
    if wanted.schedule is not None:
        _schedule(part, wanted, made, around)
    draft.output(
        f"run_{label(wanted.name)}",
        run_command(draft, family(draft.system, made.wanted), made.group, around, _provider(made)),
        f"Command that runs job {wanted.name} once.",
    )
    return made


def run_command(
    draft: Draft,
    definition: str,
    group: ec2.SecurityGroup,
    around: Surroundings,
    provider: str = ON_DEMAND,
) -> Text:
    """Return the command by which a person or a pipeline runs a task once."""
    subnets = Call("join", (",", around.network.ids(TIER)))
    return text(
        f"aws ecs run-task --region {draft.system.region} --cluster ",
        around.cluster.ref.name,
        f" --task-definition {definition}",
        f" --capacity-provider-strategy capacityProvider={provider}",
        " --network-configuration 'awsvpcConfiguration={subnets=[",
        subnets,
        "],securityGroups=[",
        group.ref.id,
        "],assignPublicIp=DISABLED}'",
    )


def _provider(made: Task) -> str:
    return SPOT if made.wanted.spot else ON_DEMAND


def _schedule(part: Part, wanted: Job, made: Task, around: Surroundings) -> None:
    system = part.draft.system
    role, allowed = _role(part, wanted, made, around)
    target = scheduler.Target(
        arn=around.cluster.ref.arn,
        role_arn=role.ref.arn,
        ecs_parameters=_parameters(made, around),
        retry_policy=scheduler.RetryPolicy(
            maximum_event_age_in_seconds=LATEST, maximum_retry_attempts=wanted.retries
        ),
    )
    part.add(
        scheduler.Schedule(
            label(wanted.name),
            name=named(system, wanted.name, limit=NAME_LIMIT),
            description=f"Runs job {wanted.name}",
            schedule_expression=wanted.schedule or "",
            schedule_expression_timezone=system.timezone,
            state=at_work(system, working="ENABLED", idle="DISABLED")
            if system.standby or replaceable(system)
            else ABSENT,
            flexible_time_window=scheduler.FlexibleTimeWindow(mode="OFF"),
            target=target,
        ),
        "Without a revision: the newest that a deploy has registered.",
        after=[allowed, around.capacity, *made.needs],
    )


def _parameters(made: Task, around: Surroundings) -> scheduler.EcsParameters:
    return scheduler.EcsParameters(
        task_definition_arn=made.definition.ref.arn_without_revision,
        task_count=1,
        propagate_tags="TASK_DEFINITION",
        enable_ecs_managed_tags=True,
        capacity_provider_strategy=(
            scheduler.CapacityProviderStrategy(capacity_provider=_provider(made), weight=1),
        ),
        network_configuration=scheduler.NetworkConfiguration(
            subnets=around.network.ids(TIER),
            security_groups=[made.group.ref.id],
            assign_public_ip=False,
        ),
    )


def _role(
    part: Part, wanted: Job, made: Task, around: Surroundings
) -> tuple[iam.Role, iam.RolePolicy]:
    """Make the role by which the scheduler starts this task, and nothing else."""
    own, system = part.in_chapter("iam"), part.draft.system
    role = own.add(
        iam.Role(
            label(wanted.name, "schedule"),
            name=named(system, wanted.name, "schedule", limit=ROLE_LIMIT),
            assume_role_policy=trust("scheduler.amazonaws.com", account_id(part.draft)),
            tags={"Name": named(system, wanted.name, "schedule")},
        )
    )
    definitions = arn(part.draft, "ecs", f"task-definition/{family(system, made.wanted)}:*")
    statements = [
        allow(
            "Run",
            ["ecs:RunTask"],
            [definitions],
            condition={"ArnEquals": {"ecs:cluster": around.cluster.ref.arn}},
        ),
        allow(
            "TagWhatIsRun",
            ["ecs:TagResource"],
            [text(arn(part.draft, "ecs", f"task/{named(system, 'cluster')}/*"))],
            condition={"StringEquals": {"ecs:CreateAction": "RunTask"}},
        ),
        allow(
            "HandOverRoles",
            ["iam:PassRole"],
            list(made.roles),
            condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
        ),
    ]
    allowed = own.add(
        iam.RolePolicy(
            label(wanted.name, "schedule"),
            name="schedule",
            role=role.ref.id,
            policy=policy(statements),
        )
    )
    return role, allowed
