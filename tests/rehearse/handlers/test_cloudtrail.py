"""Trails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

TRAIL = "aws_cloudtrail"
GROUP = f"arn:aws:logs:{REGION}:123456789012:log-group:trail:*"
ROLE = "arn:aws:iam::123456789012:role/trail"


def bucket(play: Play, name: str, *, prefix: str = "") -> str:
    """Make a bucket that CloudTrail may write to."""
    arn, service = f"arn:aws:s3:::{name}", {"Service": "cloudtrail.amazonaws.com"}
    allow: dict[str, Any] = {"Effect": "Allow", "Principal": service}
    where = f"{arn}/{prefix}AWSLogs/123456789012/*"
    allowed = [
        {**allow, "Action": "s3:GetBucketAcl", "Resource": arn},
        {**allow, "Action": "s3:PutObject", "Resource": where},
    ]
    play.make("aws_s3_bucket", bucket=name)
    policy = json.dumps({"Version": "2012-10-17", "Statement": allowed})
    play.make("aws_s3_bucket_policy", bucket=name, policy=policy)
    return name


def test_trail(play: Play) -> None:
    """A trail is made, changed in place, drifts, is imported, and goes."""
    given = {"name": "life", "s3_bucket_name": bucket(play, "trail-life")}
    logs = {"cloud_watch_logs_group_arn": GROUP, "cloud_watch_logs_role_arn": ROLE}
    state = play.make(
        TRAIL, **given, **logs, is_multi_region_trail=True, enable_log_file_validation=True
    )
    arn = f"arn:aws:cloudtrail:{REGION}:123456789012:trail/life"
    assert (state["id"], state["arn"], state["home_region"]) == (arn, arn, REGION)
    events = {"read_write_type": "WriteOnly", "include_management_events": True}
    objects = {"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}
    chosen = {"event_selector": [{**events, "data_resource": [objects]}]}
    state = play.change(TRAIL, state, **given, **chosen, tags={"Name": "a"})
    assert not state["is_multi_region_trail"]
    found = play.aws("cloudtrail").get_trail(Name=arn)["Trail"]
    assert not found["CloudWatchLogsRoleArn"]
    insights = {"insight_selector": [{"insight_type": "ApiCallRateInsight"}]}
    state = play.change(TRAIL, state, **given, **chosen, **insights, tags={"Name": "b"})
    state = play.change(TRAIL, state, **given, enable_logging=False)
    assert state["tags_all"] == {"Owner": "platform"}
    play.aws("cloudtrail").start_logging(Name=arn)
    drifted = play.read(TRAIL, state)
    assert drifted is not None
    assert drifted["enable_logging"]
    assert play.adopt(TRAIL, arn)["s3_bucket_name"] == "trail-life"
    play.drop(TRAIL, state)


def test_refused(play: Play) -> None:
    """Buckets that let nobody write, half a log group, and half a world are refused."""
    play.make("aws_s3_bucket", bucket="trail-closed")
    with pytest.raises(Refused, match="Incorrect S3 bucket policy"):
        play.make(TRAIL, name="refused", s3_bucket_name="trail-closed")
    given = {"name": "refused", "s3_bucket_name": bucket(play, "trail-open", prefix="a/")}
    with pytest.raises(Refused, match="Incorrect S3 bucket policy"):
        play.make(TRAIL, **given)
    given["s3_key_prefix"] = "a"
    with pytest.raises(Refused, match="must specify both"):
        play.make(TRAIL, **given, cloud_watch_logs_group_arn=GROUP)
    whole = {"cloud_watch_logs_role_arn": ROLE, "cloud_watch_logs_group_arn": GROUP[:-2]}
    with pytest.raises(Refused, match="ends in"):
        play.make(TRAIL, **given, **whole)
    here = {"is_multi_region_trail": True, "include_global_service_events": False}
    with pytest.raises(Refused, match="must include global service events"):
        play.make(TRAIL, **given, **here)
    there = len(play.aws("cloudtrail").describe_trails()["trailList"])
    made = [play.make(TRAIL, **{**given, "name": f"many-{n}"}) for n in range(5 - there)]
    with pytest.raises(Refused, match="already has 5 trails"):
        play.make(TRAIL, **given)
    for trail in made:
        play.drop(TRAIL, trail)
