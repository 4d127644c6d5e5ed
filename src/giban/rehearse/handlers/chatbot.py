"""Chat rooms. Nothing is ever said there, and no workspace is asked whether it lets AWS in."""

from __future__ import annotations

import re

from giban.catalogue import chatbot
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Shadowed
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.task import Task

PRINCIPAL = "chatbot.amazonaws.com"
INVALID = "InvalidParameterException"
MEMBERS = {"slack_team_id": r"[0-9A-Z]{1,255}", "slack_channel_id": r"[A-Za-z0-9]{1,255}"}
"""https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html"""
LEVELS = ("ERROR", "INFO", "NONE")


def _spelled_right(x: Task) -> None:
    """Refuse ids of a workspace or channel that Slack does not give out, and unknown levels."""
    for name, pattern in MEMBERS.items():
        if not re.fullmatch(pattern, str(x[name])):
            text = f"Value at '{name}' failed to satisfy regular expression pattern: ^{pattern}$"
            raise Refused(INVALID, text, attribute=(name,))
    if x["logging_level"] not in LEVELS:
        text = f"LoggingLevel must be one of {', '.join(LEVELS)}"
        raise Refused(INVALID, text, attribute=("logging_level",))


def _assumable(x: Task) -> None:
    """Refuse a role that does not trust the service."""
    if not trusts(x, str(x["iam_role_arn"]), PRINCIPAL):
        text = f"{x['iam_role_arn']} cannot be assumed by {PRINCIPAL}"
        raise Refused(INVALID, text, attribute=("iam_role_arn",))


def _first_of_its_channel(x: Task) -> None:
    """Refuse a second configuration of a channel: an account has one of each."""
    kind = chatbot.SlackChannelConfiguration.terraform_type
    for other in x.shadow.all(kind, x.region):
        itself = other["configuration_name"] == x["configuration_name"]
        if not itself and all(other[name] == x[name] for name in MEMBERS):
            channel, team = x["slack_channel_id"], x["slack_team_id"]
            text = f"Slack channel with ID {channel} in Slack team {team} has already been "
            text += "configured for AWS account"
            raise Refused("InvalidRequestException", text, attribute=("slack_channel_id",))


class SlackChannelConfiguration(Shadowed):
    """A Slack channel; its name is its id, which the provider does not keep."""

    kind = chatbot.SlackChannelConfiguration
    service = "chatbot"
    key = "configuration_name"
    guards = (_spelled_right, _assumable, _first_of_its_channel)

    def made(self, x: Task) -> Values:
        """Return its ARN, and names that only Slack knows."""
        path = f"chat-configuration/slack-channel/{x['configuration_name']}"
        return {
            "chat_configuration_arn": x.arn(path, is_global=True),
            "slack_channel_name": "",
            "slack_team_name": "",
        }

    def read(self, x: Task) -> Values:
        """Return it by its name."""
        x.id = str(x["configuration_name"])
        return super().read(x)

    def update(self, x: Task) -> None:
        """Store what changed."""
        x.id = str(x["configuration_name"])
        super().update(x)

    def delete(self, x: Task) -> None:
        """Forget it."""
        x.id = str(x["configuration_name"])
        super().delete(x)

    def import_(self, id: str) -> Values:
        """Return the name at the end of its ARN."""
        return {"configuration_name": id.rpartition("/")[2]}
