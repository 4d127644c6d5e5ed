"""How ECS moves requests from one version of a service to the next, and goes back by itself.

The strategies are ECS's own; the deployment controller stays ECS
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from giban.blueprint import Object
from giban.catalogue import cloudwatch, ecs, iam
from giban.compile.account import arn
from giban.compile.draft import Part
from giban.compile.loadbalancer import Front
from giban.compile.names import label, named, role_name
from giban.compile.policies import Statement, allow, policy
from giban.system import Deployment, Service
from giban.values import ABSENT, Json

STRATEGIES = {
    "rolling": "ROLLING",
    "blue-green": "BLUE_GREEN",
    "canary": "CANARY",
    "linear": "LINEAR",
}
KIND = "traffic"


class Shift(Struct, frozen=True):
    """What an ECS service is told of a deployment beside itself, and what must be there before."""

    advanced: ecs.AdvancedConfiguration
    configuration: ecs.DeploymentConfiguration
    needs: tuple[Object, ...]


def shift(part: Part, wanted: Service, front: Front) -> Shift | None:
    """Make what ECS needs to move the requests of a service; None where it replaces tasks."""
    if not wanted.deployment.shifts:
        return None
    rules, green = front.rules.moved[wanted.name], front.greens[wanted.name]
    role, allowed = _role(part, wanted, front)
    return Shift(
        advanced=ecs.AdvancedConfiguration(
            alternate_target_group_arn=green.ref.arn,
            production_listener_rule=rules.production.ref.arn,
            test_listener_rule=ABSENT if rules.test is None else rules.test.ref.arn,
            role_arn=role.ref.arn,
        ),
        configuration=_configuration(part, wanted.deployment, role),
        needs=(allowed,),
    )


def replacing(wanted: Service) -> ecs.DeploymentConfiguration | None:
    """Return what tells ECS to replace task by task, where the author says so.

    That is the way back from another strategy: Terraform leaves alone what nobody says.
    """
    if wanted.deployment.strategy != "rolling":
        return None
    return ecs.DeploymentConfiguration(strategy=STRATEGIES["rolling"], bake_time_in_minutes="0")


def rollback(wanted: Service, alarms: Iterable[cloudwatch.MetricAlarm]) -> ecs.Alarms | None:
    """Return the alarms that end a deployment and bring the version before it back.

    Where they are not to, and a strategy is written, that is said too: Terraform leaves alone
    what nobody says.

    One that rings already when a deployment begins is not looked at, so that a repair gets
    through (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html).
    """
    names = [alarm.ref.alarm_name for alarm in alarms]
    told, ring = wanted.deployment, wanted.deployment.alarms
    if not names or (told.strategy is None and not ring):
        return None
    return ecs.Alarms(alarm_names=names, enable=ring, rollback=ring)


def _configuration(part: Part, wanted: Deployment, role: iam.Role) -> ecs.DeploymentConfiguration:
    step, percent = str(wanted.step_bake), wanted.percent
    return ecs.DeploymentConfiguration(
        strategy=STRATEGIES[wanted.strategy or "rolling"],
        bake_time_in_minutes=str(wanted.bake),
        canary_configuration=ecs.CanaryConfiguration(
            canary_percent=percent, canary_bake_time_in_minutes=step
        )
        if wanted.strategy == "canary"
        else None,
        linear_configuration=ecs.LinearConfiguration(
            step_percent=percent, step_bake_time_in_minutes=step
        )
        if wanted.strategy == "linear"
        else None,
        lifecycle_hook=tuple(
            ecs.LifecycleHook(
                hook_target_arn=arn(part.draft, "lambda", f"function:{name}"),
                lifecycle_stages=[stage],
                role_arn=role.ref.arn,
            )
            for stage, name in wanted.hooks.items()
        ),
    )


def _role(part: Part, wanted: Service, front: Front) -> tuple[iam.Role, iam.RolePolicy]:
    """Make the role by which ECS moves the requests of one service, and no others.

    What AWS's own AmazonECSInfrastructureRolePolicyForLoadBalancers (version 6) allows on every
    load balancer of the account.
    """
    own, system = part.in_chapter("iam"), part.draft.system
    role = own.add(
        iam.Role(
            label(wanted.name, KIND),
            name=role_name(system, wanted.name, KIND),
            description=f"ECS moves requests between versions of {wanted.name}",
            assume_role_policy=_trust(),
            tags={"Name": named(system, wanted.name, KIND)},
        )
    )
    allowed = own.add(
        iam.RolePolicy(
            label(wanted.name, KIND),
            name=KIND,
            role=role.ref.id,
            policy=policy([*_may_move(wanted, front), *_may_ask(part, wanted.deployment)]),
        )
    )
    return role, allowed


def _trust() -> Json:
    """Return the trust policy as AWS has it, who names no condition that ECS would meet.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
    """
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "ecs.amazonaws.com"},
    }
    return Json({"Version": "2012-10-17", "Statement": [statement]})


def _may_move(wanted: Service, front: Front) -> list[Statement]:
    prefix = "elasticloadbalancing"
    looks = ("DescribeListeners", "DescribeRules", "DescribeTargetGroups", "DescribeTargetHealth")
    groups = (front.targets[wanted.name], front.greens[wanted.name])
    rules = front.rules.moved[wanted.name].both
    trial = wanted.deployment.test
    listeners = [front.listener] if trial is None else [front.listener, front.trials[trial.port]]
    return [
        allow("Look", [f"{prefix}:{look}" for look in looks], ["*"]),
        allow(
            "Register",
            [f"{prefix}:DeregisterTargets", f"{prefix}:RegisterTargets"],
            [group.ref.arn for group in groups],
        ),
        allow("MoveListeners", [f"{prefix}:ModifyListener"], [one.ref.arn for one in listeners]),
        allow("MoveRules", [f"{prefix}:ModifyRule"], [rule.ref.arn for rule in rules]),
    ]


def _may_ask(part: Part, wanted: Deployment) -> list[Statement]:
    names = sorted(set(wanted.hooks.values()))
    if not names:
        return []
    functions = [arn(part.draft, "lambda", f"function:{name}") for name in names]
    return [allow("Ask", ["lambda:InvokeFunction"], functions)]
