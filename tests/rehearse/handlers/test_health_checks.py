"""Health checks."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Play

CHECK = "aws_route53_health_check"


def test_of_an_endpoint(play: Play) -> None:
    """A check of a site is made, changed in place, imported, and goes."""
    given = {"type": "HTTPS", "fqdn": "app.example.com", "request_interval": 30}
    state = play.make(CHECK, **given, resource_path="/health", tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:route53:::healthcheck/{state['id']}"
    assert state["enable_sni"] is True
    assert state["failure_threshold"] == 3
    state = play.change(CHECK, state, **given, port=8443, failure_threshold=5, disabled=True)
    found = play.aws("route53").get_health_check(HealthCheckId=state["id"])["HealthCheck"]
    assert found["HealthCheckConfig"]["Port"] == 8443
    assert not found["HealthCheckConfig"].get("ResourcePath")
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(CHECK, state["id"])["fqdn"] == "app.example.com"
    play.drop(CHECK, state)


def test_of_others(play: Play) -> None:
    """A check can look at other checks, or at an alarm."""
    given = {"type": "TCP", "ip_address": "13.124.0.1", "port": 443}
    one = play.make(CHECK, **given, regions=["us-east-1", "us-west-1", "eu-west-1"])
    both = {"type": "CALCULATED", "child_health_threshold": 1, "child_healthchecks": [one["id"]]}
    state = play.make(CHECK, **both, invert_healthcheck=True)
    assert play.adopt(CHECK, state["id"])["child_healthchecks"] == [one["id"]]
    alarm = {"cloudwatch_alarm_name": "a", "cloudwatch_alarm_region": "us-east-1"}
    watched = play.make(
        CHECK, type="CLOUDWATCH_METRIC", **alarm, insufficient_data_health_status="Healthy"
    )
    for made in (state, one, watched):
        play.drop(CHECK, made)


def test_of_a_text(play: Play) -> None:
    """A check can look for a text, and for another one later."""
    given = {"type": "HTTP_STR_MATCH", "fqdn": "a.example.com", "port": 80}
    state = play.make(CHECK, **given, search_string="ok")
    state = play.change(CHECK, state, **given, search_string="fine")
    play.drop(CHECK, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"type": "HTTP"}, "Either FullyQualifiedDomainName or IPAddress"),
    ({"type": "TCP", "fqdn": "a.example.com"}, "Port must be specified"),
    ({"type": "CALCULATED"}, "ChildHealthChecks must be specified"),
    ({"type": "CLOUDWATCH_METRIC"}, "AlarmIdentifier must be specified"),
    ({"type": "HTTP_STR_MATCH", "fqdn": "a.example.com"}, "SearchString must be specified"),
    ({"type": "HTTP", "fqdn": "a.example.com", "search_string": "a"}, "SearchString cannot be"),
    ({"type": "HTTP", "ip_address": "10.0.0.1"}, "range that Route 53 does not check"),
    ({"type": "HTTP", "ip_address": "a.b.c.d"}, "IPAddress is not valid"),
    ({"type": "HTTP", "fqdn": "a.example.com", "regions": ["us-east-1"]}, "At least 3 regions"),
    ({"type": "PING", "fqdn": "a.example.com"}, "enum value set"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(play: Play, given: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words):
        play.make(CHECK, **given)
