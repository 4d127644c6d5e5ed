"""Who is told, and when: the alarms of a system."""

from __future__ import annotations

from collections.abc import Mapping

from giban.system.model import Alarms, Slack
from giban.system.reading import Reader, listed

CHANNEL = ("slack.workspace", "slack.channel")


def alarms(reader: Reader) -> Alarms:
    """Return what the author wants to hear of; mistakes are left with the reader."""
    return Alarms(
        email=reader.texts("email"),
        slack=_slack(reader),
        topic=reader.text("topic"),
        error_periods=reader.number("error_periods"),
        application_insights=reader.flag("application_insights"),
        cpu=reader.number("cpu"),
        memory=reader.number("memory"),
        errors=reader.number("errors"),
        error_seconds=reader.number("error_seconds"),
        unhealthy_seconds=reader.number("unhealthy_seconds"),
        urgent=reader.texts("urgent"),
    )


def _slack(reader: Reader) -> Slack | None:
    if reader.maybe("slack") is None:
        return None
    return Slack(workspace=reader.text("slack.workspace"), channel=reader.text("slack.channel"))


def check_channel(reader: Reader, others: Mapping[str, Reader]) -> None:
    """Note a Slack channel that several environments report to: they are in one account."""
    place = [reader.maybe(key) for key in CHANNEL]
    sharing = [
        name for name, other in others.items() if [other.maybe(key) for key in CHANNEL] == place
    ]
    if None not in place and len(sharing) > 1:
        reader.wrong(
            "slack-channel",
            "slack.channel",
            f"Several environments report to the channel {place[1]}: {listed(sharing)}.",
            why="An AWS account configures a Slack channel once, and all environments are in one.",
            fix="Write a channel of its own in each environment, or `slack: null` in all but one.",
        )
