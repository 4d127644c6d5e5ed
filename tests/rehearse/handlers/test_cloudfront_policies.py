"""Cache policies, origin request policies and functions."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Play
from tests.rehearse.handlers.test_cloudfront import DEFAULT, DISTRIBUTION, _site

CACHE, PASSED = "aws_cloudfront_cache_policy", "aws_cloudfront_origin_request_policy"
FUNCTION = "aws_cloudfront_function"
KEY = "parameters_in_cache_key_and_forwarded_to_origin"
NONE: dict[str, Any] = {
    "cookies_config": [{"cookie_behavior": "none"}],
    "headers_config": [{"header_behavior": "none"}],
    "query_strings_config": [{"query_string_behavior": "none"}],
}
CODE = "function handler(event) { return event.request; }"


def _headers(*names: str, behaviour: str = "whitelist") -> dict[str, Any]:
    items = [{"items": list(names)}] if names else []
    return {"headers_config": [{"header_behavior": behaviour, "headers": items}]}


def test_cache_policy(play: Play) -> None:
    """A cache policy is made, changed in place, renamed, imported, and goes."""
    key = {**NONE, **_headers("Accept", "Origin"), "enable_accept_encoding_gzip": True}
    state = play.make(CACHE, name="pages", min_ttl=1, **{KEY: [key]})
    assert state["arn"] == f"arn:aws:cloudfront::123456789012:cache-policy/{state['id']}"
    strings = [{"query_string_behavior": "all"}]
    given = {"name": "all", "comment": "c", KEY: [{**NONE, "query_strings_config": strings}]}
    before, state = state["etag"], play.change(CACHE, state, **given, default_ttl=60)
    assert state["etag"] != before
    assert state[KEY][0]["headers_config"][0]["headers"] == []
    assert play.adopt(CACHE, state["id"])["default_ttl"] == 60
    with pytest.raises(Exception, match="CachePolicyAlreadyExists"):
        play.make(CACHE, **given)
    play.drop(CACHE, state)


def test_origin_request_policy(play: Play) -> None:
    """An origin request policy is made, changed in place, imported, and goes."""
    state = play.make(PASSED, name="api", **NONE)
    changed = {**NONE, **_headers("X-Tenant"), "cookies_config": [{"cookie_behavior": "all"}]}
    state = play.change(PASSED, state, name="api", **changed)
    found = play.adopt(PASSED, state["id"])
    assert found["headers_config"][0]["headers"] == [{"items": ["X-Tenant"]}]
    path = f":origin-request-policy/{state['id']}"
    assert state["arn"].endswith(path)
    play.drop(PASSED, state)


def test_function(play: Play) -> None:
    """A function is made, changed and published in place, imported by its name, and goes."""
    given = {"name": "rewrite", "runtime": "cloudfront-js-2.0", "code": CODE}
    state = play.make(FUNCTION, **given, publish=False)
    assert state["status"] == "UNPUBLISHED"
    state = play.change(FUNCTION, state, **given, comment="c")
    assert state["arn"] == "arn:aws:cloudfront::123456789012:function/rewrite"
    assert play.adopt(FUNCTION, "rewrite")["live_stage_etag"] != ""
    with pytest.raises(Refused, match="already exists: rewrite"):
        play.make(FUNCTION, **given)
    play.drop(FUNCTION, state)


def test_used(play: Play) -> None:
    """What a distribution uses exists, and stays as long as it is used."""
    cache = play.make(CACHE, name="used", **{KEY: [NONE]})
    passed = play.make(PASSED, name="used", **NONE)
    given = {"runtime": "cloudfront-js-2.0", "code": CODE}
    function = play.make(FUNCTION, name="used", **given)
    waiting = play.make(FUNCTION, name="waiting", **given, publish=False)

    def using(cache: str, passed: str, function: str) -> dict[str, Any]:
        runs = [{"event_type": "viewer-request", "function_arn": function}]
        behaviour = {**DEFAULT, "cache_policy_id": cache, "function_association": runs}
        return _site(default_cache_behavior=[{**behaviour, "origin_request_policy_id": passed}])

    for wrong, words in (
        (using("none", passed["id"], function["arn"]), "cache policy does not exist"),
        (using(cache["id"], "none", function["arn"]), "origin request policy does not exist"),
        (using(cache["id"], passed["id"], waiting["arn"]), "no LIVE stage"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(DISTRIBUTION, **wrong)
    state = play.make(DISTRIBUTION, **using(cache["id"], passed["id"], function["arn"]))
    for type, used, code in (
        (CACHE, cache, "CachePolicyInUse"),
        (PASSED, passed, "OriginRequestPolicyInUse"),
        (FUNCTION, function, "FunctionInUse"),
    ):
        with pytest.raises(Refused) as refusal:
            play.drop(type, used)
        assert refusal.value.code == code
    play.drop(DISTRIBUTION, state)
    for type, used in ((CACHE, cache), (PASSED, passed), (FUNCTION, function)):
        play.drop(type, used)
    play.drop(FUNCTION, waiting)


CACHED = {"enable_accept_encoding_gzip": True}
OFF = {"default_ttl": 0, "max_ttl": 0}
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (CACHE, {KEY: [{**NONE, **_headers()}]}, "Headers is required when its behavior is whitelist"),
    (CACHE, {KEY: [{**NONE, **_headers("a", behaviour="none")}]}, "Headers cannot be set"),
    (CACHE, {KEY: [{**NONE, **_headers(*"abcdefghijk")}]}, "more than 10"),
    (CACHE, {KEY: [{**NONE, **_headers(behaviour="some")}]}, "enum value set"),
    (CACHE, {KEY: [NONE], "min_ttl": 10, "default_ttl": 5}, "MinTTL must be at most"),
    (CACHE, {KEY: [{**NONE, **CACHED}], **OFF}, "EnableAcceptEncodingGzip is invalid"),
    (CACHE, {KEY: [{**NONE, **_headers("Accept")}], **OFF}, "HeaderBehavior is invalid"),
    (PASSED, {**NONE, **_headers("Authorization")}, "Authorization that is not allowed"),
    (FUNCTION, {"name": "a b", "runtime": "cloudfront-js-2.0", "code": CODE}, "must match"),
    (FUNCTION, {"runtime": "cloudfront-js-2.0", "code": "x" * 10241}, "maximum size"),
    (FUNCTION, {"runtime": "nodejs", "code": CODE}, "enum value set"),
    (
        FUNCTION,
        {
            "runtime": "cloudfront-js-1.0",
            "code": CODE,
            "key_value_store_associations": ["arn:aws:cloudfront::123456789012:key-value-store/a"],
        },
        "only supported by the runtime cloudfront-js-2.0",
    ),
]


@pytest.mark.parametrize(("type", "given", "words"), REFUSED)
def test_refused(play: Play, type: str, given: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words):
        play.make(type, **{"name": "no", **given})
