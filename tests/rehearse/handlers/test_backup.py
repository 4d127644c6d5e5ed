"""Backups."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import role
from tests.rehearse.handlers.play import REGION, Play

VAULT, PLAN, SELECTION = "aws_backup_vault", "aws_backup_plan", "aws_backup_selection"
HERE = f"{REGION}:123456789012"
DAILY: dict[str, Any] = {
    "rule_name": "daily",
    "target_vault_name": "main",
    "schedule": "cron(0 18 * * ? *)",
    "lifecycle": [{"delete_after": 7}],
}


def test_vault(play: Play) -> None:
    """A vault has AWS's key unless it is given one; tags change, and it goes."""
    state = play.make(VAULT, name="own", tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:backup:{HERE}:backup-vault:own"
    assert state["kms_key_arn"].startswith(f"arn:aws:kms:{HERE}:key/")
    assert state["recovery_points"] == 0
    state = play.change(VAULT, state, name="own", force_destroy=True)
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(VAULT, "own")["name"] == "own"
    with pytest.raises(Exception, match="already exists"):
        play.make(VAULT, name="own")
    play.drop(VAULT, state)
    key = play.make("aws_kms_key", deletion_window_in_days=7)
    state = play.make(VAULT, name="keyed", kms_key_arn=key["arn"])
    assert play.adopt(VAULT, "keyed")["kms_key_arn"] == key["arn"]
    play.drop(VAULT, state)


def test_refused_vaults(play: Play) -> None:
    """The name has few characters, and the key exists."""
    with pytest.raises(Refused, match="Invalid name"):
        play.make(VAULT, name="a b")
    with pytest.raises(Refused, match="KMS key does not exist"):
        play.make(VAULT, name="no", kms_key_arn=f"arn:aws:kms:{HERE}:key/none")


def test_plan(play: Play) -> None:
    """A plan keeps its id when it changes, selects, and goes after its selections."""
    vault = play.make(VAULT, name="main")
    plan = play.make(PLAN, name="plan", rule=[DAILY], tags={"Name": "a"})
    before = plan["version"]
    copied = {"destination_vault_arn": vault["arn"], "lifecycle": [{"delete_after": 30}]}
    monthly = {**DAILY, "rule_name": "monthly", "copy_action": [copied]}
    monthly["lifecycle"] = [{"cold_storage_after": 30, "delete_after": 365}]
    windows = [{"backup_options": {"WindowsVSS": "enabled"}, "resource_type": "EC2"}]
    changed = play.change(
        PLAN, plan, name="plan", rule=[DAILY, monthly], advanced_backup_setting=windows
    )
    assert (changed["id"], changed["tags_all"]) == (plan["id"], {"Owner": "platform"})
    assert changed["version"] != before
    assert play.adopt(PLAN, plan["id"])["name"] == "plan"

    selected = {"name": "tagged", "plan_id": plan["id"]}
    selected["iam_role_arn"] = role(play, "backup.amazonaws.com")
    tag = {"type": "STRINGEQUALS", "key": "Backup", "value": "true"}
    tagged = play.make(SELECTION, **selected, selection_tag=[tag])
    like = [{"string_like": [{"key": "aws:ResourceTag/App", "value": "a*"}]}]
    every = play.make(SELECTION, **selected, resources=["*"], condition=like)
    adopted = play.adopt(SELECTION, f"{plan['id']}|{tagged['id']}")
    assert adopted["selection_tag"] == [tag]
    with pytest.raises(Refused, match="selections must be deleted"):
        play.drop(PLAN, changed)
    play.drop(SELECTION, tagged)
    play.drop(SELECTION, every)
    play.drop(PLAN, changed)
    play.drop(PLAN, play.make(PLAN, name="plan", rule=[DAILY]))
    play.drop(VAULT, vault)


RULES: list[tuple[list[dict[str, Any]], str]] = [
    ([{**DAILY, "target_vault_name": "none"}], "vault none does not exist"),
    ([DAILY, {**DAILY, "schedule": None}], "names must be unique: daily"),
    ([{**DAILY, "schedule": "cron(0 18 * * * *)"}], "Invalid schedule expression"),
    ([{**DAILY, "start_window": 30}], "StartWindowMinutes must be at least 60"),
    ([{**DAILY, "start_window": 120, "completion_window": 120}], "60 minutes greater"),
    (
        [{**DAILY, "lifecycle": [{"cold_storage_after": 30, "delete_after": 60}]}],
        "at least 90 days more",
    ),
    (
        [{**DAILY, "enable_continuous_backup": True, "lifecycle": [{"delete_after": 36}]}],
        "1 to 35 days",
    ),
]


@pytest.mark.parametrize(("rules", "words"), RULES)
def test_refused_plans(play: Play, rules: list[dict[str, Any]], words: str) -> None:
    """What AWS refuses is refused."""
    vault = play.make(VAULT, name="main")
    with pytest.raises(Refused, match=words):
        play.make(PLAN, name="no", rule=rules)
    play.drop(VAULT, vault)


def test_refused_names_and_selections(play: Play) -> None:
    """Names are short, plans are there and selections select."""
    vault = play.make(VAULT, name="main")
    with pytest.raises(Refused, match="Invalid name"):
        play.make(PLAN, name="a b", rule=[DAILY])
    plan = play.make(PLAN, name="selecting", rule=[DAILY])
    with pytest.raises(Refused, match="already exists: selecting"):
        play.make(PLAN, name="selecting", rule=[DAILY])
    trusted = role(play, "backup.amazonaws.com")
    given = {"name": "no", "plan_id": plan["id"], "iam_role_arn": trusted, "resources": ["*"]}
    tag = {"type": "STRINGLIKE", "key": "a", "value": "b"}
    for wrong, words in (
        ({"name": "a b"}, "Invalid name"),
        ({"plan_id": "none"}, "Failed reading Backup plan"),
        ({"iam_role_arn": role(play, "ec2.amazonaws.com")}, "cannot be assumed by AWS Backup"),
        ({"resources": []}, "must be included"),
        ({"resources": ["main"]}, "Invalid resource ARN: main"),
        ({"selection_tag": [tag]}, "Invalid condition type"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(SELECTION, **{**given, **wrong})
    play.drop(PLAN, plan)
    play.drop(VAULT, vault)
