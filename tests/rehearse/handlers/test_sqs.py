"""Queues and their policies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

QUEUE, POLICY = "aws_sqs_queue", "aws_sqs_queue_policy"
ALLOW = "aws_sqs_queue_redrive_allow_policy"
HERE = f"arn:aws:sqs:{REGION}:123456789012"
URL = f"https://sqs.{REGION}.amazonaws.com/123456789012"


def policy(action: str = "sqs:SendMessage", **principal: str) -> str:
    """Return a queue's policy."""
    statement = {
        "Effect": "Allow",
        "Principal": principal or {"Service": "s3.amazonaws.com"},
        "Action": action,
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def redrive(name: str, times: int = 3) -> str:
    """Return where messages go that fail."""
    return json.dumps({"deadLetterTargetArn": f"{HERE}:{name}", "maxReceiveCount": times})


def test_queue(play: Play) -> None:
    """A queue is made, changed in place, drifts, is imported, and goes."""
    play.make(QUEUE, name="life-dlq", message_retention_seconds=1209600)
    given = {"name": "life", "visibility_timeout_seconds": 300, "tags": {"Name": "a"}}
    state = play.make(
        QUEUE, **given, redrive_policy=redrive("life-dlq"), kms_master_key_id="alias/queue"
    )
    assert (state["id"], state["url"]) == (f"{URL}/life", f"{URL}/life")
    assert state["arn"] == f"{HERE}:life"
    assert (state["sqs_managed_sse_enabled"], state["max_message_size"]) == (False, 262144)
    assert state["tags_all"] == {"Name": "a", "Owner": "platform"}
    state = play.change(QUEUE, state, name="life", delay_seconds=5, policy=policy())
    assert state["visibility_timeout_seconds"] == 30
    play.aws("sqs").set_queue_attributes(QueueUrl=state["id"], Attributes={"DelaySeconds": "7"})
    drifted = play.read(QUEUE, state)
    assert drifted is not None
    assert drifted["delay_seconds"] == 7
    assert play.adopt(QUEUE, state["id"])["name"] == "life"
    play.drop(QUEUE, state)


def test_fifo(play: Play) -> None:
    """A queue in order is told by its name; encryption by SQS itself is a matter of its own."""
    given = {"fifo_queue": True, "content_based_deduplication": True}
    state = play.make(QUEUE, name="a.fifo", **given, sqs_managed_sse_enabled=True)
    assert play.adopt(QUEUE, state["id"])["fifo_queue"]
    play.drop(QUEUE, state)
    play.drop(QUEUE, play.make(QUEUE, name_prefix="made-"))


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "a b"}, "alphanumeric characters"),
    ({"name": "a.fifo"}, "alphanumeric characters"),
    ({"name": "a", "fifo_queue": True}, "alphanumeric characters"),
    ({"name": "a", "content_based_deduplication": True}, "Unknown Attribute"),
    ({"name": "a", "message_retention_seconds": 59}, "MessageRetentionPeriod is invalid"),
    ({"name": "a", "visibility_timeout_seconds": 43201}, "VisibilityTimeout is invalid"),
    ({"name": "a", "policy": "not json"}, "Invalid value for the parameter Policy"),
    ({"name": "a", "policy": policy("s3:GetObject")}, "Only SQS actions"),
    ({"name": "a", "policy": policy(AWS="arn:aws:iam::123456789012:role/no")}, "Invalid principal"),
    ({"name": "a", "redrive_policy": "{}"}, "lacks a member"),
    ({"name": "a", "redrive_policy": redrive("b", 0)}, "maxReceiveCount"),
    ({"name": "a", "redrive_policy": redrive("b.fifo")}, "same type of queue"),
    ({"name": "a", "redrive_allow_policy": '{"redrivePermission": "maybe"}'}, "RedriveAllowPolicy"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(play: Play, given: dict[str, Any], words: str) -> None:
    """Names, numbers and policies that SQS does not take are refused."""
    with pytest.raises(Refused, match=words):
        play.make(QUEUE, **given)


def test_policy(play: Play) -> None:
    """A policy is set, changed in place, imported, and goes."""
    url = play.make(QUEUE, name="guarded")["url"]
    state = play.make(POLICY, queue_url=url, policy=policy())
    state = play.change(POLICY, state, queue_url=url, policy=policy("sqs:*"))
    assert play.adopt(POLICY, url)["queue_url"] == url
    play.drop(POLICY, state)
    with pytest.raises(Refused, match="does not exist"):
        play.make(POLICY, queue_url=f"{URL}/nobody", policy=policy())
    with pytest.raises(Refused, match="Only SQS actions"):
        play.make(POLICY, queue_url=url, policy=policy("sns:Publish"))


def test_allowed_sources(play: Play) -> None:
    """A queue takes what fails only from the queues it allows."""
    url = play.make(QUEUE, name="picky-dlq")["url"]
    by_queue = {"redrivePermission": "byQueue", "sourceQueueArns": [f"{HERE}:one"]}
    state = play.make(ALLOW, queue_url=url, redrive_allow_policy=json.dumps(by_queue))
    play.make(QUEUE, name="one", redrive_policy=redrive("picky-dlq"))
    with pytest.raises(Refused, match="does not allow this source"):
        play.make(QUEUE, name="two", redrive_policy=redrive("picky-dlq"))
    everyone = json.dumps({"redrivePermission": "allowAll"})
    state = play.change(ALLOW, state, queue_url=url, redrive_allow_policy=everyone)
    play.make(QUEUE, name="two", redrive_policy=redrive("picky-dlq"))
    assert play.adopt(ALLOW, url)["redrive_allow_policy"] == everyone
    play.drop(ALLOW, state)
    with pytest.raises(Refused, match="RedriveAllowPolicy is invalid"):
        play.make(ALLOW, queue_url=url, redrive_allow_policy='{"redrivePermission": "byQueue"}')
    with pytest.raises(Refused, match="does not exist"):
        play.make(ALLOW, queue_url=f"{URL}/nobody", redrive_allow_policy=everyone)
