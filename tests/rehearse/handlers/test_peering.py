"""Connections of networks."""

from __future__ import annotations

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import in_region
from tests.rehearse.handlers.play import REGION, Play

PEERING, ACCEPTER = "aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter"
ELSEWHERE = "ap-northeast-1"


def vpc(play: Play, block: str) -> str:
    """Make a network."""
    return str(play.make("aws_vpc", cidr_block=block)["id"])


def test_at_home(play: Play) -> None:
    """Two networks of a region are connected at once, resolve names, and part."""
    given = {"vpc_id": vpc(play, "10.90.0.0/16"), "peer_vpc_id": vpc(play, "10.91.0.0/16")}
    names = [{"allow_remote_vpc_dns_resolution": True}]
    state = play.make(PEERING, **given, auto_accept=True, tags={"Name": "a"})
    assert (state["accept_status"], state["peer_region"]) == ("active", REGION)
    state = play.change(PEERING, state, **given, auto_accept=True, accepter=names, requester=names)
    assert state["tags_all"] == {"Owner": "platform"}
    with pytest.raises(Refused, match="already exists"):
        play.make(PEERING, **given)
    assert play.adopt(PEERING, state["id"])["peer_vpc_id"] == given["peer_vpc_id"]
    play.drop(PEERING, state)


def test_in_two_regions(play: Play) -> None:
    """The other region accepts; its side goes without ending the connection."""
    there = in_region(play, ELSEWHERE)
    given = {
        "vpc_id": vpc(play, "10.92.0.0/16"),
        "peer_vpc_id": vpc(there, "10.93.0.0/16"),
        "peer_region": ELSEWHERE,
    }
    state = play.make(PEERING, **given)
    assert state["accept_status"] == "pending-acceptance"
    names = [{"allow_remote_vpc_dns_resolution": True}]
    with pytest.raises(Refused, match="cannot be modified until"):
        play.change(PEERING, state, **given, requester=names)
    wanted = {"vpc_peering_connection_id": state["id"]}
    other = there.make(ACCEPTER, **wanted, auto_accept=True, tags={"Side": "b"})
    assert (other["accept_status"], other["peer_region"]) == ("active", REGION)
    assert other["vpc_id"] == given["peer_vpc_id"]
    other = there.change(ACCEPTER, other, **wanted, auto_accept=True, accepter=names)
    there.lifecycle.delete(there.lifecycle.kind(ACCEPTER), other, there.connection)
    seen = play.read(PEERING, state)
    assert seen is not None
    assert seen["accept_status"] == "active"
    play.drop(PEERING, state)
    assert there.read(ACCEPTER, other) is None


def test_refused(play: Play) -> None:
    """Networks whose addresses overlap, that are not there, or that are elsewhere, are refused."""
    mine, same = vpc(play, "10.94.0.0/16"), vpc(play, "10.94.0.0/20")
    with pytest.raises(Refused, match="overlapping CIDR range"):
        play.make(PEERING, vpc_id=mine, peer_vpc_id=same)
    with pytest.raises(Refused, match="incorrect VPC-ID"):
        play.make(PEERING, vpc_id=mine, peer_vpc_id="vpc-0123456789abcdef0")
    with pytest.raises(Refused, match="another region or account"):
        play.make(PEERING, vpc_id=mine, peer_vpc_id=same, peer_region=ELSEWHERE, auto_accept=True)
