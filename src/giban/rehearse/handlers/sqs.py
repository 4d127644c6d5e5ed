"""Queues, who may use them, and where messages go that fail."""

from __future__ import annotations

import json
import re
from typing import Any

from giban.catalogue import sqs
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.policies import (
    as_written,
    listed,
    parse,
    statements,
    unknown_principals,
)
from giban.rehearse.handlers.tagging import Tagging
from giban.rehearse.mapping import to_terraform
from giban.rehearse.task import Task

INVALID = "InvalidAttributeValue"
FIFO = ".fifo"
NAME = re.compile(r"[a-zA-Z0-9_-]{1,80}")
ALLOWED = "redrive allow policy of a queue"
SOURCES = 10
RECEIVES = 1000
CLEARED = ("kms_master_key_id", "policy", "redrive_policy")
MEMBERS = {
    "content_based_deduplication": "ContentBasedDeduplication",
    "deduplication_scope": "DeduplicationScope",
    "delay_seconds": "DelaySeconds",
    "fifo_queue": "FifoQueue",
    "fifo_throughput_limit": "FifoThroughputLimit",
    "kms_data_key_reuse_period_seconds": "KmsDataKeyReusePeriodSeconds",
    "kms_master_key_id": "KmsMasterKeyId",
    "max_message_size": "MaximumMessageSize",
    "message_retention_seconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receive_wait_time_seconds": "ReceiveMessageWaitTimeSeconds",
    "redrive_policy": "RedrivePolicy",
    "sqs_managed_sse_enabled": "SqsManagedSseEnabled",
    "visibility_timeout_seconds": "VisibilityTimeout",
}
"""`RedriveAllowPolicy` is not among them: moto forgets it, so it is kept here."""
RANGES = {
    "kms_data_key_reuse_period_seconds": (60, 86400),
    "max_message_size": (1024, 1048576),
    "message_retention_seconds": (60, 1209600),
    "receive_wait_time_seconds": (0, 20),
    "visibility_timeout_seconds": (0, 43200),
}
FIFO_ONLY = ("content_based_deduplication", "deduplication_scope", "fifo_throughput_limit")


def _wrong(value: Any, member: str, why: str = "") -> Refused:
    reason = f" Reason: {why}" if why else ""
    text = f"Value {value} for parameter {member} is invalid.{reason}"
    return Refused(INVALID, text, attribute=_attribute(member))


def _attribute(member: str) -> tuple[str, ...]:
    return tuple(name for name, other in MEMBERS.items() if other == member)


def _well_named(x: Task) -> None:
    """Refuse other characters, FIFO queues without their ending, and the ending without FIFO."""
    name, fifo = str(x["name"]), bool(x["fifo_queue"])
    if not NAME.fullmatch(name.removesuffix(FIFO)) or name.endswith(FIFO) != fifo:
        text = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in "
        text += f"length; the name of a FIFO queue ends in {FIFO}, that of another does not"
        raise Refused("InvalidParameterValue", text, attribute=("name",))
    for option in FIFO_ONLY:
        if not fifo and x.config.get(option):
            code = "InvalidAttributeName"
            raise Refused(code, f"Unknown Attribute {MEMBERS[option]}.", attribute=(option,))


def _in_range(x: Task) -> None:
    """Refuse numbers beyond what SQS takes."""
    for name, (least, most) in RANGES.items():
        if x[name] is not None and not least <= int(x[name]) <= most:
            raise _wrong(x[name], MEMBERS[name])


def _dead_letters_fit(x: Task) -> None:
    """Refuse a dead-letter queue of another kind, or one that does not allow this source."""
    text = x["redrive_policy"]
    if not text or not x.changed("redrive_policy"):
        return
    policy = parse(text)
    member = MEMBERS["redrive_policy"]
    if policy is None or not {"deadLetterTargetArn", "maxReceiveCount"} <= set(policy):
        raise _wrong(text, member, "Redrive policy is not a valid JSON map or lacks a member.")
    if not 1 <= int(policy["maxReceiveCount"]) <= RECEIVES:
        why = "Invalid value for maxReceiveCount: 1 to 1000"
        raise _wrong(text, member, why)
    target = str(policy["deadLetterTargetArn"])
    if target.endswith(FIFO) != bool(x["fifo_queue"]):
        why = "Dead-letter queue must be same type of queue as the source."
        raise _wrong(text, member, why)
    _allowed(x, target, text)


def _allowed(x: Task, target: str, text: str) -> None:
    allowing = parse((x.shadow.get(ALLOWED, x.region, _url(x, target)) or {}).get("text")) or {}
    permission = allowing.get("redrivePermission", "allowAll")
    named = x.arn(str(x["name"])) in allowing.get("sourceQueueArns", [])
    if permission == "denyAll" or (permission == "byQueue" and not named):
        why = "The dead-letter queue does not allow this source queue."
        raise _wrong(text, MEMBERS["redrive_policy"], why)


def _url(x: Task, arn: str) -> str:
    """Return the address of a queue, as AWS writes it: moto's own names a port."""
    account, name = arn.split(":")[-2:]
    return f"https://sqs.{x.region}.amazonaws.com/{account}/{name}"


def _known_policy(x: Task) -> None:
    """Refuse a policy that is none, for another service, or for whom nobody knows."""
    if not x["policy"] or not x.changed("policy"):
        return
    document = parse(x["policy"])
    if document is None:
        raise Refused(INVALID, "Invalid value for the parameter Policy.", attribute=("policy",))
    for statement in statements(document):
        actions = [one.lower() for one in listed(statement.get("Action"))]
        if any(not one.startswith("sqs:") and one != "*" for one in actions):
            why = "Only SQS actions are allowed in the policy of a queue."
            raise _wrong("...", "Policy", why)
        for _, name in unknown_principals(x, statement):
            why = f"Invalid principal in policy: {name}"
            raise _wrong("...", "Policy", why)


def _known_permission(x: Task) -> None:
    """Refuse to allow what is no permission."""
    text = x["redrive_allow_policy"]
    if not text:
        return
    policy = parse(text) or {}
    sources = policy.get("sourceQueueArns")
    by_queue = policy.get("redrivePermission") == "byQueue"
    known = policy.get("redrivePermission") in ("allowAll", "denyAll", "byQueue")
    if not known or by_queue != bool(sources) or len(sources or ()) > SOURCES:
        raise _wrong(text, "RedriveAllowPolicy")


def _exists(x: Task) -> None:
    """Refuse what is about a queue that is not there."""
    try:
        x.call("get_queue_attributes", QueueUrl=x["queue_url"], AttributeNames=["QueueArn"])
    except Exception as error:
        if not is_gone(error):
            raise
        code = "AWS.SimpleQueueService.NonExistentQueue"
        text = "The specified queue does not exist."
        raise Refused(code, text, attribute=("queue_url",)) from None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(int(value)) if isinstance(value, float) else str(value)


class Queue(Handler):
    """A queue; its address is its id."""

    kind = sqs.Queue
    service = "sqs"
    delete_op, by = "delete_queue", "QueueUrl"
    tagging = Tagging("tag_queue", "untag_queue", "list_queue_tags")
    guards = (_well_named, _in_range, _dead_letters_fit, _known_policy, _known_permission)

    def create(self, x: Task) -> None:
        """Make it."""
        left_out = () if x["fifo_queue"] else (*FIFO_ONLY, "fifo_queue")
        wanted = {
            member: _text(x[name])
            for name, member in MEMBERS.items()
            if x[name] not in (None, "") and name not in left_out
        }
        x.call("create_queue", QueueName=x["name"], Attributes=wanted, tags=x["tags_all"] or {})
        x.id = _url(x, x.arn(str(x["name"])))
        self._allow(x)

    @staticmethod
    def _allow(x: Task) -> None:
        if x["redrive_allow_policy"]:
            kept = {"text": x["redrive_allow_policy"]}
            x.shadow.put(ALLOWED, x.region, x.id, kept)
        elif x.changed("redrive_allow_policy"):
            x.shadow.drop(ALLOWED, x.region, x.id)

    def find(self, x: Task) -> dict[str, Any]:
        """Return its attributes."""
        answer = x.call("get_queue_attributes", QueueUrl=x.id, AttributeNames=["All"])
        found: dict[str, Any] = answer["Attributes"]
        return found

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its attributes under Terraform's names, and what is kept of it here."""
        values = {
            name: to_terraform(x.shape.attributes[name].kind, found[member])
            for name, member in MEMBERS.items()
            if member in found
        }
        kept = x.shadow.get(ALLOWED, x.region, x.id) or {}
        texts = {name: found.get(MEMBERS[name], "") for name in ("policy", "redrive_policy")}
        texts["redrive_allow_policy"] = kept.get("text", "")
        own = found.get("SqsManagedSseEnabled") == "true" and not found.get("KmsMasterKeyId")
        return {
            "content_based_deduplication": False,
            "deduplication_scope": "",
            "fifo_queue": False,
            "fifo_throughput_limit": "",
            "kms_master_key_id": "",
            "kms_data_key_reuse_period_seconds": 300,
            **values,
            **{name: as_written(x, name, text) for name, text in texts.items()},
            "sqs_managed_sse_enabled": own,
            "arn": found["QueueArn"],
            "url": x.id,
            "name": found["QueueArn"].rpartition(":")[2],
        }

    def read(self, x: Task) -> Values:
        """Return it; without tags AWS says nothing of them."""
        return {"tags": {}, **super().read(x)}

    def update(self, x: Task) -> None:
        """Set what changed."""
        wanted = {
            member: _text(x[name])
            for name, member in MEMBERS.items()
            if x.changed(name) and (x[name] is not None or name in CLEARED)
        }
        if wanted:
            x.call("set_queue_attributes", QueueUrl=x.id, Attributes=wanted)
        self._allow(x)

    def delete(self, x: Task) -> None:
        """Delete it, and what is kept of it."""
        x.shadow.drop(ALLOWED, x.region, x.id)
        super().delete(x)

    def tag_target(self, x: Task) -> str:
        """Return its address."""
        return x.id


class QueuePolicy(Handler):
    """Who may use a queue."""

    kind = sqs.QueuePolicy
    service = "sqs"
    guards = (_exists, _known_policy)

    def create(self, x: Task) -> None:
        """Set it."""
        x.id = str(x["queue_url"])
        self.update(x)

    def read(self, x: Task) -> Values:
        """Return it unless there is none."""
        answer = x.call("get_queue_attributes", QueueUrl=x.id, AttributeNames=["All"])
        found = answer["Attributes"].get("Policy", "")
        if not found:
            raise Gone
        return {"queue_url": x.id, "policy": as_written(x, "policy", found)}

    def update(self, x: Task) -> None:
        """Set it anew."""
        x.call("set_queue_attributes", QueueUrl=x.id, Attributes={"Policy": x["policy"]})

    def delete(self, x: Task) -> None:
        """Take it away."""
        x.call("set_queue_attributes", QueueUrl=x.id, Attributes={"Policy": ""})


class QueueRedriveAllowPolicy(Handler):
    """Which queues may send here what fails; moto forgets it, so it is kept here."""

    kind = sqs.QueueRedriveAllowPolicy
    service = "sqs"
    depth = "shadowed"
    guards = (_exists, _known_permission)

    def create(self, x: Task) -> None:
        """Keep it."""
        x.id = str(x["queue_url"])
        self.update(x)

    def read(self, x: Task) -> Values:
        """Return it as it is kept, while the queue is there."""
        x.call("get_queue_attributes", QueueUrl=x.id, AttributeNames=["QueueArn"])
        kept = x.shadow.get(ALLOWED, x.region, x.id)
        if kept is None:
            raise Gone
        text = as_written(x, "redrive_allow_policy", kept["text"])
        return {"queue_url": x.id, "redrive_allow_policy": text}

    def update(self, x: Task) -> None:
        """Keep it anew."""
        kept = {"text": json.dumps(json.loads(x["redrive_allow_policy"]))}
        x.shadow.put(ALLOWED, x.region, x.id, kept)

    def delete(self, x: Task) -> None:
        """Forget it."""
        x.shadow.drop(ALLOWED, x.region, x.id)
