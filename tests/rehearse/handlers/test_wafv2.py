"""Web ACLs, what they stand in front of, and their logs."""

import json
from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import in_region
from tests.rehearse.handlers.play import REGION, Play
from tests.rehearse.handlers.test_elb import network

ACL, FRONT = "aws_wafv2_web_acl", "aws_wafv2_web_acl_association"
LOGS = "aws_wafv2_web_acl_logging_configuration"
SEEN = [
    {
        "metric_name": "m",
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
    }
]


def _rule(name: str, priority: int, statement: Values, **more: Any) -> Values:
    common = {"name": name, "priority": priority, "visibility_config": SEEN}
    return {**common, "statement": [statement], **(more or {"action": [{"block": [{}]}]})}


def _managed(name: str) -> Values:
    return {"managed_rule_group_statement": [{"vendor_name": "AWS", "name": name}]}


RATE = {"rate_based_statement": [{"limit": 100, "aggregate_key_type": "IP"}]}
COMMON = _managed("AWSManagedRulesCommonRuleSet")
NONE: list[Values] = [{"none": [{}]}]
ADMIN = {
    "byte_match_statement": [
        {
            "search_string": "/admin",
            "positional_constraint": "STARTS_WITH",
            "field_to_match": [{"uri_path": [{}]}],
            "text_transformation": [{"priority": 0, "type": "LOWERCASE"}],
        }
    ]
}


def _acl(name: str, *rules: Values, **more: Any) -> dict[str, Any]:
    allow: list[Values] = [{"allow": [{}]}]
    common = {"name": name, "scope": "REGIONAL", "visibility_config": SEEN}
    return {**common, "default_action": allow, "rule": list(rules), **more}


def test_web_acl(play: Play) -> None:
    """Rules are read back as they are, count their capacity, and change in place."""
    rules = [
        _rule("rate", 0, RATE),
        _rule("common", 1, COMMON, override_action=NONE),
        _rule("admin", 2, ADMIN),
    ]
    state = play.make(ACL, **_acl("life", *rules))
    assert state["capacity"] == 2 + 700 + 20
    body = {"key": "closed", "content": "no", "content_type": "TEXT_PLAIN"}
    closed = {"custom_response": [{"response_code": 403, "custom_response_body_key": "closed"}]}
    other = _acl(
        "life",
        *rules[:2],
        default_action=[{"block": [closed]}],
        custom_response_body=[body],
        description="other",
        tags={"a": "b"},
    )
    state = play.change(ACL, state, **other)
    assert play.adopt(ACL, f"{state['id']}/life/REGIONAL")["description"] == "other"
    found = play.aws("wafv2").get_web_acl(Name="life", Scope="REGIONAL", Id=state["id"])
    assert found["WebACL"]["DefaultAction"]["Block"]["CustomResponse"]["ResponseCode"] == 403
    play.drop(ACL, state)


def test_rules_as_json(play: Play) -> None:
    """Rules can be written as the API has them."""
    rule = {
        "Name": "rate",
        "Priority": 0,
        "Action": {"Block": {}},
        "Statement": {"RateBasedStatement": {"Limit": 100, "AggregateKeyType": "IP"}},
        "VisibilityConfig": {
            "MetricName": "m",
            "CloudWatchMetricsEnabled": True,
            "SampledRequestsEnabled": True,
        },
    }
    state = play.make(ACL, **_acl("json", rule_json=json.dumps([rule])))
    assert state["capacity"] == 2
    play.drop(ACL, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    (_acl("no", scope="CLOUDFRONT"), "The scope is not valid., field: SCOPE_VALUE"),
    (_acl("no", _rule("a", 0, COMMON)), "none or multiple values"),
    (_acl("no", _rule("a", 0, RATE, override_action=NONE)), "none or multiple values"),
    (_acl("no", _rule("a", 0, RATE), _rule("b", 0, RATE)), "have the same priority"),
    (_acl("no", _rule("a", 0, RATE), _rule("a", 1, RATE)), "have the same name"),
    (_acl("no", _rule("a", 0, _managed("AWSNone"), override_action=NONE)), "resource doesn’t"),  # noqa: RUF001
    (
        _acl("no", *[_rule(str(n), n, COMMON, override_action=NONE) for n in range(8)]),
        "5600 of 5000 WCUs",
    ),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_refused_web_acls(play: Play, wrong: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words) as refusal:
        play.make(ACL, **wrong)
    assert refusal.value.code.startswith("WAF")


def test_association(play: Play) -> None:
    """A web ACL stands in front of a load balancer, and stays as long as it does."""
    net = network(play)
    arn = play.make("aws_lb", name="guarded", subnets=[net.a, net.b])["arn"]
    first = play.make(ACL, **_acl("first"))
    second = play.make(ACL, **_acl("second"))
    play.make(FRONT, resource_arn=arn, web_acl_arn=first["arn"])
    state = play.make(FRONT, resource_arn=arn, web_acl_arn=second["arn"])
    play.drop(ACL, first)
    with pytest.raises(Refused, match="being used by another resource"):
        play.drop(ACL, second)
    assert play.adopt(FRONT, state["id"])["web_acl_arn"] == second["arn"]
    play.drop(FRONT, state)
    play.drop(ACL, second)


def test_refused_associations(play: Play) -> None:
    """Both have to exist, in one region."""
    acl = play.make(ACL, **_acl("nothing"))
    missing = f"arn:aws:elasticloadbalancing:{REGION}:123456789012:loadbalancer/app/none/1"
    with pytest.raises(Exception, match="LoadBalancerNotFound"):
        play.make(FRONT, resource_arn=missing, web_acl_arn=acl["arn"])
    everywhere = in_region(play, "us-east-1").make(ACL, **_acl("cdn", scope="CLOUDFRONT"))
    with pytest.raises(Refused, match="The ARN isn't valid"):
        play.make(FRONT, resource_arn="arn:aws:x", web_acl_arn=everywhere["arn"])


def test_logs(play: Play) -> None:
    """Logs go to where the name says so; what is hidden from them changes in place."""
    acl = play.make(ACL, **_acl("logged"))["arn"]
    group = f"arn:aws:logs:{REGION}:123456789012:log-group:"
    config = {"resource_arn": acl, "log_destination_configs": [f"{group}aws-waf-logs-a"]}
    hidden = [{"single_header": [{"name": "cookie"}]}, {"query_string": [{}]}]
    state = play.make(LOGS, **config, redacted_fields=hidden)
    blocked = {"behavior": "KEEP", "requirement": "MEETS_ANY"}
    condition = [{"action_condition": [{"action": "BLOCK"}]}]
    keep = [{"default_behavior": "DROP", "filter": [{**blocked, "condition": condition}]}]
    state = play.change(LOGS, state, **config, redacted_fields=hidden[:1], logging_filter=keep)
    assert play.adopt(LOGS, acl)["redacted_fields"] == state["redacted_fields"]
    play.drop(LOGS, state)
    away = f"{group}aws-waf-logs-a".replace(REGION, "us-east-1")
    for wrong in (f"{group}app", "arn:aws:s3:::logs", away):
        with pytest.raises(Refused, match="field: LOG_DESTINATION"):
            play.make(LOGS, resource_arn=acl, log_destination_configs=[wrong])
