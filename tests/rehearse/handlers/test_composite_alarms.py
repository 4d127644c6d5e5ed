"""Alarms over alarms."""

from __future__ import annotations

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

ALARM, COMPOSITE = "aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"
HERE = f"{REGION}:123456789012"


def _alarm(play: Play, name: str) -> Values:
    metric = {"namespace": "N", "metric_name": "m", "period": 60, "statistic": "Sum"}
    compared = {"comparison_operator": "GreaterThanThreshold", "threshold": 1}
    return play.make(ALARM, alarm_name=name, evaluation_periods=1, **compared, **metric)


def test_composite(play: Play) -> None:
    """A composite alarm is made, changed in place, imported, and goes before what it is about."""
    one, two = _alarm(play, "one"), _alarm(play, "two (of app)")
    rule = 'ALARM("one") AND NOT OK("two (of app)")'
    state = play.make(COMPOSITE, alarm_name="both", alarm_rule=rule, tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:cloudwatch:{HERE}:alarm:both"
    given = {"alarm_name": "both", "alarm_rule": f"(ALARM({one['arn']}) OR FALSE)"}
    quiet = [{"alarm": "two (of app)", "extension_period": 10, "wait_period": 20}]
    actions = [f"arn:aws:sns:{HERE}:alerts"]
    state = play.change(COMPOSITE, state, **given, alarm_actions=actions, actions_suppressor=quiet)
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(COMPOSITE, "both")["alarm_actions"] == actions
    for alarm in (one, two):
        with pytest.raises(Refused, match=r"composite alarm.s. depending on it: ..both"):
            play.drop(ALARM, alarm)
    over = play.make(COMPOSITE, alarm_name="over", alarm_rule="ALARM(both)")
    with pytest.raises(Refused, match=r"depending on it: ..over"):
        play.drop(COMPOSITE, state)
    play.drop(COMPOSITE, over)
    play.drop(COMPOSITE, state)
    play.drop(ALARM, one)
    play.drop(ALARM, two)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("ALARM(none)", r"alarms \['none'\] in the alarm rule do not exist"),
        ("ALARM(no)", r"alarms \['no'\]"),
        ("ALARM(a) ALARM(b)", "is not valid"),
        ("ALARM(a) AND", "is not valid"),
        ("(TRUE", "is not valid"),
        ("TRUE)", "is not valid"),
        ("BROKEN(a)", "is not valid"),
        (" OR ".join(f"ALARM(a{n})" for n in range(101)), "more than 100"),
    ],
)
def test_refused_rules(play: Play, rule: str, words: str) -> None:
    """A rule is in order, and about alarms that are there."""
    with pytest.raises(Refused, match=words):
        play.make(COMPOSITE, alarm_name="no", alarm_rule=rule)


def test_refused(play: Play) -> None:
    """An alarm is not about itself, and acts in its own region."""
    state = play.make(COMPOSITE, alarm_name="self", alarm_rule="TRUE")
    with pytest.raises(Refused, match="depends on itself"):
        play.change(COMPOSITE, state, alarm_name="self", alarm_rule="TRUE OR OK(self)")
    with pytest.raises(Refused, match="Invalid arn syntax"):
        play.change(COMPOSITE, state, alarm_name="self", alarm_rule="TRUE", ok_actions=["a"])
    play.drop(COMPOSITE, state)
