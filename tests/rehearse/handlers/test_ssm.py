"""Parameters."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from giban.rehearse.handlers.ssm import ParameterData
from giban.rehearse.shape import shape
from giban.rehearse.task import Task
from tests.rehearse.handlers.play import REGION, Play

TYPE = "aws_ssm_parameter"
HIDDEN = "tr0ub4dor-and-3"


def look(play: Play, **values: Any) -> dict[str, Any]:
    """Read the data source."""
    return ParameterData().read(
        Task(
            clients=play.clients,
            shadow=play.lifecycle.shadow,
            service="ssm",
            region=REGION,
            shape=shape(ParameterData.kind),
            values=values,
        )
    )


def test_plain(play: Play) -> None:
    """A value that is no secret is made, changed, found by others, and seen to drift."""
    given: dict[str, Any] = {"name": "/app/tag", "type": "String"}
    state = play.make(TYPE, **given, insecure_value="1", description="d", tags={"Name": "a"})

    assert state["arn"] == f"arn:aws:ssm:{REGION}:123456789012:parameter/app/tag"
    assert (state["version"], state["value"], state["tier"]) == (1, None, "Standard")
    state = play.change(TYPE, state, **given, insecure_value="2", tags={"Other": "b"})
    assert (state["version"], state["tags"]) == (2, {"Other": "b"})
    found = look(play, name="/app/tag")
    assert (found["insecure_value"], found["version"]) == ("2", 2)
    play.aws("ssm").put_parameter(Name="/app/tag", Value="3", Overwrite=True)
    drifted = play.read(TYPE, state)
    assert drifted is not None
    assert drifted["insecure_value"] == "3"
    assert play.adopt(TYPE, "/app/tag")["value"] == "3"
    play.drop(TYPE, state)
    again = play.make(TYPE, **given, insecure_value="1")
    assert (again["version"], again["tags_all"]) == (1, {"Owner": "platform"})


def test_secure(play: Play) -> None:
    """A secret is encrypted, and read where nobody hides it."""
    state = play.make(TYPE, name="/app/old", type="SecureString", value=HIDDEN)
    assert (state["value"], state["insecure_value"]) == (HIDDEN, None)
    assert state["key_id"] == "alias/aws/ssm"
    assert look(play, name="/app/old")["insecure_value"] is None
    play.drop(TYPE, state)


def test_write_only(play: Play) -> None:
    """A write-only value is in AWS and nowhere else, and changes with its version only."""
    given: dict[str, Any] = {"name": "/app/secret", "type": "SecureString"}
    state = play.make(TYPE, **given, value_wo=HIDDEN, value_wo_version=1)
    assert state["has_value_wo"]
    assert HIDDEN not in str(state)
    state = play.change(
        TYPE, state, **given, value_wo="another", value_wo_version=1, description="d"
    )
    assert look(play, name="/app/secret")["value"] == HIDDEN
    state = play.change(TYPE, state, **given, value_wo="another", value_wo_version=2)
    assert look(play, name="/app/secret")["value"] == "another"
    assert "another" not in str(state)
    state = play.change(TYPE, state, **given, value=HIDDEN)
    assert (state["has_value_wo"], state["value"]) == (False, HIDDEN)
    state = play.change(TYPE, state, **given, value_wo=HIDDEN, value_wo_version=1)
    assert HIDDEN not in str(state)
    play.drop(TYPE, state)


def test_taken_names(play: Play) -> None:
    """A name that is taken is refused, unless it shall be written over."""
    given: dict[str, Any] = {"name": "/app/taken", "type": "String"}
    play.make(TYPE, **given, insecure_value="1")
    with pytest.raises(Exception, match="ParameterAlreadyExists"):
        play.make(TYPE, **given, insecure_value="2")
    state = play.make(TYPE, **given, insecure_value="2", overwrite=True, tags={"Name": "a"})
    assert (state["version"], state["tags"]) == (2, {"Name": "a"})


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "app/tag"}, "fully qualified"),
    ({"name": "/app tag"}, "sub-paths"),
    ({"name": "/a" * 16}, "hierarchy depth"),
    ({"value": "x" * 4097}, "maximum parameter value of 4096"),
    ({"value": "x" * 8193, "tier": "Advanced"}, "maximum parameter value of 8192"),
    ({"value": HIDDEN, "allowed_pattern": r"^\d+$"}, "allowedPattern"),
    ({"type": "SecureString", "insecure_value": HIDDEN, "value": None}, "cannot set type"),
    ({"value": ""}, "length greater than or equal to 1"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(play: Play, given: dict[str, Any], words: str) -> None:
    """What Parameter Store does not take is refused, without a word about the value."""
    with pytest.raises(Exception, match=words) as refusal:
        play.make(TYPE, **{"name": "/refused", "type": "String", "value": "x", **given})
    assert HIDDEN not in str(refusal.value)


def test_no_way_back_from_advanced(play: Play) -> None:
    """An advanced parameter never becomes a standard one."""
    given: dict[str, Any] = {"name": "/large", "type": "String", "insecure_value": "x"}
    state = play.make(TYPE, **given, tier="Advanced")
    with pytest.raises(Refused, match="can't downgrade"):
        play.change(TYPE, state, **given, tier="Standard")
