"""A topic that alarms report to, and the people it tells (Amazon SNS)."""

from __future__ import annotations

from collections.abc import Sequence

from giban.catalogue import sns
from giban.compile.account import account_id
from giban.compile.draft import Part
from giban.compile.policies import allow, policy


def alarm_topic(part: Part, made: sns.Topic, people: Sequence[str], why: str = "") -> sns.Topic:
    """Let alarms of this account, and nobody else, publish to `made`, and subscribe `people`."""
    own = made.terraform_label
    part.add(made, why)
    publish = allow(
        "Alarms",
        ["sns:Publish"],
        [made.ref.arn],
        principal={"Service": "cloudwatch.amazonaws.com"},
        condition={"StringEquals": {"aws:SourceAccount": account_id(part.draft)}},
    )
    part.add(sns.TopicPolicy(own, arn=made.ref.arn, policy=policy([publish])))
    for address in people:
        part.add(
            sns.TopicSubscription(
                own, each=address, topic_arn=made.ref.arn, protocol="email", endpoint=address
            ),
            "AWS sends each address a message to confirm.",
        )
    return made
