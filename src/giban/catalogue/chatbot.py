"""Notifications in chat rooms (Amazon Q Developer in chat applications, AWS Chatbot before)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Str,
    StrList,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class SlackChannelConfiguration(
    Resource, type="aws_chatbot_slack_channel_configuration", framework=True
):
    """A Slack channel that hears of what topics say."""

    configuration_name: Str = required(new=True)
    iam_role_arn: Str = required()
    slack_channel_id: Str = required()
    slack_team_id: Str = required()
    guardrail_policy_arns: StrList = optional(computed=True)
    logging_level: Str = optional(computed=True, default="NONE")
    region: Str = optional(computed=True)
    sns_topic_arns: StrSet = optional(computed=True)
    tags: StrMap = optional()
    user_authorization_required: Bool = optional(computed=True, default=False)
    chat_configuration_arn: Str = computed()
    slack_channel_name: Str = computed()
    slack_team_name: Str = computed()
    tags_all: StrMap = computed()
    timeouts: Timeouts | None = blocks("single")
