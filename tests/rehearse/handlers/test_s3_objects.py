"""Objects, their copies, and the news of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from giban.rehearse.codec import UNKNOWN
from giban.rehearse.faults import Refused
from giban.rehearse.shape import complete
from tests.rehearse.handlers.play import REGION, Play

OBJECT, NOTIFICATION = "aws_s3_object", "aws_s3_bucket_notification"
REPLICATION = "aws_s3_bucket_replication_configuration"
ROLE = "arn:aws:iam::123456789012:role/replication"


def bucket(play: Play, name: str, *, versioned: bool = False) -> str:
    """Make a bucket."""
    state = play.make("aws_s3_bucket", bucket=name)
    if versioned:
        kept = {"versioning_configuration": [{"status": "Enabled"}]}
        play.make("aws_s3_bucket_versioning", bucket=name, **kept)
    return str(state["id"])


def test_object(play: Play, tmp_path: Path) -> None:
    """An object is put, put again, tagged, imported, and goes with its versions."""
    name = bucket(play, "things", versioned=True)
    given = {"bucket": name, "key": "a/compose.yaml", "content_type": "text/yaml"}
    state = play.make(OBJECT, **given, content="one", tags={"Name": "a"})
    assert state["arn"] == "arn:aws:s3:::things/a/compose.yaml"
    assert state["etag"] == "f97c5d29941bfb1b2fdab0874906ab82"
    kind = play.lifecycle.kind(OBJECT)
    whole = complete(kind.shape, {**given, "content": "two"})
    assert play.lifecycle.plan(kind, whole, state, play.connection).values["version_id"] is UNKNOWN
    first = state["version_id"]
    state = play.change(OBJECT, state, **given, content="two", metadata={"kind": "b"})
    assert state["version_id"] != first
    assert state["tags_all"] == {"Owner": "platform"}
    body = play.aws("s3").get_object(Bucket=name, Key=given["key"])["Body"].read()
    assert body == b"two"
    play.aws("s3").put_object(Bucket=name, Key=given["key"], Body=b"a stranger")
    drifted = play.read(OBJECT, state)
    assert drifted is not None
    assert drifted["etag"] != state["etag"]
    assert play.adopt(OBJECT, f"{name}/a/compose.yaml")["key"] == given["key"]
    play.drop(OBJECT, state)
    assert "Versions" not in play.aws("s3").list_object_versions(Bucket=name)
    file = tmp_path / "file"
    file.write_text("three")
    play.drop(OBJECT, play.make(OBJECT, bucket=name, key="b", source=str(file)))
    play.drop(OBJECT, play.make(OBJECT, bucket=name, key="c", content_base64="YQ=="))


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"key": "x" * 1025}, "Your key is too long"),
    ({"key": "a", "tags": {str(number): "x" for number in range(10)}}, "cannot be greater than 10"),
    ({"key": "a", "source": "./not-there"}, "no such file"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused_objects(play: Play, given: dict[str, Any], words: str) -> None:
    """Keys that are too long, too many tags, and files that are not there are refused."""
    with pytest.raises(Refused, match=words):
        play.make(OBJECT, bucket="anything", **given)


def rule(target: str, **changes: Any) -> dict[str, Any]:
    """Return a rule that copies everything in time."""
    time = {"status": "Enabled", "time": [{"minutes": 15}]}
    metrics = {"status": "Enabled", "event_threshold": [{"minutes": 15}]}
    into = {"bucket": f"arn:aws:s3:::{target}", "storage_class": "STANDARD_IA"}
    return {
        "id": "all",
        "status": "Enabled",
        "filter": [{}],
        "delete_marker_replication": [{"status": "Enabled"}],
        "destination": [{**into, "replication_time": [time], "metrics": [metrics]}],
        **changes,
    }


def test_replication(play: Play) -> None:
    """Copies are asked for, changed in place, imported, and end."""
    source, copy = (bucket(play, name, versioned=True) for name in ("source", "copied"))
    given = {"bucket": source, "role": ROLE}
    state = play.make(REPLICATION, **given, rule=[rule(copy)])
    state = play.change(REPLICATION, state, **given, rule=[rule(copy, status="Disabled")])
    assert play.adopt(REPLICATION, source)["role"] == ROLE
    play.aws("s3").delete_bucket_replication(Bucket=source)
    assert play.read(REPLICATION, state) is None
    play.drop(REPLICATION, play.make(REPLICATION, **given, rule=[rule(copy)]))


def test_refused_replications(play: Play) -> None:
    """Rules that lack a part, and destinations that cannot take copies, are refused."""
    source, copy = (bucket(play, name, versioned=True) for name in ("asks", "takes"))
    plain = bucket(play, "forgets")
    secret = {"encryption_configuration": [{"replica_kms_key_id": "arn:aws:kms:x:1:key/a"}]}
    timed = {"replication_time": [{"status": "Enabled", "time": [{"minutes": 5}]}]}
    unmetered = {"replication_time": [{"status": "Enabled", "time": [{"minutes": 15}]}]}
    into: dict[str, Any] = {"bucket": f"arn:aws:s3:::{copy}"}
    for rules, words in (
        ([rule(copy, delete_marker_replication=[])], "DeleteMarkerReplication must be"),
        ([rule(copy, destination=[into | secret])], "SseKmsEncryptedObjects must be"),
        ([rule(copy, destination=[into | timed])], "only 15 minutes"),
        ([rule(copy, destination=[into | unmetered])], "Metrics must be"),
        ([rule(copy), rule(copy, id="other")], "duplicate priority 0"),
        ([rule(plain)], "must have versioning enabled"),
        ([rule("nowhere")], "must exist"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(REPLICATION, bucket=source, role=ROLE, rule=rules)


def receiver(play: Play, name: str) -> str:
    """Make a queue that S3 may send to."""
    play.make("aws_sqs_queue", name=name, policy=sends("sqs:SendMessage"))
    return f"arn:aws:sqs:{REGION}:123456789012:{name}"


def sends(action: str) -> str:
    """Return a policy that lets S3 send."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": action,
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_notification(play: Play) -> None:
    """A bucket tells queues, topics and the event bus; that changes in place, and ends."""
    name, queue = bucket(play, "telling"), receiver(play, "told")
    topic = play.make("aws_sns_topic", name="told", policy=sends("sns:Publish"))["arn"]
    new = {"events": ["s3:ObjectCreated:*"]}
    csv = {"queue_arn": queue, **new, "filter_prefix": "in/", "filter_suffix": ".csv"}
    given = {"bucket": name, "topic": [{"topic_arn": topic, "events": ["s3:ObjectRemoved:*"]}]}
    state = play.make(NOTIFICATION, **given, queue=[csv])
    assert state["queue"][0]["id"].startswith("tf-s3-queue-")
    state = play.change(NOTIFICATION, state, bucket=name, queue=[csv], eventbridge=True)
    assert play.adopt(NOTIFICATION, name)["queue"][0]["filter_suffix"] == ".csv"
    kind = play.lifecycle.kind(NOTIFICATION)
    play.lifecycle.delete(kind, state, play.connection)
    left = play.read(NOTIFICATION, state)
    assert left is not None
    assert left["queue"] == []


def test_refused_notifications(play: Play) -> None:
    """Receivers of the same news, and those that S3 may not send to, are refused."""
    name, queue = bucket(play, "silent"), receiver(play, "hears")
    play.make("aws_sqs_queue", name="deaf")
    new = {"queue_arn": queue, "events": ["s3:ObjectCreated:*"]}
    put = {"queue_arn": queue, "events": ["s3:ObjectCreated:Put"], "filter_prefix": "a/"}
    with pytest.raises(Refused, match="Configurations overlap"):
        play.make(NOTIFICATION, bucket=name, queue=[new, put])
    for other in ("deaf", "nobody"):
        told = {**new, "queue_arn": queue.replace("hears", other)}
        with pytest.raises(Refused, match="Unable to validate the following destination"):
            play.make(NOTIFICATION, bucket=name, queue=[told])


def test_tiering(play: Play) -> None:
    """It is kept by bucket and name, changed in place, imported, and goes."""
    name = bucket(play, "tiered")
    kind = "aws_s3_bucket_intelligent_tiering_configuration"
    given = {"bucket": name, "name": "archive"}
    state = play.make(kind, **given, tiering=[{"access_tier": "ARCHIVE_ACCESS", "days": 90}])
    assert state["id"] == "tiered:archive"
    later = [{"access_tier": "ARCHIVE_ACCESS", "days": 120}]
    state = play.change(kind, state, **given, tiering=later)
    assert play.adopt(kind, "tiered:archive")["bucket"] == name
    with pytest.raises(Refused, match="at least 90"):
        play.make(kind, **given, tiering=[{"access_tier": "ARCHIVE_ACCESS", "days": 30}])
    play.drop(kind, state)
