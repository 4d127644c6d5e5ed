"""Keys and their names."""

from __future__ import annotations

import json

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play

KEY, ALIAS = "aws_kms_key", "aws_kms_alias"
ROOT = "arn:aws:iam::123456789012:root"


def policy(principal: str = ROOT, action: str = "kms:*") -> str:
    """Return a key's policy."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}} | {
        "Action": action,
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_key(play: Play) -> None:
    """A key is made, changed in place, drifts, and is gone once its deletion is scheduled."""
    state = play.make(KEY, description="d", enable_key_rotation=True, policy=policy())
    kms = play.aws("kms")

    assert state["arn"] == f"arn:aws:kms:{REGION}:123456789012:key/{state['key_id']}"
    assert state["rotation_period_in_days"] == 365
    state = play.change(
        KEY, state, description="e", enable_key_rotation=True, rotation_period_in_days=100
    )
    assert state["rotation_period_in_days"] == 100
    state = play.change(KEY, state, is_enabled=False, tags={"Name": "b"})
    assert not kms.describe_key(KeyId=state["id"])["KeyMetadata"]["Enabled"]
    assert not kms.get_key_rotation_status(KeyId=state["id"])["KeyRotationEnabled"]
    kms.enable_key(KeyId=state["id"])
    other = policy(action="kms:Put*")
    kms.put_key_policy(KeyId=state["id"], PolicyName="default", Policy=other)
    drifted = play.read(KEY, state)
    assert drifted is not None
    assert drifted["is_enabled"]
    assert "kms:Put*" in drifted["policy"]
    assert play.adopt(KEY, state["id"])["tags"] == {"Name": "b"}
    play.drop(KEY, {**state, "deletion_window_in_days": 7})
    assert kms.describe_key(KeyId=state["id"])["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_the_same_policy_in_other_words(play: Play) -> None:
    """White space and the order of keys are no drift."""
    state = play.make(KEY, policy=policy())
    again = json.dumps(json.loads(policy()), indent=2, sort_keys=True)
    play.aws("kms").put_key_policy(KeyId=state["id"], PolicyName="default", Policy=again)
    assert play.read(KEY, state) == state


REFUSED = [
    ("not json", "not valid JSON"),
    (policy(action="kms:Decrypt"), "will not allow you to update"),
    (policy(principal="arn:aws:iam::999999999999:root"), "will not allow you to update"),
    (policy(principal="arn:aws:iam::123456789012:role/nobody"), "invalid principals"),
]


@pytest.mark.parametrize(("document", "words"), REFUSED)
def test_refused_policies(play: Play, document: str, words: str) -> None:
    """A policy that locks everybody out, or names who does not exist, is refused."""
    with pytest.raises(Refused, match=words):
        play.make(KEY, policy=document)


def test_lockout_by_will(play: Play) -> None:
    """Who says so may lock himself out."""
    play.make(KEY, policy=policy(action="kms:Decrypt"), bypass_policy_lockout_safety_check=True)


def test_alias(play: Play) -> None:
    """A name is given, moved to another key, by id or ARN, and taken away."""
    first, second = play.make(KEY), play.make(KEY)
    state = play.make(ALIAS, name="alias/app", target_key_id=first["arn"])
    assert state["arn"] == f"arn:aws:kms:{REGION}:123456789012:alias/app"
    assert state["target_key_arn"] == first["arn"]
    state = play.change(ALIAS, state, name="alias/app", target_key_id=second["key_id"])
    assert play.adopt(ALIAS, "alias/app")["target_key_id"] == second["key_id"]
    with pytest.raises(Exception, match="AlreadyExists"):
        play.make(ALIAS, name="alias/app", target_key_id=first["id"])
    play.drop(ALIAS, state)


def test_refused_aliases(play: Play) -> None:
    """Names that are no alias, AWS's own, and names for keys on their way out are refused."""
    key = play.make(KEY)
    with pytest.raises(Refused, match="must start with"):
        play.make(ALIAS, name="app", target_key_id=key["id"])
    with pytest.raises(Refused) as refusal:
        play.make(ALIAS, name="alias/aws/app", target_key_id=key["id"])
    assert refusal.value.code == "NotAuthorizedException"
    play.drop(KEY, key)
    with pytest.raises(Refused, match="pending deletion"):
        play.make(ALIAS, name="alias/late", target_key_id=key["id"])
