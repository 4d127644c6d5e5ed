"""Who is told, and when: the alarms of a system."""

from __future__ import annotations

from giban.system.model import Alarms, Slack
from giban.system.reading import Reader


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
