"""Arrows from IAM: a program reaches what its role may touch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from giban.diagram.facts import task_of
from giban.diagram.firewalls import behind
from giban.diagram.reading import Reading, Thing, plain
from giban.diagram.scene import EdgeKind
from giban.diagram.wire import Wire
from giban.values import Unknown


def statements(reading: Reading) -> Iterator[Wire]:
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
            found += behind(reading, template)
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
