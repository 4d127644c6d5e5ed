"""A Slack channel that hears of alarms (Amazon Q Developer in chat applications; D-HY-21)."""

from __future__ import annotations

from collections.abc import Sequence

from giban.catalogue import chatbot, iam, sns
from giban.compile.account import account_id, arn
from giban.compile.draft import Draft
from giban.compile.names import ROLE_LIMIT, label, named
from giban.compile.policies import allow, policy, trust
from giban.system import Slack

GUARDRAIL = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"
"""The most that people of the channel may do; AWS's own default is AdministratorAccess."""


def slack(draft: Draft, wanted: Slack, topics: Sequence[sns.Topic]) -> None:
    """Let a channel hear of topics, and its people look at the metrics, nothing more."""
    system, part = draft.system, draft.part("alarms.slack", "alarms")
    role = part.in_chapter("iam").add(
        iam.Role(
            "slack",
            name=named(system, "slack", limit=ROLE_LIMIT),
            assume_role_policy=trust("chatbot.amazonaws.com", account_id(draft)),
            tags={"Name": named(system, "slack")},
        )
    )
    looks = part.in_chapter("iam").add(
        iam.RolePolicy(
            label("slack"),
            name="look",
            role=role.ref.id,
            policy=policy(
                [
                    allow(
                        "Look", ["cloudwatch:DescribeAlarms"], [arn(draft, "cloudwatch", "alarm:*")]
                    ),
                    allow("Draw", ["cloudwatch:GetMetricWidgetImage"], ["*"]),
                ]
            ),
        )
    )
    part.add(
        chatbot.SlackChannelConfiguration(
            "alarms",
            configuration_name=named(system, system.alarms.topic),
            slack_team_id=wanted.workspace,
            slack_channel_id=wanted.channel,
            iam_role_arn=role.ref.arn,
            guardrail_policy_arns=[GUARDRAIL],
            logging_level="ERROR",
            sns_topic_arns=[topic.ref.arn for topic in topics],
            tags={"Name": named(system, system.alarms.topic)},
        ),
        "A person lets AWS into the workspace once, in the console: no API can.",
        after=[looks],
    )
