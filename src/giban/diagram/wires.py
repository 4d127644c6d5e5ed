"""The arrows of a drawing, recovered from what AWS is told: rules, statements, targets, origins.

Each source yields arrows between things; `wires` keeps those whose ends are drawn and joins the
words of those that have the same ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from giban.diagram.firewalls import ports, wearers
from giban.diagram.reading import Reading, Thing, block
from giban.diagram.scene import USERS
from giban.diagram.statements import statements
from giban.diagram.wire import Wire
from giban.values import Text

ANYWHERE = ("0.0.0.0/0", "::/0")
BUCKET = "arn:aws:s3:::"
"""What the ARN of a bucket begins with; the rest is its name."""


def wires(reading: Reading) -> list[Wire]:
    """Return every arrow a Blueprint implies, as often as it says so."""
    return [wire for source in SOURCES for wire in source(reading)]


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


def _origins(reading: Reading) -> Iterator[Wire]:
    for thing in reading.of("aws_cloudfront_distribution"):
        yield Wire(USERS, thing.id, "443/tcp")
        for origin in thing.raw("origin") or ():
            domain = origin.given().get("domain_name")
            for target in (*reading.meant(thing, domain), *_named(reading, domain)):
                label = "read" if target.type == "aws_s3_bucket" else "443/tcp"
                yield Wire(thing.id, target.id, label)


def _named(reading: Reading, domain: Any) -> Iterator[Thing]:
    """Yield what an origin means by name alone: a bucket of another root, a record's target."""
    if isinstance(domain, Text):
        stem = Text(domain.parts[:-1])
        yield from (one for one in reading.of("aws_s3_bucket") if one.raw("bucket") == stem)
    for record in reading.of("aws_route53_record") if isinstance(domain, str) else ():
        target = block(record.raw("alias"))
        if target is not None and record.get("name") == domain:
            yield from reading.meant(record, target.given().get("name"))


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
        for source in _buckets(reading, one):
            for rule in one.raw("rule") or ():
                for target in _copied_to(reading, one, given_bucket(rule)):
                    yield Wire(source.id, target.id, "replica", "copy")


def _buckets(reading: Reading, one: Thing) -> list[Thing]:
    """Return the bucket that is copied: referred to, or one of another stack by its name."""
    name = one.raw("bucket")
    found = [thing for thing in reading.meant(one, name) if thing.type == "aws_s3_bucket"]
    return found or [other for other in reading.of("aws_s3_bucket") if other.raw("bucket") == name]


def _copied_to(reading: Reading, one: Thing, place: Any) -> list[Thing]:
    """Return the bucket that is copied to: by its ARN, or one of another stack by its name."""
    found = [thing for thing in reading.meant(one, place) if thing.type == "aws_s3_bucket"]
    named = pieces(place)
    return found or [
        other
        for other in reading.of("aws_s3_bucket")
        if named and (BUCKET, *pieces(other.raw("bucket"))) == named
    ]


def pieces(value: Any) -> tuple[Any, ...]:
    """Return what a text is made of, the texts in it taken apart."""
    if isinstance(value, Text):
        return tuple(piece for part in value.parts for piece in pieces(part))
    return (value,)


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
    statements,
    _origins,
    _names,
    _delivery,
    _events,
    _notifications,
    _messages,
    _copies,
    _alarms,
)
