"""Topics, who may publish to them, and where their messages go."""

from __future__ import annotations

import json
import re
from typing import Any

from giban.catalogue import sns
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.policies import (
    as_written,
    listed,
    parse,
    statements,
    unknown_principals,
)
from giban.rehearse.task import Task

INVALID = "InvalidParameter"
DOCUMENTS = ("archive_policy", "delivery_policy", "policy")
SCALARS = (
    "content_based_deduplication",
    "display_name",
    "fifo_throughput_scope",
    "fifo_topic",
    "kms_master_key_id",
    "signature_version",
    "tracing_config",
)
FEEDBACK = {"application": "Application", "firehose": "Firehose", "http": "HTTP"} | {
    "lambda": "Lambda",
    "sqs": "SQS",
}
MEMBERS = {
    **{name: "".join(word.title() for word in name.split("_")) for name in DOCUMENTS + SCALARS},
    **{
        f"{word}_{name}": f"{api}{''.join(part.title() for part in name.split('_'))}"
        for word, api in FEEDBACK.items()
        for name in (
            "failure_feedback_role_arn",
            "success_feedback_role_arn",
            "success_feedback_sample_rate",
        )
    },
}
ON_CREATE = ("fifo_topic", "content_based_deduplication", "kms_master_key_id", "display_name")
SUBSCRIPTION = {
    "delivery_policy": "DeliveryPolicy",
    "filter_policy_scope": "FilterPolicyScope",
    "filter_policy": "FilterPolicy",
    "raw_message_delivery": "RawMessageDelivery",
    "redrive_policy": "RedrivePolicy",
    "replay_policy": "ReplayPolicy",
    "subscription_role_arn": "SubscriptionRoleArn",
}
ENDPOINTS = {
    "application": (r"arn:\S+", "Application endpoint arn invalid"),
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Email address"),
    "email-json": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Email address"),
    "firehose": (r"arn:[\w-]+:firehose:\S+", "Firehose endpoint ARN"),
    "http": (r"http://\S+", "Endpoint must match the specified protocol"),
    "https": (r"https://\S+", "Endpoint must match the specified protocol"),
    "lambda": (r"arn:[\w-]+:lambda:\S+", "Lambda endpoint ARN"),
    "sms": (r"\+?[\d ()-]{3,}", "Invalid SMS endpoint"),
    "sqs": (r"arn:[\w-]+:sqs:\S+", "SQS endpoint ARN"),
}
BY_MESSAGE = ("email", "email-json")
FIFO = ".fifo"


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, f"Invalid parameter: {text}", attribute=(attribute,))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _fifo_by_name(x: Task) -> None:
    """Refuse a FIFO topic without the ending, the ending without FIFO, and its options."""
    fifo = bool(x["fifo_topic"])
    if str(x["name"]).endswith(FIFO) != fifo:
        text = "Topic Name" if not fifo else "Fifo Topic names must end with .fifo"
        raise _invalid(text, "name")
    if x["content_based_deduplication"] and not fifo:
        text = "content-based deduplication can only be set for FIFO topics"
        raise _invalid(text, "content_based_deduplication")


def _not_there_differently(x: Task) -> None:
    """Refuse a name that is taken by another topic; AWS returns one that is the same."""
    if x.prior:
        return
    arn = x.arn(str(x["name"]))
    try:
        found = x.call("get_topic_attributes", TopicArn=arn)["Attributes"]
    except Exception as error:
        if is_gone(error):
            return
        raise
    tags = x.call("list_tags_for_resource", ResourceArn=arn)["Tags"]
    if {tag["Key"]: tag["Value"] for tag in tags} != (x["tags_all"] or {}):
        raise _invalid("Tags Reason: Topic already exists with different tags", "name")
    if found.get("KmsMasterKeyId", "") != _text(x["kms_master_key_id"]):
        raise _invalid("Attributes Reason: Topic already exists with different attributes", "name")


def _in_scope(x: Task) -> None:
    """Refuse a topic's policy for anything else than topics, or for whom nobody knows."""
    if not x["policy"] or not x.changed("policy"):
        return
    document = parse(x["policy"])
    if document is None:
        raise _invalid("Policy Error: null", "policy")
    for statement in statements(document):
        actions = [one.lower() for one in listed(statement.get("Action"))]
        if any(not one.startswith("sns:") or one == "sns:*" for one in actions):
            raise _invalid("Policy statement action out of service scope!", "policy")
        if next(unknown_principals(x, statement), None):
            raise _invalid("Policy Error: PrincipalNotFound", "policy")


class Sns(Handler):
    """What all of SNS has in common: attributes are set one by one."""

    service = "sns"


class Topic(Sns):
    """A topic."""

    kind = sns.Topic
    create_op, created = "create_topic", "TopicArn"
    find_op, found, by = "get_topic_attributes", "Attributes", "TopicArn"
    delete_op = "delete_topic"
    reads = {"arn": "TopicArn"}
    guards = (_fifo_by_name, _not_there_differently, _in_scope)

    def create(self, x: Task) -> None:
        """Make it, and set what a new topic has otherwise."""
        given = {name: x[name] for name in ON_CREATE if x[name] not in (None, "", False)}
        attributes = {MEMBERS[name]: _text(value) for name, value in given.items()}
        tags = [{"Key": key, "Value": value} for key, value in (x["tags_all"] or {}).items()]
        answer = x.call("create_topic", Name=x["name"], Attributes=attributes, Tags=tags)
        x.id = answer["TopicArn"]
        later = (name for name in MEMBERS if name not in ON_CREATE)
        self._set(x, *(name for name in later if x[name] not in (None, "")))

    def update(self, x: Task) -> None:
        """Set what changed."""
        self._set(x, *(name for name in MEMBERS if x.changed(name)))

    def _set(self, x: Task, *names: str) -> None:
        for name in names:
            member, value = MEMBERS[name], _text(x[name])
            x.call(
                "set_topic_attributes", TopicArn=x.id, AttributeName=member, AttributeValue=value
            )

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its name and documents, and as empty what AWS leaves out when it is unset."""
        given = {name: str(found[MEMBERS[name]]) for name in DOCUMENTS if MEMBERS[name] in found}
        return {
            "name": x.id.rpartition(":")[2],
            "kms_master_key_id": found.get("KmsMasterKeyId", ""),
            "fifo_topic": _text(found.get("FifoTopic")) == "true",
            "beginning_archive_time": "",
            **{name: as_written(x, name, text) for name, text in given.items()},
        }


class TopicPolicy(Sns):
    """The policy of a topic; every topic has one, so none is AWS's own."""

    kind = sns.TopicPolicy
    find_op, found, by = "get_topic_attributes", "Attributes", {"TopicArn": "arn"}
    guards = (_in_scope,)

    def create(self, x: Task) -> None:
        """Put it in the place of the one that is there."""
        self._put(x, x["policy"])
        x.id = x["arn"]

    def update(self, x: Task) -> None:
        """Put it anew."""
        self._put(x, x["policy"])

    def delete(self, x: Task) -> None:
        """Give the topic the policy that it was born with."""
        actions = "GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic"
        actions += " Subscribe ListSubscriptionsByTopic Publish"
        statement = {
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [f"SNS:{action}" for action in actions.split()],
            "Resource": x["arn"],
            "Condition": {"StringEquals": {"AWS:SourceOwner": x.account}},
        }
        born = {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}
        self._put(x, json.dumps(born))

    def _put(self, x: Task, policy: str) -> None:
        what = {"AttributeName": "Policy", "AttributeValue": policy}
        x.call("set_topic_attributes", TopicArn=x["arn"], **what)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the policy as it was written, if it is the same."""
        return {"arn": x["arn"], "policy": as_written(x, "policy", found["Policy"])}

    def import_(self, id: str) -> Values:
        """Return the topic."""
        return {"id": id, "arn": id}


def _reaches(x: Task) -> None:
    """Refuse an endpoint that is none of its protocol, or that the topic cannot serve."""
    protocol, endpoint = str(x["protocol"]), str(x["endpoint"])
    if protocol not in ENDPOINTS:
        text = f"Amazon SNS does not support this protocol string: {protocol}"
        raise _invalid(text, "protocol")
    form, text = ENDPOINTS[protocol]
    if not re.fullmatch(form, endpoint):
        raise _invalid(text, "endpoint")
    fifo = str(x["topic_arn"]).endswith(FIFO)
    if fifo and protocol != "sqs":
        raise _invalid(f"Invalid protocol type: {protocol}", "protocol")
    if not fifo and protocol == "sqs" and endpoint.endswith(FIFO):
        text = "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to "
        raise _invalid(f"{text}standard SNS topics", "endpoint")


class TopicSubscription(Sns):
    """A subscription; nobody answers AWS's messages here, so those by e-mail stay pending."""

    kind = sns.TopicSubscription
    create_op, created = "subscribe", "SubscriptionArn"
    find_op, found, by = "get_subscription_attributes", "Attributes", "SubscriptionArn"
    delete_op = "unsubscribe"
    reads = {"arn": "SubscriptionArn", "owner_id": "Owner"}
    local = ("confirmation_timeout_in_minutes", "endpoint_auto_confirms")
    guards = (_reaches,)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return where to send what, and how."""
        given = {name: x[name] for name in SUBSCRIPTION if x[name] not in (None, "", False)}
        return {
            "TopicArn": x["topic_arn"],
            "Protocol": x["protocol"],
            "Endpoint": x["endpoint"],
            "ReturnSubscriptionArn": True,
            "Attributes": {SUBSCRIPTION[name]: _text(value) for name, value in given.items()},
        }

    def update(self, x: Task) -> None:
        """Set what changed; the scope of a filter before the filter."""
        for name, member in SUBSCRIPTION.items():
            if x.changed(name) and x[name] is not None:
                what = {"AttributeName": member, "AttributeValue": _text(x[name])}
                x.call("set_subscription_attributes", SubscriptionArn=x.id, **what)
            elif x.changed(name):
                what = {"AttributeName": member, "AttributeValue": ""}
                x.call("set_subscription_attributes", SubscriptionArn=x.id, **what)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its documents as they were written, and whether anybody has agreed to it."""
        documents = ("delivery_policy", "filter_policy", "redrive_policy")
        texts = {name: str(found.get(SUBSCRIPTION[name], "")) for name in documents}
        pending = found["PendingConfirmation"] == "true" or found["Protocol"] in BY_MESSAGE
        return {
            "pending_confirmation": pending,
            "confirmation_was_authenticated": not pending,
            "filter_policy_scope": found.get("FilterPolicyScope", ""),
            "subscription_role_arn": found.get("SubscriptionRoleArn", ""),
            **{name: as_written(x, name, text) for name, text in texts.items()},
        }
