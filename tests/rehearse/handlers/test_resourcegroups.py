"""Groups of resources, and applications that are watched."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

GROUP, APPLICATION = "aws_resourcegroups_group", "aws_applicationinsights_application"
HERE = f"{REGION}:123456789012"


def _query(value: str) -> list[dict[str, Any]]:
    tags = [{"Key": "App", "Values": [value]}]
    asked = {"ResourceTypeFilters": ["AWS::AllSupported"], "TagFilters": tags}
    return [{"query": json.dumps(asked)}]


def test_group(play: Play) -> None:
    """A group is made, changed in place, imported by its name, and goes."""
    given = {"name": "app", "resource_query": _query("a")}
    state = play.make(GROUP, **given, description="d", tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:resource-groups:{HERE}:group/app"
    state = play.change(GROUP, state, name="app", resource_query=_query("b"))
    assert state["description"] in (None, "")
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(GROUP, "app")["resource_query"][0]["type"] == "TAG_FILTERS_1_0"
    with pytest.raises(Exception, match="already exists"):
        play.make(GROUP, **given)
    play.drop(GROUP, state)


def test_configured_group(play: Play) -> None:
    """A group can be configured instead."""
    allowed = {"name": "allowed-resource-types", "values": ["AWS::EC2::Instance"]}
    pool = {"type": "AWS::ResourceGroups::Generic", "parameters": [allowed]}
    given = {"name": "pool", "configuration": [pool]}
    state = play.make(GROUP, **given)
    other = {**allowed, "values": ["AWS::EC2::Volume"]}
    state = play.change(GROUP, state, name="pool", configuration=[{**pool, "parameters": [other]}])
    play.drop(GROUP, state)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "cannot both be empty"),
        ({"resource_query": [{"query": "{"}]}, "check JSON syntax"),
        ({"resource_query": [{"query": "{}"}]}, "check JSON syntax"),
        ({"resource_query": [{**_query("a")[0], "type": "TAGS"}]}, "enum value set"),
    ],
)
def test_refused_groups(play: Play, given: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words):
        play.make(GROUP, name="no", **given)


def test_application(play: Play) -> None:
    """An application is of a group; it is made, changed in place, imported, and goes."""
    with pytest.raises(Refused, match="Resource group watched does not exist"):
        play.make(APPLICATION, resource_group_name="watched")
    group = play.make(GROUP, name="watched", resource_query=_query("a"))
    given = {"resource_group_name": "watched", "auto_config_enabled": True}
    state = play.make(APPLICATION, **given, tags={"Name": "a"})
    assert state["id"] == "watched"
    path = "application/resource-group/watched"
    assert state["arn"] == f"arn:aws:applicationinsights:{HERE}:{path}"
    topic = f"arn:aws:sns:{HERE}:alerts"
    told = {"ops_center_enabled": True, "ops_item_sns_topic_arn": topic}
    state = play.change(APPLICATION, state, **given, **told)
    assert play.adopt(APPLICATION, "watched")["ops_item_sns_topic_arn"] == topic
    with pytest.raises(Refused, match="exists already"):
        play.make(APPLICATION, **given)
    with pytest.raises(Refused, match="enum value set"):
        play.make(APPLICATION, resource_group_name="watched", grouping_type="ALL")
    play.drop(APPLICATION, state)
    play.drop(GROUP, group)
