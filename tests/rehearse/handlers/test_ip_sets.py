"""Sets of addresses."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import in_region
from tests.rehearse.handlers.play import Play
from tests.rehearse.handlers.test_wafv2 import ACL, _acl, _rule

SET = "aws_wafv2_ip_set"
V4: dict[str, Any] = {"ip_address_version": "IPV4", "scope": "REGIONAL"}


def test_set(play: Play) -> None:
    """A set is made, changed in place, imported, and goes when nobody looks for it any more."""
    office = ["192.0.2.0/24", "198.51.100.7/32"]
    state = play.make(SET, name="office", **V4, addresses=office, tags={"Name": "a"})
    state = play.change(SET, state, name="office", **V4, addresses=office[:1], description="one")
    assert state["tags_all"] == {"Owner": "platform"}
    looking = {"ip_set_reference_statement": [{"arn": state["arn"]}]}
    acl = play.make(ACL, **_acl("looking", _rule("office", 0, looking)))
    with pytest.raises(Refused, match="being used by another resource: looking"):
        play.drop(SET, state)
    play.drop(ACL, acl)
    assert play.adopt(SET, f"{state['id']}/office/REGIONAL")["addresses"] == office[:1]
    with pytest.raises(Refused, match="duplicate of an existing one"):
        play.make(SET, name="office", **V4)
    play.drop(SET, state)


def test_other_sets(play: Play) -> None:
    """A set can be empty, of the other version, and for CloudFront."""
    everywhere = {"ip_address_version": "IPV6", "scope": "CLOUDFRONT"}
    other = in_region(play, "us-east-1")
    state = other.make(SET, name="six", **everywhere, addresses=["2001:db8::/32"])
    other.drop(SET, other.change(SET, state, name="six", **everywhere))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"scope": "CLOUDFRONT"}, "The scope is not valid"),
        ({"addresses": ["192.0.2.1"]}, "formatting that is not valid"),
        ({"addresses": ["0.0.0.0/0"]}, "formatting that is not valid"),
        ({"addresses": ["2001:db8::/32"]}, "formatting that is not valid"),
        ({"addresses": ["office"]}, "formatting that is not valid"),
        (
            {"addresses": [f"10.{n // 256}.{n % 256}.0/24" for n in range(10001)]},
            "exceeded your resource limit",
        ),
        ({"ip_address_version": "IPV5"}, "enum value set"),
    ],
)
def test_refused(play: Play, given: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words):
        play.make(SET, name="no", **{**V4, **given})
