"""Zones and records."""

from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.route53 import ZoneData
from giban.rehearse.shape import shape
from giban.rehearse.task import Task
from tests.rehearse.handlers.play import REGION, Play

ZONE, RECORD = "aws_route53_zone", "aws_route53_record"


def test_zone(play: Play) -> None:
    """A zone has name servers, keeps its comment and tags, and goes only when it is empty."""
    state = play.make(ZONE, name="life.example", tags={"Name": "a"})

    assert state["arn"] == f"arn:aws:route53:::hostedzone/{state['id']}"
    assert state["comment"] == "Managed by Terraform"
    assert len(state["name_servers"]) == 4
    state = play.change(ZONE, state, name="life.example", comment="other", tags={"New": "b"})
    assert state["tags_all"] == {"New": "b", "Owner": "platform"}
    assert play.adopt(ZONE, state["id"])["name"] == "life.example"
    play.make(RECORD, zone_id=state["id"], name="a", type="A", ttl=60, records=["192.0.2.1"])
    with pytest.raises(Exception, match="HostedZoneNotEmpty"):
        play.drop(ZONE, state)
    play.drop(ZONE, {**state, "force_destroy": True})


def test_private_zone(play: Play) -> None:
    """A private zone is seen by the networks it names."""
    networks = [play.make("aws_vpc", cidr_block="10.9.0.0/16")["id"] for _ in range(2)]
    one, both = [{"vpc_id": networks[0]}], [{"vpc_id": id} for id in networks]
    state = play.make(ZONE, name="inside.example", vpc=one)
    state = play.change(ZONE, state, name="inside.example", vpc=both)
    state = play.change(ZONE, state, name="inside.example", vpc=one)
    assert state["vpc"] == [{"vpc_id": networks[0], "vpc_region": REGION}]
    play.drop(ZONE, state)


@pytest.fixture
def zone(play: Play, request: pytest.FixtureRequest) -> str:
    """Give a zone."""
    letters = "".join(c if c.isalnum() else "-" for c in request.node.name.lower())
    return str(play.make(ZONE, name=f"{letters[:50].strip('-')}.example")["id"])


ROUTINGS: list[dict[str, Any]] = [
    {"weighted_routing_policy": [{"weight": 10}]},
    {"failover_routing_policy": [{"type": "PRIMARY"}]},
    {"latency_routing_policy": [{"region": REGION}]},
    {"geolocation_routing_policy": [{"country": "KR"}]},
    {"multivalue_answer_routing_policy": True},
]


@pytest.mark.parametrize("routing", ROUTINGS, ids=lambda routing: next(iter(routing)))
def test_routed_records(play: Play, zone: str, routing: dict[str, Any]) -> None:
    """Records of one name live side by side, and change their identifier in place."""
    common = {"zone_id": zone, "name": "app", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}
    state = play.make(RECORD, **common, **routing, set_identifier="one")
    assert play.adopt(RECORD, state["id"])["set_identifier"] == "one"
    state = play.change(RECORD, state, **{**common, "ttl": 30}, **routing, set_identifier="two")
    play.drop(RECORD, state)


@pytest.mark.parametrize(
    ("type", "name", "values", "others"),
    [
        ("A", "www", ["192.0.2.1"], ["192.0.2.2", "192.0.2.3"]),
        ("AAAA", "*.www", ["2001:db8::1"], ["2001:db8::2"]),
        ("CNAME", "_token._dns", ["target.example."], ["other.example."]),
        ("TXT", "text", ["one", "two words"], ["three"]),
        ("MX", "", ["10 mail.example"], ["20 mail.example"]),
    ],
)
def test_record(  # one table of what a record can be
    play: Play, zone: str, type: str, name: str, values: list[str], others: list[str]
) -> None:
    """A record is made, changed in place, adopted under its full name, and deleted."""
    common: Values = {"zone_id": zone, "name": name, "type": type, "ttl": 60}
    state = play.make(RECORD, **common, records=values)
    state = play.change(RECORD, state, **common, records=others)
    assert sorted(state["records"]) == sorted(others)
    adopted = play.adopt(RECORD, f"{zone}_{state['fqdn']}_{type}")
    assert (adopted["name"], adopted["ttl"]) == (state["fqdn"], 60)
    play.drop(RECORD, state)


def test_a_record_that_is_there_is_not_made_again(play: Play, zone: str) -> None:
    """Only `allow_overwrite` writes over a record."""
    common = {"zone_id": zone, "name": "a", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}
    play.make(RECORD, **common)
    with pytest.raises(Exception, match="already exists"):
        play.make(RECORD, **common)
    state = play.make(RECORD, **common, allow_overwrite=True)
    play.make(RECORD, **{**common, "name": "b"})
    play.drop(RECORD, state)
    play.make(RECORD, **common)


def _alias(name: str, zone: str) -> dict[str, Any]:
    return {"alias": [{"name": name, "zone_id": zone, "evaluate_target_health": True}]}


BALANCER = f"app-1.{REGION}.elb.amazonaws.com"


def test_alias(play: Play, zone: str) -> None:
    """An alias leads to a load balancer or a distribution."""
    for name, target in ((BALANCER, "ZWKZPGTI48KDX"), ("d1.cloudfront.net", "Z2FDTNDATAQYW2")):
        common = {"zone_id": zone, "name": name.partition(".")[0], "type": "A"}
        state = play.make(RECORD, **common, **_alias(name, target))
        state = play.change(RECORD, state, **common, **_alias(f"dualstack.{name}", target))
        play.drop(RECORD, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"type": "CNAME", "name": "", "records": ["a.example"]}, "not permitted at apex"),
    ({"type": "CNAME", "name": "taken", "records": ["a.example"]}, "conflicts with other records"),
    ({"type": "A", "records": ["192.0.2"]}, "ARRDATAIllegalIPv4Address"),
    ({"type": "A", "records": ["2001:db8::1"]}, "ARRDATAIllegalIPv4Address"),
    ({"type": "AAAA", "records": ["192.0.2.1"]}, "AAAARRDATAIllegalIPv6Address"),
    ({"type": "TXT", "records": ["x" * 256]}, "CharacterStringTooLong"),
    ({"type": "A", "ttl": None, **_alias(BALANCER, "Z35SXDOTRQ7X7K")}, "does not lie within"),
    ({"type": "A", "ttl": None, **_alias("d1.cloudfront.net", "ZWKZPGTI48KDX")}, "does not lie"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_refused_records(play: Play, zone: str, wrong: dict[str, Any], words: str) -> None:
    """What Route 53 refuses is refused in its words."""
    taken = {"name": "taken", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}
    play.make(RECORD, zone_id=zone, **taken)
    with pytest.raises(Refused, match=words) as refusal:
        play.make(RECORD, **{"zone_id": zone, "name": "a", "ttl": 60, **wrong})
    assert refusal.value.code == "InvalidChangeBatch"
    assert refusal.value.guarded


def _look(play: Play, **arguments: Any) -> Values:
    of = shape(ZoneData.kind)
    task = Task(
        clients=play.clients,
        shadow=play.lifecycle.shadow,
        service="route53",
        region=REGION,
        shape=of,
        values=arguments,
    )
    return ZoneData().read(task)


def test_zone_data(play: Play) -> None:
    """A zone is found by its id, or by name and kind; it must be one."""
    state = play.make(ZONE, name="look.example", tags={"Stage": "one"})
    other = play.make(ZONE, name="look.example", tags={"Stage": "two"})

    assert _look(play, zone_id=state["id"])["name"] == "look.example"
    assert _look(play, name="look.example.", tags={"Stage": "two"})["id"] == other["id"]
    with pytest.raises(Refused, match="multiple Route 53 Hosted Zones matched"):
        _look(play, name="look.example")
    for wrong in ({"name": "none.example"}, {"name": "look.example", "private_zone": True}):
        with pytest.raises(Refused, match="no matching Route 53 Hosted Zone"):
            _look(play, **wrong)
