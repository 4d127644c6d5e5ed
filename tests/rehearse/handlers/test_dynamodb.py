"""Tables."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

TYPE = "aws_dynamodb_table"
LOCK: dict[str, Any] = {
    "name": "lock",
    "billing_mode": "PAY_PER_REQUEST",
    "hash_key": "LockID",
    "attribute": [{"name": "LockID", "type": "S"}],
}


def test_lock(play: Play) -> None:
    """A table is made, changed in place, drifts, is imported, and goes."""
    state = play.make(TYPE, **LOCK, tags={"Name": "a"})
    dynamodb = play.aws("dynamodb")

    assert (state["id"], state["read_capacity"]) == ("lock", 0)
    assert state["arn"] == f"arn:aws:dynamodb:{REGION}:123456789012:table/lock"
    state = play.change(
        TYPE,
        state,
        **LOCK,
        deletion_protection_enabled=True,
        stream_enabled=True,
        stream_view_type="NEW_IMAGE",
        point_in_time_recovery=[{"enabled": True}],
        ttl=[{"enabled": True, "attribute_name": "until"}],
        server_side_encryption=[{"enabled": True}],
        tags={"Name": "b"},
    )
    assert state["point_in_time_recovery"][0]["recovery_period_in_days"] == 35
    assert state["stream_arn"].startswith(f"{state['arn']}/stream/")
    with pytest.raises(Exception, match="DeletionProtectionEnabled"):
        play.drop(TYPE, state)
    dynamodb.update_continuous_backups(
        TableName="lock", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )
    drifted = play.read(TYPE, state)
    assert drifted is not None
    assert drifted["point_in_time_recovery"][0]["enabled"] is False
    assert play.adopt(TYPE, "lock")["hash_key"] == "LockID"
    state = play.change(TYPE, state, **LOCK, deletion_protection_enabled=False)
    play.drop(TYPE, state)


def test_indexes(play: Play) -> None:
    """Indexes are made with a table and beside it, and taken away."""
    names = ("id", "at", "who")
    given: dict[str, Any] = {
        "name": "indexed",
        "read_capacity": 1,
        "write_capacity": 1,
        "hash_key": "id",
        "range_key": "at",
        "attribute": [{"name": name, "type": "S"} for name in names],
        "local_secondary_index": [
            {"name": "mine", "range_key": "who", "projection_type": "KEYS_ONLY"}
        ],
    }
    index = {
        "name": "by-who",
        "hash_key": "who",
        "projection_type": "INCLUDE",
        "non_key_attributes": ["b", "a"],
        "read_capacity": 1,
        "write_capacity": 1,
    }
    state = play.make(TYPE, **given, global_secondary_index=[index])
    other = {**index, "name": "again"}
    state = play.change(TYPE, state, **given, global_secondary_index=[index, other])
    grown = {**other, "write_capacity": 5}
    state = play.change(TYPE, state, **given, global_secondary_index=[grown])
    found = play.aws("dynamodb").describe_table(TableName="indexed")["Table"]
    assert [one["IndexName"] for one in found["GlobalSecondaryIndexes"]] == ["again"]
    state = play.change(
        TYPE, state, **{**given, "read_capacity": 5}, global_secondary_index=[grown]
    )
    play.drop(TYPE, state)


def test_encrypted(play: Play) -> None:
    """A table may be encrypted by a key of one's own."""
    key = play.make("aws_kms_key")["arn"]
    own = [{"enabled": True, "kms_key_arn": key}]
    state = play.make(TYPE, **{**LOCK, "name": "sealed"}, server_side_encryption=own)
    play.drop(TYPE, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"hash_key": "Other"}, "not defined in AttributeDefinitions"),
    ({"attribute": [*LOCK["attribute"], {"name": "b", "type": "S"}]}, "unused .b."),
    ({"billing_mode": "PROVISIONED"}, "must both be specified"),
    ({"read_capacity": 1, "write_capacity": 1}, "PAY_PER_REQUEST"),
    ({"stream_enabled": True}, "StreamViewType"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(play: Play, given: dict[str, Any], words: str) -> None:
    """Tables whose keys, attributes and capacity do not go together are refused."""
    with pytest.raises(Refused, match=words):
        play.make(TYPE, **{**LOCK, "name": "refused", **given})
