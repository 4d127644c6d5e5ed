"""Distributions, access controls and response headers."""

from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import in_region, issued, pending
from tests.rehearse.handlers.play import REGION, Play

DISTRIBUTION = "aws_cloudfront_distribution"
CONTROL = "aws_cloudfront_origin_access_control"
HEADERS = "aws_cloudfront_response_headers_policy"
OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
METHODS = ["GET", "HEAD"]
DEFAULT: Values = {
    "target_origin_id": "bucket",
    "viewer_protocol_policy": "redirect-to-https",
    "allowed_methods": METHODS,
    "cached_methods": METHODS,
    "cache_policy_id": OPTIMIZED,
}
BUCKET = {"origin_id": "bucket", "domain_name": f"b.s3.{REGION}.amazonaws.com"}
CUSTOM = {
    "origin_id": "app",
    "domain_name": "app.example",
    "custom_origin_config": [
        {
            "http_port": 80,
            "https_port": 443,
            "origin_protocol_policy": "https-only",
            "origin_ssl_protocols": ["TLSv1.2"],
        }
    ],
}
FORWARDED = {"query_string": True, "headers": ["Host"], "cookies": [{"forward": "all"}]}


def _site(**more: Any) -> dict[str, Any]:
    return {
        "enabled": True,
        "origin": [BUCKET],
        "default_cache_behavior": [DEFAULT],
        "restrictions": [{"geo_restriction": [{"restriction_type": "none"}]}],
        "viewer_certificate": [{"cloudfront_default_certificate": True}],
        **more,
    }


def _own(arn: str) -> list[Values]:
    viewer = {"acm_certificate_arn": arn, "ssl_support_method": "sni-only"}
    return [{**viewer, "minimum_protocol_version": "TLSv1.2_2021"}]


def test_distribution(play: Play) -> None:
    """A distribution is deployed, changed, adopted, and disabled before it goes."""
    state = play.make(DISTRIBUTION, **_site(comment="one"))
    assert state["status"] == "Deployed"
    assert state["hosted_zone_id"] == "Z2FDTNDATAQYW2"
    assert state["domain_name"].endswith(".cloudfront.net")
    api = {**DEFAULT, "path_pattern": "/api/*", "target_origin_id": "app"}
    api = {**api, "cache_policy_id": None, "forwarded_values": [FORWARDED]}
    geo = {"restriction_type": "whitelist", "locations": ["KR", "JP"]}
    error = {"error_code": 404, "response_code": 200, "response_page_path": "/index.html"}
    other = _site(
        origin=[BUCKET, CUSTOM],
        comment="two",
        price_class="PriceClass_200",
        ordered_cache_behavior=[api],
        custom_error_response=[error],
        restrictions=[{"geo_restriction": [geo]}],
        tags={"a": "b"},
    )
    state = play.change(DISTRIBUTION, state, **other)
    assert play.adopt(DISTRIBUTION, state["id"])["price_class"] == "PriceClass_200"
    play.drop(DISTRIBUTION, state)


def test_retained(play: Play) -> None:
    """With `retain_on_delete` it stays, disabled."""
    state = play.make(DISTRIBUTION, **_site(retain_on_delete=True))
    kind = play.lifecycle.kind(DISTRIBUTION)
    play.lifecycle.delete(kind, state, play.connection)
    found = play.aws("cloudfront").get_distribution_config(Id=state["id"])
    assert found["DistributionConfig"]["Enabled"] is False


def test_names_of_ones_own(play: Play) -> None:
    """A name needs a certificate of us-east-1 that is issued and covers it, and is used once."""
    there = in_region(play, "us-east-1")
    arn = issued(there, "cdn.example", "*.cdn.example")
    state = play.make(
        DISTRIBUTION, **_site(aliases=["www.cdn.example"], viewer_certificate=_own(arn))
    )
    assert play.read(DISTRIBUTION, state) is not None
    wrong = [
        (arn, ["www.cdn.example"], "already associated with a different resource"),
        (arn, ["other.example"], "attach a trusted certificate"),
        (arn, ["a.b.cdn.example"], "attach a trusted certificate"),
        (pending(there, "new.example")["arn"], [], "isn't in us-east-1 region"),
        (issued(play, "seoul.example"), [], "isn't in us-east-1 region"),
    ]
    for other, aliases, words in wrong:
        with pytest.raises(Refused, match=words):
            play.make(DISTRIBUTION, **_site(aliases=aliases, viewer_certificate=_own(other)))
    with pytest.raises(Refused, match="attach a trusted certificate"):
        play.make(DISTRIBUTION, **_site(aliases=["www.cdn.example"]))
    with pytest.raises(Refused, match=r"Certificate .* is in use"):
        there.drop("aws_acm_certificate", {"id": arn, "arn": arn, "region": "us-east-1"})


def _default(**more: Any) -> list[Values]:
    return [{**DEFAULT, **more}]


REGIONAL = f"arn:aws:wafv2:{REGION}:123456789012:regional/webacl/a/1"
GONE = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1"
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"default_cache_behavior": _default(target_origin_id="none")}, "NoSuchOrigin"),
    ({"default_cache_behavior": _default(cache_policy_id=None)}, "InvalidArgument"),
    ({"default_cache_behavior": _default(forwarded_values=[FORWARDED])}, "InvalidArgument"),
    ({"default_cache_behavior": _default(cache_policy_id="x")}, "NoSuchCachePolicy"),
    (
        {"default_cache_behavior": _default(response_headers_policy_id="x")},
        "NoSuchResponseHeadersPolicy",
    ),
    ({"web_acl_id": REGIONAL}, "InvalidWebACLId"),
    ({"web_acl_id": GONE}, "InvalidWebACLId"),
    ({"logging_config": [{"bucket": "none.s3.amazonaws.com"}]}, "InvalidArgument"),
]


@pytest.mark.parametrize(("wrong", "code"), REFUSED)
def test_refused_distributions(play: Play, wrong: dict[str, Any], code: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused) as refusal:
        play.make(DISTRIBUTION, **_site(**wrong))
    assert refusal.value.code == code


def test_logs_need_a_bucket_with_acls(play: Play) -> None:
    """The older logs are written by access control lists."""
    s3 = play.aws("s3")
    s3.create_bucket(Bucket="cdn-logs", CreateBucketConfiguration={"LocationConstraint": REGION})
    rules = {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    s3.put_bucket_ownership_controls(Bucket="cdn-logs", OwnershipControls=rules)
    state = play.make(
        DISTRIBUTION, **_site(logging_config=[{"bucket": "cdn-logs.s3.amazonaws.com"}])
    )
    assert state["logging_v1_enabled"] is True


def test_what_a_distribution_uses(play: Play) -> None:
    """Access controls and response headers stay as long as a distribution uses them."""
    signing = {"origin_access_control_origin_type": "s3", "signing_protocol": "sigv4"}
    signing["signing_behavior"] = "always"
    control = play.make(CONTROL, name="used", **signing)
    frame = {"frame_option": "DENY", "override": True}
    headers = play.make(HEADERS, name="used", security_headers_config=[{"frame_options": [frame]}])
    site = play.make(
        DISTRIBUTION,
        **_site(
            origin=[{**BUCKET, "origin_access_control_id": control["id"]}],
            default_cache_behavior=_default(response_headers_policy_id=headers["id"]),
        ),
    )
    with pytest.raises(Refused, match="origin access control because it is in use"):
        play.drop(CONTROL, control)
    with pytest.raises(Refused, match="attached to one or more cache behaviors"):
        play.drop(HEADERS, headers)
    control = play.change(CONTROL, control, name="used", description="other", **signing)
    frame = {**frame, "frame_option": "SAMEORIGIN"}
    headers = play.change(
        HEADERS, headers, name="used", security_headers_config=[{"frame_options": [frame]}]
    )
    with pytest.raises(Refused, match="access control with the same name"):
        play.make(CONTROL, name="used", **signing)
    with pytest.raises(Refused, match="policy with the same name"):
        play.make(
            HEADERS,
            name="used",
            server_timing_headers_config=[{"enabled": True, "sampling_rate": 1}],
        )
    play.drop(DISTRIBUTION, site)
    assert play.adopt(CONTROL, control["id"])["description"] == "other"
    play.drop(CONTROL, control)
    play.drop(HEADERS, headers)


def test_an_access_control_must_exist(play: Play) -> None:
    """An origin names one that is there."""
    with pytest.raises(Exception, match="NoSuchOriginAccessControl"):
        play.make(DISTRIBUTION, **_site(origin=[{**BUCKET, "origin_access_control_id": "none"}]))


COPY = {"origin_id": "copy", "domain_name": "c.s3.ap-northeast-1.amazonaws.com"}


def _grouped(*codes: int, second: str = "copy", methods: Any = METHODS) -> dict[str, Any]:
    members = [{"origin_id": "bucket"}, {"origin_id": second}]
    criteria = [{"status_codes": list(codes)}]
    group = {"origin_id": "both", "failover_criteria": criteria, "member": members}
    default = {**DEFAULT, "target_origin_id": "both", "allowed_methods": methods}
    home = {**BUCKET, "connection_attempts": 2, "connection_timeout": 5}
    return _site(origin=[home, COPY], origin_group=[group], default_cache_behavior=[default])


def test_a_group_of_origins(play: Play) -> None:
    """A distribution turns to a second origin, is changed, and found as it was written."""
    state = play.make(DISTRIBUTION, **_grouped(500, 502))
    state = play.change(DISTRIBUTION, state, **_grouped(500, 502, 503, 504))
    (group,) = state["origin_group"]
    assert sorted(group["failover_criteria"][0]["status_codes"]) == [500, 502, 503, 504]
    play.drop(DISTRIBUTION, state)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (_grouped(500, methods=[*METHODS, "OPTIONS", "POST"]), "associated with an origin group"),
        (_grouped(500, second="none"), "do not exist"),
        (_grouped(500, second="bucket"), "do not exist"),
        (_grouped(200), "not allowed"),
    ],
)
def test_refused_groups(play: Play, wrong: dict[str, Any], words: str) -> None:
    """Only reading turns to another origin, to another one that is there, at an error (D-HY-40)."""
    with pytest.raises(Refused, match=words):
        play.make(DISTRIBUTION, **wrong)
