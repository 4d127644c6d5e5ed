"""A service: how many of its tasks run, where, and how they are replaced."""

from __future__ import annotations

from msgspec import Struct

from giban.blueprint import Lifecycle, Object
from giban.catalogue import cloudwatch, ecs
from giban.compile.cluster import ON_DEMAND, SPOT
from giban.compile.draft import Draft, Part
from giban.compile.loadbalancer import Front
from giban.compile.names import container_name, label, named, service_name
from giban.compile.scaling import scaling
from giban.compile.task import Surroundings, Task, task
from giban.compile.traffic import replacing, rollback, shift
from giban.compile.wiring import Grant
from giban.system import Service as Wanted
from giban.values import ABSENT, Value, text

TIER = "app"


class Service(Struct, frozen=True):
    """What alarms, queries and outputs need to know of a service."""

    wanted: Wanted
    service: ecs.Service
    logs: tuple[cloudwatch.LogGroup, ...]


def service(draft: Draft, wanted: Wanted, granted: Grant, around: Surroundings) -> Service:
    """Make a service with everything its `uses:` have granted it."""
    part = draft.part(f"services.{wanted.name}", "ecs")
    made = task(part, wanted, granted, around)
    running = _service(part, made, around)
    scaling(part, wanted, around.cluster, running, _counted(wanted, around.front))
    return Service(wanted, running, made.logs)


def _counted(wanted: Wanted, front: Front | None) -> Value | None:
    """Return where CloudWatch counts the requests of a service."""
    if front is None or wanted.name not in front.targets:
        return None
    target = front.targets[wanted.name].ref
    return text(front.balancer.ref.arn_suffix, "/", target.arn_suffix)


def _service(part: Part, made: Task, around: Surroundings) -> ecs.Service:
    wanted = made.wanted
    system = part.draft.system
    balanced: tuple[ecs.LoadBalancer, ...] = ()
    after: list[Object] = [around.capacity, *made.needs]
    moving = None
    if wanted.port is not None and around.front is not None:
        moving = shift(part, wanted, around.front)
        balanced = (
            ecs.LoadBalancer(
                target_group_arn=around.front.targets[wanted.name].ref.arn,
                container_name=container_name(system, wanted),
                container_port=wanted.port,
                advanced_configuration=moving.advanced if moving else None,
            ),
        )
        after += [around.front.listener, *around.front.rules.fixed.get(wanted.name, ())]
        after += moving.needs if moving else ()
    return part.add(
        ecs.Service(
            label(wanted.name),
            name=service_name(system, wanted),
            cluster=around.cluster.ref.id,
            task_definition=made.definition.ref.arn,
            desired_count=0 if system.standby else wanted.scale.desired,
            health_check_grace_period_seconds=wanted.health.grace if balanced else ABSENT,
            deployment_maximum_percent=200,
            deployment_minimum_healthy_percent=100,
            enable_execute_command=wanted.exec,
            propagate_tags="SERVICE",
            capacity_provider_strategy=_capacity(wanted),
            alarms=rollback(wanted, around.alarms.get(wanted.name, ())),
            deployment_configuration=moving.configuration if moving else replacing(wanted),
            deployment_circuit_breaker=ecs.DeploymentCircuitBreaker(enable=True, rollback=True),
            network_configuration=ecs.NetworkConfiguration(
                subnets=around.network.ids(TIER),
                security_groups=[made.group.ref.id],
                assign_public_ip=False,
            ),
            load_balancer=balanced,
            tags={"Name": named(system, wanted.name)},
        ),
        "The number of tasks belongs to autoscaling once the service exists.",
        after=after,
        lifecycle=Lifecycle(ignore_changes=("desired_count",)),
    )


def _capacity(wanted: Wanted) -> tuple[ecs.CapacityProviderStrategy, ...]:
    """Divide the tasks between on-demand and Spot capacity."""
    strategies = []
    if wanted.spot < 100:  # noqa: PLR2004 - percent
        strategies.append(
            ecs.CapacityProviderStrategy(
                capacity_provider=ON_DEMAND,
                base=wanted.scale.min if wanted.spot else 1,
                weight=100 - wanted.spot,
            )
        )
    if wanted.spot:
        strategies.append(ecs.CapacityProviderStrategy(capacity_provider=SPOT, weight=wanted.spot))
    return tuple(strategies)
