"""What is a part of something drawn, through as many steps as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from giban.diagram.facts import task_of
from giban.diagram.reading import Reading, Thing
from giban.diagram.roles import Folded, role

DEPTH = 4
"""How many steps a part may be away from what it is a part of: subscription, queue policy, rule."""

BELONGS: dict[str, tuple[str, ...]] = {
    "aws_cloudwatch_log_delivery_destination": ("aws_cloudwatch_log_delivery",),
    "aws_db_parameter_group": ("aws_db_instance",),
    "aws_db_subnet_group": ("aws_db_instance",),
    "aws_eip": ("aws_nat_gateway", "aws_instance", "aws_eip_association"),
    "aws_elasticache_parameter_group": ("aws_elasticache_replication_group",),
    "aws_elasticache_subnet_group": ("aws_elasticache_replication_group",),
    "aws_elasticache_user_group": ("aws_elasticache_replication_group",),
    "aws_launch_template": ("aws_autoscaling_group", "aws_instance"),
    "aws_lb_target_group": ("aws_lb_listener", "aws_lb_listener_rule"),
}
"""Settings whose changes count as changes of what uses them."""


def hosts(reading: Reading, became: Mapping[str, str]) -> dict[str, str]:
    """Return the node of each thing that is a part of one; `became` has those that are one."""
    found: dict[str, str] = {}
    for thing in reading.things.values():
        if thing.id not in became:
            host = _host(reading, thing, became, found, 0)
            if host:
                found[thing.id] = host
    return found


def _host(
    reading: Reading, thing: Thing, became: Mapping[str, str], found: Mapping[str, str], depth: int
) -> str | None:
    known = became.get(thing.id) or found.get(thing.id)
    if known:
        return known
    for other in _next(reading, thing) if depth < DEPTH else ():
        host = _host(reading, other, became, found, depth + 1)
        if host:
            return host
    return None


def _next(reading: Reading, thing: Thing) -> Iterator[Thing]:
    """Yield what a thing is a part of, one step away."""
    given = role(thing.type)
    if isinstance(given, Folded):
        for name in given.into:
            yield from reading.meant(thing, thing.raw(name))
    if thing.type == "aws_sqs_queue":
        yield from reading.users(thing, "aws_sqs_queue")
    elif thing.type == "aws_ecs_task_definition":
        for service in reading.users(thing, "aws_ecs_service"):
            if task_of(reading, service) is thing:
                yield service
    elif thing.type in BELONGS:
        yield from reading.users(thing, *BELONGS[thing.type])
