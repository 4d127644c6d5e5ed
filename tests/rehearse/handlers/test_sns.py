"""Topics, their policies and their subscriptions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

TOPIC, POLICY, SUBSCRIPTION = "aws_sns_topic", "aws_sns_topic_policy", "aws_sns_topic_subscription"
HERE = f"arn:aws:sns:{REGION}:123456789012"


def policy(action: str = "sns:Publish", **principal: str) -> str:
    """Return a topic's policy."""
    statement = {
        "Effect": "Allow",
        "Principal": principal or {"Service": "cloudwatch.amazonaws.com"},
        "Action": [action],
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_topic(play: Play) -> None:
    """A topic is made, changed in place, drifts, is imported, and goes."""
    state = play.make(TOPIC, name="life", display_name="d", kms_master_key_id="alias/a")
    sns = play.aws("sns")

    assert (state["id"], state["arn"], state["owner"]) == (
        f"{HERE}:life",
        f"{HERE}:life",
        "123456789012",
    )
    state = play.change(TOPIC, state, name="life", display_name="e", tags={"Name": "a"})
    assert "KmsMasterKeyId" not in sns.get_topic_attributes(TopicArn=state["id"])["Attributes"]
    what = {"AttributeName": "DisplayName", "AttributeValue": "a stranger"}
    sns.set_topic_attributes(TopicArn=state["id"], **what)
    drifted = play.read(TOPIC, state)
    assert drifted is not None
    assert drifted["display_name"] == "a stranger"
    assert play.adopt(TOPIC, state["id"])["name"] == "life"
    play.drop(TOPIC, state)


def test_fifo(play: Play) -> None:
    """A FIFO topic is told by its name."""
    state = play.make(TOPIC, name="a.fifo", fifo_topic=True, content_based_deduplication=True)
    assert play.adopt(TOPIC, state["id"])["fifo_topic"]
    play.drop(TOPIC, state)


REFUSED: list[dict[str, Any]] = [
    {"name": "plain", "fifo_topic": True},
    {"name": "plain.fifo"},
    {"name": "plain", "content_based_deduplication": True},
    {"name": "plain", "policy": "not json"},
    {"name": "plain", "policy": policy("sns:*")},
    {"name": "plain", "policy": policy("s3:GetObject")},
    {"name": "plain", "policy": policy(AWS="arn:aws:iam::123456789012:role/nobody")},
]


@pytest.mark.parametrize("given", REFUSED)
def test_refused_topics(play: Play, given: dict[str, Any]) -> None:
    """Names, options and policies that are no topic's are refused."""
    with pytest.raises(Refused, match="Invalid parameter"):
        play.make(TOPIC, **given)


def test_taken_names(play: Play) -> None:
    """AWS hands out a topic that is there already, but none that is another."""
    play.make(TOPIC, name="taken", tags={"Name": "a"})
    play.make(TOPIC, name="taken", tags={"Name": "a"})
    with pytest.raises(Refused, match="different tags"):
        play.make(TOPIC, name="taken")
    with pytest.raises(Refused, match="different attributes"):
        play.make(TOPIC, name="taken", tags={"Name": "a"}, kms_master_key_id="alias/a")


def test_policy(play: Play) -> None:
    """A policy takes the place of AWS's own, which comes back when it goes."""
    arn = play.make(TOPIC, name="guarded")["arn"]
    state = play.make(POLICY, arn=arn, policy=policy())
    state = play.change(POLICY, state, arn=arn, policy=policy("sns:GetTopicAttributes"))
    sns = play.aws("sns")
    same = json.dumps(json.loads(state["policy"]), indent=4)
    what = {"TopicArn": arn, "AttributeName": "Policy"}
    sns.set_topic_attributes(**what, AttributeValue=same)
    assert play.read(POLICY, state) == state
    sns.set_topic_attributes(**what, AttributeValue=policy())
    drifted = play.read(POLICY, state)
    assert drifted is not None
    assert "sns:Publish" in drifted["policy"]
    assert play.adopt(POLICY, arn)["arn"] == arn
    play.lifecycle.delete(play.lifecycle.kind(POLICY), state, play.connection)
    born = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]
    assert "__default_statement_ID" in born


def test_subscription(play: Play) -> None:
    """A subscription is made, changed in place, imported, and goes; mails wait for an answer."""
    arn = play.make(TOPIC, name="told")["arn"]
    queue = {"topic_arn": arn, "protocol": "sqs", "endpoint": f"arn:aws:sqs:{REGION}:1:q"}
    rule = json.dumps({"kind": ["a"]})
    state = play.make(SUBSCRIPTION, **queue, raw_message_delivery=True, filter_policy=rule)
    assert (state["pending_confirmation"], state["owner_id"]) == (False, "123456789012")
    other = json.dumps({"kind": ["b"]})
    state = play.change(SUBSCRIPTION, state, **queue, filter_policy=other)
    assert not state["raw_message_delivery"]
    state = play.change(SUBSCRIPTION, state, **queue)
    assert play.adopt(SUBSCRIPTION, state["arn"])["endpoint"] == queue["endpoint"]
    play.drop(SUBSCRIPTION, state)
    mail = play.make(SUBSCRIPTION, topic_arn=arn, protocol="email", endpoint="ops@example.com")
    assert mail["pending_confirmation"]
    play.drop(SUBSCRIPTION, mail)


@pytest.mark.parametrize(
    ("protocol", "endpoint"),
    [
        ("email", "nobody"),
        ("https", "http://example.com"),
        ("lambda", "function"),
        ("sqs", "https://sqs.example.com/q"),
        ("sqs", f"arn:aws:sqs:{REGION}:1:q.fifo"),
        ("pigeon", "coop"),
    ],
)
def test_refused_endpoints(play: Play, protocol: str, endpoint: str) -> None:
    """An endpoint that is none of its protocol is refused."""
    arn = play.make(TOPIC, name="unreached")["arn"]
    with pytest.raises(Refused, match=r"Invalid parameter|does not support"):
        play.make(SUBSCRIPTION, topic_arn=arn, protocol=protocol, endpoint=endpoint)


def test_mails_from_fifo(play: Play) -> None:
    """A FIFO topic sends no mail."""
    arn = play.make(TOPIC, name="unreached.fifo", fifo_topic=True)["arn"]
    with pytest.raises(Refused, match="Invalid protocol type: email"):
        play.make(SUBSCRIPTION, topic_arn=arn, protocol="email", endpoint="a@example.com")
