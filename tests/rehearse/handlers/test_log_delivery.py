"""Access logs: where they come from, where they go, and what brings them there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play
from tests.rehearse.handlers.test_cloudfront import DISTRIBUTION, _site

SOURCE, TO = "aws_cloudwatch_log_delivery_source", "aws_cloudwatch_log_delivery_destination"
DELIVERY = "aws_cloudwatch_log_delivery"
EDGE = {"region": "us-east-1"}
WRITER: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"Service": "delivery.logs.amazonaws.com"},
    "Action": "s3:PutObject",
}


def _bucket(play: Play, name: str, **statement: Any) -> Values:
    """Make a bucket in another region than CloudFront's, whose policy has one statement."""
    bucket = play.make("aws_s3_bucket", bucket=name)
    if statement:
        there = {**statement, "Resource": [bucket["arn"], f"{bucket['arn']}/AWSLogs/*"]}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [there]})
        play.make("aws_s3_bucket_policy", bucket=name, policy=policy)
    return bucket


def _to(bucket: Values, **more: Any) -> dict[str, Any]:
    where = [{"destination_resource_arn": bucket["arn"]}]
    given = {"name": "logs", "output_format": "w3c", **EDGE}
    return {**given, "delivery_destination_configuration": where, **more}


def _from(cdn: Values, **more: Any) -> dict[str, Any]:
    return {"name": "cdn", "log_type": "ACCESS_LOGS", "resource_arn": cdn["arn"], **EDGE, **more}


def test_delivery(play: Play) -> None:
    """A distribution's logs go to a bucket of another region; each part is changed and goes."""
    cdn, bucket = play.make(DISTRIBUTION, **_site()), _bucket(play, "logs", **WRITER)
    source, to = play.make(SOURCE, **_from(cdn)), play.make(TO, **_to(bucket))
    assert (source["service"], to["delivery_destination_type"]) == ("cloudfront", "S3")
    given = {"delivery_source_name": "cdn", "delivery_destination_arn": to["arn"], **EDGE}
    state = play.make(DELIVERY, **given)
    (config,) = state["s3_delivery_configuration"]
    assert config["suffix_path"] == "AWSLogs/{account-id}/CloudFront/"
    state = play.change(DELIVERY, state, **given, record_fields=["date", "c-ip"])
    other = _bucket(play, "others", **WRITER)
    to = play.change(TO, to, **_to(other))
    source = play.change(SOURCE, source, **_from(cdn), tags={"Name": "cdn"})
    assert play.adopt(SOURCE, "cdn@us-east-1")["resource_arn"] == cdn["arn"]
    assert play.adopt(TO, "logs@us-east-1")["output_format"] == "w3c"
    assert play.adopt(DELIVERY, f"{state['id']}@us-east-1")["record_fields"] == ["date", "c-ip"]
    for type, one in ((SOURCE, source), (TO, to)):
        with pytest.raises(Refused, match="is used by delivery"):
            play.lifecycle.delete(play.lifecycle.kind(type), one, play.connection)
    play.drop(DELIVERY, state)
    play.drop(SOURCE, source)
    play.drop(TO, to)


def test_refused_sources(play: Play) -> None:
    """CloudFront's logs come from us-east-1, from a distribution, once."""
    cdn = play.make(DISTRIBUTION, **_site())
    play.make(SOURCE, **_from(cdn, name="first"))
    none = f"{cdn['arn'].rpartition('/')[0]}/E0"
    for wrong, words in (
        ({"region": REGION}, "Use us-east-1"),
        ({"resource_arn": none}, "does not exist"),
        ({"name": "first"}, "exists"),
        ({}, "already been used"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(SOURCE, **_from(cdn, **{"name": "other", **wrong}))


def test_buckets_that_let_no_logs_in(play: Play) -> None:
    """Otherwise AWS would add to the policy, and Terraform would take that away again."""
    for name, statement in (("shut", {}), ("asked", {**WRITER, "Action": "s3:GetBucketAcl"})):
        with pytest.raises(Refused, match="check LogDestination permission"):
            play.make(TO, **_to(_bucket(play, name, **statement), name=name))
