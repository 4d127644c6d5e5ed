"""Detectors."""

from __future__ import annotations

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

DETECTOR = "aws_guardduty_detector"


def test_detector(play: Play) -> None:
    """A detector is made once, changed in place, drifts, is imported, and goes."""
    logs = [{"s3_logs": [{"enable": True}]}]
    state = play.make(DETECTOR, datasources=logs, tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:guardduty:{REGION}:123456789012:detector/{state['id']}"
    assert state["tags_all"] == {"Name": "a", "Owner": "platform"}
    with pytest.raises(Refused, match="already exists"):
        play.make(DETECTOR)
    often = {"finding_publishing_frequency": "FIFTEEN_MINUTES", "tags": {"Name": "b"}}
    state = play.change(DETECTOR, state, enable=False, **often)
    assert state["tags_all"]["Name"] == "b"
    play.aws("guardduty").update_detector(DetectorId=state["id"], Enable=True)
    drifted = play.read(DETECTOR, state)
    assert drifted is not None
    assert drifted["enable"]
    assert play.adopt(DETECTOR, state["id"])["finding_publishing_frequency"] == "FIFTEEN_MINUTES"
    play.drop(DETECTOR, state)
    with pytest.raises(Refused, match="findingPublishingFrequency"):
        play.make(DETECTOR, finding_publishing_frequency="DAILY")
