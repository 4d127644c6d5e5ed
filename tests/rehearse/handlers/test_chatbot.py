"""Slack channels that hear of topics."""

import json

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Play

CHANNEL = "aws_chatbot_slack_channel_configuration"


def role(play: Play, name: str, service: str = "chatbot.amazonaws.com") -> str:
    """Make a role that a service may take on; returns its ARN."""
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = play.aws("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)
    return str(made["Role"]["Arn"])


def test_whole_life(play: Play) -> None:
    """Made, changed, imported by its ARN, and deleted."""
    who = {"configuration_name": "ops", "iam_role_arn": role(play, "slack")}
    where = {"slack_team_id": "T07EA123LEP", "slack_channel_id": "C07EZ1ABC23"}

    made = play.make(CHANNEL, **who, **where, tags={"a": "b"})

    assert made["logging_level"] == "NONE"
    assert made["chat_configuration_arn"].endswith(":chat-configuration/slack-channel/ops")
    made = play.change(CHANNEL, made, **who, **where, logging_level="ERROR")
    assert play.adopt(CHANNEL, made["chat_configuration_arn"])["logging_level"] == "ERROR"
    play.drop(CHANNEL, made)
    assert play.read(CHANNEL, made) is None


def test_refused(play: Play) -> None:
    """Ids that Slack does not give out, unknown levels, and roles of somebody else."""
    good = {
        "configuration_name": "refused",
        "iam_role_arn": role(play, "right"),
        "slack_team_id": "T07EA123LEP",
        "slack_channel_id": "C07EZ1ABC23",
    }
    wrong = {
        "slack_team_id": "my-team",
        "slack_channel_id": "#alerts",
        "logging_level": "ALL",
        "iam_role_arn": role(play, "wrong", "ec2.amazonaws.com"),
    }
    for name, value in wrong.items():
        with pytest.raises(Refused):
            play.make(CHANNEL, **{**good, name: value})


def test_one_configuration_for_each_channel(play: Play) -> None:
    """An account has one of a channel, whatever its name (terraform-provider-awscc#1011)."""
    good = {
        "iam_role_arn": role(play, "shared"),
        "slack_team_id": "T07EA123LEP",
        "slack_channel_id": "C07EZ1ABC99",
    }
    play.make(CHANNEL, **good, configuration_name="dev")

    with pytest.raises(Refused, match="has already been configured for AWS account"):
        play.make(CHANNEL, **good, configuration_name="prod")
    play.make(CHANNEL, **{**good, "slack_channel_id": "C07EZ1ABC98"}, configuration_name="prod")
