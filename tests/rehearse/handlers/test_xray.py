"""Groups of traces and sampling rules."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

GROUP, RULE = "aws_xray_group", "aws_xray_sampling_rule"
WIDE: dict[str, Any] = {
    "rule_name": "all",
    "fixed_rate": 0.05,
    "host": "*",
    "http_method": "*",
    "priority": 100,
    "reservoir_size": 1,
    "resource_arn": "*",
    "service_name": "*",
    "service_type": "*",
    "url_path": "*",
    "version": 1,
}


def test_group(play: Play) -> None:
    """A group is made, changed in place, imported by its ARN, and goes."""
    given = {"group_name": "app", "filter_expression": 'service("app")'}
    state = play.make(GROUP, **given, tags={"Name": "a"})

    assert state["arn"].startswith(f"arn:aws:xray:{REGION}:123456789012:group/app/")
    assert state["id"] == state["arn"]
    assert state["insights_configuration"] == [
        {"insights_enabled": False, "notifications_enabled": False}
    ]
    on = [{"insights_enabled": True}]
    state = play.change(GROUP, state, **given, insights_configuration=on)
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(GROUP, state["arn"])["group_name"] == "app"
    with pytest.raises(Refused, match="already exists"):
        play.make(GROUP, **given)
    play.drop(GROUP, state)


def test_group_with_insights(play: Play) -> None:
    """Insights tell nobody unless asked to."""
    on = [{"insights_enabled": True}]
    state = play.make(GROUP, group_name="on", filter_expression="a", insights_configuration=on)
    assert state["insights_configuration"][0]["notifications_enabled"] is False


@pytest.mark.parametrize("name", ["Default", "x" * 33, ""])
def test_refused_groups(play: Play, name: str) -> None:
    """AWS's own name, and names that are too long, are refused."""
    with pytest.raises(Refused):
        play.make(GROUP, group_name=name, filter_expression="a")


def test_rule(play: Play) -> None:
    """A rule is made, changed in place, imported, and goes."""
    state = play.make(RULE, **WIDE, attributes={"a": "b"})
    assert state["arn"] == f"arn:aws:xray:{REGION}:123456789012:sampling-rule/all"
    state = play.change(RULE, state, **{**WIDE, "fixed_rate": 0.5}, tags={"Name": "a"})
    assert play.adopt(RULE, "all")["fixed_rate"] == 0.5
    with pytest.raises(Refused, match="already exists"):
        play.make(RULE, **WIDE)
    play.drop(RULE, state)


@pytest.mark.parametrize("given", [{"rule_name": "Default"}, {"fixed_rate": 5}])
def test_refused_rules(play: Play, given: dict[str, Any]) -> None:
    """AWS's own name, and rates above all there is, are refused."""
    with pytest.raises(Refused):
        play.make(RULE, **{**WIDE, **given})
