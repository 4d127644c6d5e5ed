"""Metrics from logs, and kept queries."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

GROUP, FILTER = "aws_cloudwatch_log_group", "aws_cloudwatch_log_metric_filter"
QUERY = "aws_cloudwatch_query_definition"
ERRORS = [{"name": "Errors", "namespace": "App", "value": "1"}]


def test_filter(play: Play) -> None:
    """A filter is made, changed in place, imported, and goes with its group."""
    group = play.make(GROUP, name="/filtered")
    given = {"log_group_name": "/filtered", "name": "errors"}
    state = play.make(FILTER, **given, pattern="", metric_transformation=ERRORS)
    status = {**ERRORS[0], "dimensions": {"Status": "$.status"}, "unit": "Count"}
    given["pattern"] = '{ $.level = "ERROR" }'
    state = play.change(FILTER, state, **given, metric_transformation=[status])
    found = play.aws("logs").describe_metric_filters(logGroupName="/filtered")["metricFilters"]
    assert [one["metricTransformations"][0]["unit"] for one in found] == ["Count"]
    counted = [{**ERRORS[0], "default_value": "0"}]
    state = play.change(FILTER, state, **given, metric_transformation=counted)
    assert play.adopt(FILTER, "/filtered:errors")["pattern"] == given["pattern"]
    play.drop(FILTER, state)
    state = play.make(FILTER, **given, metric_transformation=ERRORS)
    play.drop(GROUP, group)
    assert play.read(FILTER, state) is None


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"log_group_name": "/none"}, "log group does not exist"),
    ({"name": "a:b"}, "regular expression"),
    ({"pattern": "{ $.level = ERROR"}, "Invalid metric filter pattern"),
    ({"pattern": '"open'}, "Invalid metric filter pattern"),
    ({"pattern": "x" * 1025}, "Invalid metric filter pattern"),
    (
        {
            "metric_transformation": [
                {**ERRORS[0], "default_value": "0", "dimensions": {"a": "$.a"}}
            ]
        },
        "mutually exclusive",
    ),
    (
        {"metric_transformation": [{**ERRORS[0], "dimensions": dict.fromkeys("abcd", "$.a")}]},
        "at most 3",
    ),
    ({"metric_transformation": [{**ERRORS[0], "unit": "Errors"}]}, "enum value set"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_refused_filters(play: Play, wrong: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    group = play.make(GROUP, name="/refused")
    given: dict[str, Any] = {"log_group_name": "/refused", "name": "errors", "pattern": "ERROR"}
    with pytest.raises(Refused, match=words):
        play.make(FILTER, **{**given, "metric_transformation": ERRORS, **wrong})
    play.drop(GROUP, group)


@pytest.mark.parametrize(
    "pattern", ["ERROR", '"not found"', "%a|b%", "[ip, user, ...]", '{ $.a = "\\"" }', '?"a" ?b']
)
def test_patterns(play: Play, pattern: str) -> None:
    """Words, expressions, columns and fields can be looked for."""
    group = play.make(GROUP, name="/patterns")
    given = {"log_group_name": "/patterns", "name": "a", "pattern": pattern}
    play.drop(FILTER, play.make(FILTER, **given, metric_transformation=ERRORS))
    play.drop(GROUP, group)


def test_query(play: Play) -> None:
    """A query is made, renamed and changed in place, imported by its ARN, and goes."""
    given = {"name": "app/errors", "query_string": "fields @message | filter level = 'ERROR'"}
    state = play.make(QUERY, **given, log_group_names=["/app"])
    assert state["query_definition_id"] == state["id"]
    state = play.change(QUERY, state, **{**given, "name": "app/failures"})
    assert not state["log_group_names"]
    arn = f"arn:aws:logs:{REGION}:123456789012:query-definition:{state['id']}"
    assert play.adopt(QUERY, arn)["name"] == "app/failures"
    with pytest.raises(Refused, match="between 1 and 10000"):
        play.make(QUERY, name="no", query_string="")
    play.drop(QUERY, state)
