"""Security groups: what wears each of them, and what a rule opens."""

from __future__ import annotations

from typing import Any

from giban.diagram.reading import Reading, Thing


def wearers(reading: Reading) -> dict[str, list[Thing]]:
    """Return what wears each security group, by the group's id.

    A task that people start by hand is told its group only then: it is the one made for the task.
    """
    found: dict[str, list[Thing]] = {}
    for thing in reading.of(*WEARERS):
        for path in WEARERS[thing.type]:
            for group in reading.meant(thing, _at(thing, path)):
                found.setdefault(group.id, []).append(thing)
    for group in reading.of("aws_security_group"):
        if group.id not in found:
            found[group.id] = [
                task
                for task in reading.of("aws_ecs_task_definition")
                if task.node.origin == group.node.origin and task.stack is group.stack
            ]
    for group_id, things in list(found.items()):
        found[group_id] = [one for thing in things for one in behind(reading, thing)]
    return found


def behind(reading: Reading, thing: Thing) -> list[Thing]:
    """Return what really runs: a launch template's groups, a schedule's task."""
    if thing.type == "aws_launch_template":
        return reading.users(thing, "aws_autoscaling_group")
    if thing.type in TRIGGERS:
        return [one for one in reading.refers(thing) if one.type == "aws_ecs_task_definition"]
    return [thing]


def _at(thing: Thing, path: tuple[str, ...]) -> Any:
    value: Any = thing.object
    for name in path:
        if isinstance(value, (list, tuple)):
            value = value[0] if value else None
        value = value.given().get(name) if hasattr(value, "given") else None
    return value


WEARERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws_cloudwatch_event_target": (("ecs_target", "network_configuration", "security_groups"),),
    "aws_db_instance": (("vpc_security_group_ids",),),
    "aws_ecs_service": (("network_configuration", "security_groups"),),
    "aws_elasticache_replication_group": (("security_group_ids",),),
    "aws_instance": (("vpc_security_group_ids",),),
    "aws_launch_template": (
        ("vpc_security_group_ids",),
        ("network_interfaces", "security_groups"),
    ),
    "aws_lb": (("security_groups",),),
    "aws_scheduler_schedule": (
        ("target", "ecs_parameters", "network_configuration", "security_groups"),
    ),
}
"""The arguments that hold a type's security groups."""

TRIGGERS = ("aws_cloudwatch_event_target", "aws_scheduler_schedule")


def ports(rule: Thing) -> str:
    """Return the ports a rule opens: `5432/tcp`, `1024-2048/udp`, `all`."""
    protocol = str(rule.get("ip_protocol") or "-1")
    if protocol == "-1":
        return "all"
    low, high = rule.get("from_port"), rule.get("to_port")
    return f"{low}/{protocol}" if low == high else f"{low}-{high}/{protocol}"
