"""Amazon ECS on Fargate: https://aws.amazon.com/fargate/pricing/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from giban.catalogue import appautoscaling, ecs, scheduler
from giban.pricing.amount import CENT, HOURS, ZERO
from giban.pricing.line import Assumed, Charge
from giban.pricing.reading import block, blocks, decided, number, plain, word
from giban.pricing.scope import Scope
from giban.pricing.weekly import Change, average, runs

GROUP = "ECS Fargate"
IPV4 = "Public IPv4 addresses"
FREE_STORAGE = 20
CLUSTER_METRICS = 8
MIB = 1024
ARCHITECTURES = {"X86_64": "x86", "ARM64": "arm"}


def service(thing: ecs.Service, scope: Scope) -> Iterator[Charge]:
    """Yield what the tasks of a service cost; tasks on EC2 are paid for with their instances."""
    task = scope.follow(thing.task_definition, ecs.TaskDefinition)
    if word(thing.launch_type, "launch_type") in ("EC2", "EXTERNAL"):
        return
    tasks, rests_on = _tasks(thing, scope)
    for spot, count in _split(thing, tasks):
        yield from _compute(task, count, rests_on, spot=spot)
    net = block(thing.network_configuration, "network_configuration")
    if net and plain(net.assign_public_ip):
        hours = tasks * HOURS
        yield Charge(
            name="Public IPv4 addresses of tasks",
            quantity=hours,
            price="vpc.public_ipv4.in_use_hour",
            group=IPV4,
            rests_on=rests_on,
        )


def scheduled(thing: scheduler.Schedule, scope: Scope) -> Iterator[Charge]:
    """Yield the tasks that a schedule starts; starting them is free up to 14 million a month."""
    target = block(thing.target, "target")
    wanted = block(target.ecs_parameters, "ecs_parameters") if target else None
    if wanted is None:
        return
    task = scope.follow(wanted.task_definition_arn, ecs.TaskDefinition)
    long = scope.assume("job_minutes")
    often = runs(word(thing.schedule_expression, "schedule_expression"))
    count = number(wanted.task_count, "task_count", 1)
    providers = blocks(wanted.capacity_provider_strategy, "capacity_provider_strategy")
    spot = any(word(one.capacity_provider, "provider").endswith("SPOT") for one in providers)
    hours = often * count * long.value / 60
    yield from _compute(task, hours / HOURS, (long,), spot=spot, note=f"{short(often)} runs")


def cluster(thing: ecs.Cluster, scope: Scope) -> Iterator[Charge]:
    """Yield what Container Insights and the application's own metrics cost."""
    metrics = scope.assume("custom_metrics")
    yield Charge(
        name="Custom metrics",
        quantity=metrics.value,
        price="metrics",
        group="CloudWatch",
        rests_on=(metrics,),
    )
    settings = {one.name: plain(one.value) for one in blocks(thing.setting, "setting")}
    if settings.get("containerInsights", "disabled") == "disabled":
        return
    each = scope.assume("insights_metrics")
    quantity = CLUSTER_METRICS + each.value * scope.count(ecs.Service)
    yield Charge(
        name="Container Insights metrics",
        quantity=quantity,
        price="metrics",
        group="CloudWatch",
        rests_on=(each,),
    )


def _compute(
    task: ecs.TaskDefinition | None,
    tasks: Decimal,
    rests_on: tuple[Assumed, ...],
    *,
    spot: bool,
    note: str = "",
) -> Iterator[Charge]:
    if not tasks:
        return
    kind = _architecture(task)
    words = {"arm": "ARM, ", "x86": ""}[kind] + ("Spot" if spot else "on demand")
    cpu = number(task and task.cpu, "cpu") / MIB
    memory = number(task and task.memory, "memory") / MIB
    many = note or f"{short(tasks)} task{'' if tasks == 1 else 's'}"
    note = f"{many} of {short(cpu)} vCPU and {short(memory)} GB"
    ratio = "fargate.spot.ratio" if spot else ""
    for name, size, unit in (("vCPU", cpu, "vcpu"), ("Memory", memory, "gb")):
        yield Charge(
            name=f"{name} ({words})",
            quantity=tasks * size * HOURS,
            price=f"fargate.linux.{kind}.{unit}_hour",
            ratio=ratio,
            rests_on=rests_on,
            note=note,
        )
    disk = block(task.ephemeral_storage, "ephemeral_storage") if task else None
    more = number(disk.size_in_gib, "ephemeral_storage") - FREE_STORAGE if disk else ZERO
    if more > 0:
        yield Charge(
            name="Ephemeral storage above 20 GB",
            quantity=tasks * more * HOURS,
            price="fargate.ephemeral_storage.gb_hour",
            rests_on=rests_on,
        )


def _architecture(task: ecs.TaskDefinition | None) -> str:
    platform = block(task.runtime_platform, "runtime_platform") if task else None
    written = word(platform and platform.cpu_architecture, "cpu_architecture", "X86_64")
    return ARCHITECTURES[written]


def _tasks(thing: ecs.Service, scope: Scope) -> tuple[Decimal, tuple[Assumed, ...]]:
    """Return how many tasks run on average, and what that rests on."""
    wanted = number(thing.desired_count, "desired_count", 1)
    targets = scope.pointing(appautoscaling.Target, "resource_id")
    if not targets:
        return wanted, ()
    target = targets[0]
    out = scope.assume("scaled_out")
    low = number(target.min_capacity, "min_capacity")
    high = number(target.max_capacity, "max_capacity")
    if not (low or wanted or out.source.startswith("usage.each")):
        return ZERO, (out,)  # a standby, or a worker that sleeps until the author says how often
    low, high = average(low, high, _changes(target, scope))
    return low + (high - low) * out.value, (out,)


def asleep(path: str, scope: Scope) -> bool:
    """Tell whether services answer to a key path and none of them runs a task: a standby."""
    ground = scope.ground
    mine = ground.at(ecs.Service, path)
    tasks = (
        _tasks(one, Scope(ground, ground.graph.nodes[one.terraform_address]))[0] for one in mine
    )
    return bool(mine) and not any(tasks)


def _changes(target: appautoscaling.Target, scope: Scope) -> list[Change]:
    actions = scope.ground.pointing(appautoscaling.ScheduledAction, "resource_id")
    found = actions.get(target.terraform_address, [])
    return [Change(word(one.schedule, "schedule"), *_range(one)) for one in found]


def _range(action: appautoscaling.ScheduledAction) -> tuple[Decimal | None, Decimal | None]:
    to = block(action.scalable_target_action, "scalable_target_action")
    return _maybe(to and to.min_capacity), _maybe(to and to.max_capacity)


def _maybe(value: Any) -> Decimal | None:
    found = decided(value, "capacity")
    return None if found is None else Decimal(str(found))


def _split(thing: ecs.Service, tasks: Decimal) -> Iterator[tuple[bool, Decimal]]:
    """Yield how many tasks run on Spot and on demand, by base and weights."""
    strategy = blocks(thing.capacity_provider_strategy, "capacity_provider_strategy")
    weights = sum((number(one.weight, "weight") for one in strategy), ZERO)
    rest, shares = tasks, {True: ZERO, False: ZERO}
    for one in strategy:
        base = min(number(one.base, "base"), rest)
        shares[_is_spot(one)] += base
        rest -= base
    for one in strategy:
        if weights:
            shares[_is_spot(one)] += rest * number(one.weight, "weight") / weights
    if not strategy or not weights:
        shares[False] += rest
    yield from shares.items()


def _is_spot(one: ecs.CapacityProviderStrategy) -> bool:
    return word(one.capacity_provider, "capacity_provider").endswith("SPOT")


def short(amount: Decimal) -> str:
    """Write a count with two digits after the point at most."""
    return f"{amount.quantize(CENT).normalize():f}"
