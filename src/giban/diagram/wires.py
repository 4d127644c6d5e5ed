"""The arrows of a drawing, recovered from what AWS is told: rules, statements, targets, origins.

Each source yields arrows between things; `wires` keeps those whose ends are drawn and joins the
words of those that have the same ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from giban.diagram.facts import task_of
from giban.diagram.reading import Reading, Thing, plain
from giban.diagram.scene import USERS, EdgeKind
from giban.values import Unknown

ANYWHERE = ("0.0.0.0/0", "::/0")


@dataclass(frozen=True, slots=True)
class Wire:
    """An arrow between two things, by their ids; `weak` ones give way to others of its ends."""

    source: str
    target: str
    label: str = ""
    kind: EdgeKind = "traffic"
    weak: bool = False


def wires(reading: Reading) -> list[Wire]:
    """Return every arrow a Blueprint implies, as often as it says so."""
    return [wire for source in SOURCES for wire in source(reading)]


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
        found[group_id] = [one for thing in things for one in _behind(reading, thing)]
    return found


def _behind(reading: Reading, thing: Thing) -> list[Thing]:
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


def joined_label(said: Iterable[str]) -> str:
    """Join what is said of one arrow: `80, 443/tcp`, `read, write`."""
    labels = list(dict.fromkeys(label for label in said if label))
    split = [label.split("/") for label in labels]
    if len(labels) > 1 and all(len(one) == 2 and one[1] == split[0][1] for one in split):  # noqa: PLR2004 - port, protocol
        numbers = sorted((one[0] for one in split), key=lambda port: (len(port), port))
        return f"{', '.join(numbers)}/{split[0][1]}"
    parts = dict.fromkeys(part for label in labels for part in label.split(", "))
    return ", ".join(parts)


def _rules(reading: Reading) -> Iterator[Wire]:
    worn = wearers(reading)
    for rule in reading.of("aws_vpc_security_group_ingress_rule"):
        into = reading.meant(rule, rule.raw("security_group_id"))
        targets = [thing for group in into for thing in worn.get(group.id, [group])]
        sources = reading.meant(rule, rule.raw("referenced_security_group_id"))
        for target in targets:
            for group in sources:
                for source in worn.get(group.id, ()):
                    yield Wire(source.id, target.id, ports(rule))
            if rule.get("cidr_ipv4") in ANYWHERE or rule.get("cidr_ipv6") in ANYWHERE:
                yield Wire(USERS, target.id, ports(rule))


def _listeners(reading: Reading) -> Iterator[Wire]:
    """A load balancer sends to what its target groups hold."""
    for group in reading.of("aws_lb_target_group"):
        label = f"{group.get('port')}/tcp" if group.get("port") else ""
        for balancer in _balancers(reading, group):
            for target in _targets(reading, group):
                yield Wire(balancer.id, target.id, label, weak=True)


def _balancers(reading: Reading, group: Thing) -> list[Thing]:
    found: list[Thing] = []
    for one in reading.users(group, "aws_lb_listener", "aws_lb_listener_rule"):
        listeners = reading.meant(one, one.raw("listener_arn")) or (one,)
        for listener in listeners:
            found += reading.meant(listener, listener.raw("load_balancer_arn"))
    return found


def _targets(reading: Reading, group: Thing) -> list[Thing]:
    holders = reading.users(group, "aws_ecs_service", "aws_autoscaling_group")
    for one in reading.users(group, "aws_lb_target_group_attachment"):
        if group in reading.meant(one, one.raw("target_group_arn")):
            holders += reading.meant(one, one.raw("target_id"))
    return holders


def _statements(reading: Reading) -> Iterator[Wire]:
    """A program reaches what its role may touch: buckets, tables, queues, topics."""
    for policy in reading.of("aws_iam_role_policy", "aws_iam_policy"):
        users = _programs(reading, policy)
        if isinstance(policy.raw("policy"), Unknown):
            yield from _unread(reading, policy, users)
        for statement in _allowed(policy):
            targets = reading.meant(policy, statement.get("Resource"))
            for target in targets or reading.meant(policy, policy.raw("policy")):
                for user in users:
                    yield from _touches(user, target, statement.get("Action"))


def _unread(reading: Reading, policy: Thing, users: list[Thing]) -> Iterator[Wire]:
    """A plan may not know a document yet, but it knows what the document is about."""
    for target in reading.meant(policy, policy.raw("policy")):
        if target.type in VERBS:
            kind: EdgeKind = "event" if target.type in MESSAGES else "data"
            yield from (Wire(user.id, target.id, "", kind) for user in users)


def _allowed(policy: Thing) -> list[dict[str, Any]]:
    """Return the statements that allow something, of a document or of its text in a plan."""
    document = plain(policy.raw("policy"))
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return []
    statements = document.get("Statement", ()) if isinstance(document, dict) else ()
    listed = [statements] if isinstance(statements, dict) else statements
    return [one for one in listed if isinstance(one, dict) and one.get("Effect") == "Allow"]


def _programs(reading: Reading, policy: Thing) -> list[Thing]:
    """Return what runs with a policy's role."""
    roles = list(reading.meant(policy, policy.raw("role")))
    for one in reading.users(policy, "aws_iam_role_policy_attachment"):
        if policy in reading.meant(one, one.raw("policy_arn")):
            roles += reading.meant(one, one.raw("role"))
    return [one for role in roles for one in _with_role(reading, role)]


def _with_role(reading: Reading, role: Thing) -> list[Thing]:
    found: list[Thing] = []
    for task in reading.users(role, "aws_ecs_task_definition"):
        if role in reading.meant(task, task.raw("task_role_arn")):
            services = reading.users(task, "aws_ecs_service")
            found += [one for one in services if task_of(reading, one) is task] or [task]
    for profile in reading.users(role, "aws_iam_instance_profile"):
        found += reading.users(profile, "aws_instance")
        for template in reading.users(profile, "aws_launch_template"):
            found += _behind(reading, template)
    return found


def _touches(user: Thing, target: Thing, actions: Any) -> Iterator[Wire]:
    verbs = VERBS.get(target.type)
    if verbs is None:
        return
    names = [actions] if isinstance(actions, str) else list(actions or ())
    own = SERVICES[target.type]
    parts = [name.split(":") for name in names if isinstance(name, str)]
    done = [part[-1] for part in parts if part[0] in {own, "*"}]
    found = [word for word, starts in verbs.items() if any(n.startswith(starts) for n in done)]
    if target.type == "aws_sqs_queue" and "receive" in found:
        yield Wire(target.id, user.id, "receive", "event")
        found.remove("receive")
    if found:
        kind: EdgeKind = "event" if target.type in MESSAGES else "data"
        yield Wire(user.id, target.id, ", ".join(found), kind)


SERVICES = {
    "aws_dynamodb_table": "dynamodb",
    "aws_s3_bucket": "s3",
    "aws_sns_topic": "sns",
    "aws_sqs_queue": "sqs",
}
"""What the actions on a type begin with."""

MESSAGES = ("aws_sqs_queue", "aws_sns_topic")

VERBS: dict[str, dict[str, tuple[str, ...]]] = {
    "aws_dynamodb_table": {
        "read": ("*", "Get", "BatchGet", "Query", "Scan"),
        "write": ("*", "Put", "Update", "Delete", "BatchWrite"),
    },
    "aws_s3_bucket": {"read": ("*", "Get"), "write": ("*", "Put", "Delete")},
    "aws_sns_topic": {"publish": ("*", "Publish")},
    "aws_sqs_queue": {"send": ("*", "Send"), "receive": ("*", "Receive")},
}
"""What the actions on a thing amount to, by how their names begin."""


def _origins(reading: Reading) -> Iterator[Wire]:
    for thing in reading.of("aws_cloudfront_distribution"):
        yield Wire(USERS, thing.id, "443/tcp")
        for origin in thing.raw("origin") or ():
            for target in reading.meant(thing, origin.given().get("domain_name")):
                label = "read" if target.type == "aws_s3_bucket" else "443/tcp"
                yield Wire(thing.id, target.id, label)


def _names(reading: Reading) -> Iterator[Wire]:
    for record in reading.of("aws_route53_record"):
        if record.raw("alias") is not None:
            yield Wire(USERS, record.id, "DNS")


def _delivery(reading: Reading) -> Iterator[Wire]:
    """What delivers is one chain: source, pipeline or build, registry, rollout."""
    steps = [[thing for type in types for thing in reading.of(type)] for types in DELIVERY]
    present = [step for step in steps if step]
    for before, after in pairwise(present):
        yield Wire(before[-1].id, after[0].id, "", "deploy")


DELIVERY = (
    ("aws_codestarconnections_connection", "aws_iam_openid_connect_provider"),
    ("aws_codepipeline",),
    ("aws_codebuild_project",),
    ("aws_ecr_repository",),
    ("aws_codedeploy_app",),
)
"""The types that deliver, in the order in which a change passes them."""


def _events(reading: Reading) -> Iterator[Wire]:
    for target in reading.of("aws_cloudwatch_event_target"):
        for rule in reading.meant(target, target.raw("rule")):
            for other in reading.refers(target):
                if other is not rule and other.type not in QUIET:
                    yield Wire(rule.id, other.id, "", "event")
    for schedule in reading.of("aws_scheduler_schedule"):
        for other in reading.refers(schedule):
            if other.type not in QUIET:
                yield Wire(schedule.id, other.id, "", "event")


QUIET = ("aws_ecs_cluster", "aws_iam_role", "aws_security_group", "aws_subnet", "aws_kms_key")


def _notifications(reading: Reading) -> Iterator[Wire]:
    for one in reading.of("aws_s3_bucket_notification"):
        for bucket in reading.meant(one, one.raw("bucket")):
            for other in reading.refers(one):
                if other is not bucket:
                    yield Wire(bucket.id, other.id, "", "event")


def _messages(reading: Reading) -> Iterator[Wire]:
    for one in reading.of("aws_sns_topic_subscription"):
        for topic in reading.meant(one, one.raw("topic_arn")):
            for other in reading.meant(one, one.raw("endpoint")):
                yield Wire(topic.id, other.id, "", "event")
    for one in reading.of("aws_chatbot_slack_channel_configuration"):
        for topic in reading.meant(one, one.raw("sns_topic_arns")):
            yield Wire(topic.id, one.id, "", "event")
    for queue in reading.of("aws_sqs_queue"):
        for other in reading.meant(queue, queue.raw("redrive_policy")):
            yield Wire(queue.id, other.id, "failed", "event")


def _copies(reading: Reading) -> Iterator[Wire]:
    for replica in reading.of("aws_db_instance"):
        for source in reading.meant(replica, replica.raw("replicate_source_db")):
            yield Wire(source.id, replica.id, "replica", "copy")
    for one in reading.of("aws_s3_bucket_replication_configuration"):
        for source in reading.meant(one, one.raw("bucket")):
            for rule in one.raw("rule") or ():
                place = given_bucket(rule)
                for target in reading.meant(one, place):
                    yield Wire(source.id, target.id, "replica", "copy")


def given_bucket(rule: Any) -> Any:
    """Return where a replication rule copies to, as it was given."""
    destination = rule.given().get("destination")
    if isinstance(destination, (list, tuple)):
        destination = destination[0] if destination else None
    return destination.given().get("bucket") if destination is not None else None


def _alarms(reading: Reading) -> Iterator[Wire]:
    for alarm in reading.of("aws_cloudwatch_metric_alarm"):
        for topic in reading.meant(alarm, alarm.raw("alarm_actions")):
            if topic.type == "aws_sns_topic":
                yield Wire(alarm.id, topic.id, "alarm", "event")


SOURCES: tuple[Callable[[Reading], Iterator[Wire]], ...] = (
    _rules,
    _listeners,
    _statements,
    _origins,
    _names,
    _delivery,
    _events,
    _notifications,
    _messages,
    _copies,
    _alarms,
)
