"""Certificates, and the proof that they may be issued."""

import datetime as dt
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers import acm
from giban.rehearse.handlers.acm import CertificateData
from giban.rehearse.shape import complete, shape
from giban.rehearse.task import Task
from tests.rehearse.handlers.names import CERTIFICATE, issued, pending, prove
from tests.rehearse.handlers.play import REGION, Play

VALIDATION = "aws_acm_certificate_validation"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acm, "PATIENCE", 0.0)


def test_plan_of_a_certificate(play: Play) -> None:
    """Which names will have to be proven is known before; how, is not."""
    kind = play.lifecycle.kind(CERTIFICATE)
    config = {"domain_name": "a.example", "subject_alternative_names": ["*.a.example"]}
    whole = complete(kind.shape, {**config, "validation_method": "DNS"})
    planned = play.lifecycle.plan(kind, whole, None, play.connection).values

    assert planned["subject_alternative_names"] == ["*.a.example", "a.example"]
    asked = planned["domain_validation_options"]
    assert [option["domain_name"] for option in asked] == ["*.a.example", "a.example"]
    assert asked[0]["resource_record_name"] is UNKNOWN
    whole["domain_name"] = UNKNOWN
    planned = play.lifecycle.plan(kind, whole, None, play.connection).values
    assert planned["domain_validation_options"] is UNKNOWN


def test_certificate(play: Play) -> None:
    """A certificate waits for its proof, and stays issued when that goes again."""
    state = pending(play, "proof.example", "www.proof.example", "*.proof.example")
    assert state["status"] == "PENDING_VALIDATION"
    assert state["not_after"] == ""
    with pytest.raises(Refused, match="last state: 'PENDING_VALIDATION'"):
        play.make(VALIDATION, certificate_arn=state["arn"])

    records = prove(play, state)
    fqdns = [record["fqdn"] for record in records]
    with pytest.raises(Refused, match=r"missing .* DNS validation record"):
        play.make(VALIDATION, certificate_arn=state["arn"], validation_record_fqdns=fqdns[:1])
    made = play.make(VALIDATION, certificate_arn=state["arn"], validation_record_fqdns=fqdns)
    play.lifecycle.delete(play.lifecycle.kind("aws_route53_record"), records[0], play.connection)
    assert play.read(VALIDATION, made) == made
    fresh = play.read(CERTIFICATE, state)
    assert fresh is not None
    assert fresh["status"] == "ISSUED"
    assert fresh["not_after"]


def test_change(play: Play) -> None:
    """Tags and options change in place, another name makes another certificate."""
    config = {"domain_name": "change.example", "validation_method": "DNS"}
    state = play.make(CERTIFICATE, **config)
    options = [{"certificate_transparency_logging_preference": "DISABLED"}]
    state = play.change(CERTIFICATE, state, **config, options=options, tags={"a": "b"})
    assert play.adopt(CERTIFICATE, state["arn"])["domain_name"] == "change.example"
    kind = play.lifecycle.kind(CERTIFICATE)
    whole = complete(kind.shape, {**config, "subject_alternative_names": ["b.example"]})
    assert play.lifecycle.plan(kind, whole, state, play.connection).replace
    play.drop(CERTIFICATE, state)


def test_a_wrong_record_proves_nothing(play: Play) -> None:
    """What counts is the value in the nearest public zone."""
    state = pending(play, "wrong.example")
    asked = state["domain_validation_options"][0]
    zone = play.make("aws_route53_zone", name="wrong.example")
    common = {"zone_id": zone["id"], "name": asked["resource_record_name"], "type": "CNAME"}
    play.make("aws_route53_record", **common, ttl=60, records=["elsewhere.example."])
    with pytest.raises(Refused, match="no public hosted zone answers CNAME"):
        play.make(VALIDATION, certificate_arn=state["arn"])


def _pem() -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "own.example")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    encoding = serialization.Encoding.PEM
    return built.public_bytes(encoding).decode(), key.private_bytes(encoding, form, plain).decode()


def test_imported(play: Play) -> None:
    """One's own certificate needs no proof, and is imported anew in place."""
    body, key = _pem()
    state = play.make(CERTIFICATE, certificate_body=body, private_key=key)
    assert (state["status"], state["type"]) == ("ISSUED", "IMPORTED")
    body, key = _pem()
    state = play.change(CERTIFICATE, state, certificate_body=body, private_key=key)
    with pytest.raises(Refused, match="no validation necessary"):
        play.make(VALIDATION, certificate_arn=state["arn"])
    play.drop(CERTIFICATE, state)


def test_validation_cannot_be_adopted(play: Play) -> None:
    """It is not a thing of AWS's."""
    with pytest.raises(Refused, match="doesn't support import"):
        play.adopt(VALIDATION, issued(play, "adopt.example"))


@pytest.mark.parametrize(
    "wanted", [{"key_algorithm": "EC_prime256v1"}, {"validation_method": "EMAIL"}]
)
def test_what_moto_cannot_do_is_not_taken_for_checked(play: Play, wanted: dict[str, str]) -> None:
    """It is kept as it was asked for, and the report says so."""
    config = {"domain_name": "kept.example", "validation_method": "DNS", **wanted}
    play.make(CERTIFICATE, **config)
    unchecked = play.lifecycle.evidence.snapshot()[CERTIFICATE]["unchecked"]
    assert set(wanted) <= set(unchecked)


def _look(play: Play, **arguments: Any) -> Values:
    task = Task(
        clients=play.clients,
        shadow=play.lifecycle.shadow,
        service="acm",
        region=REGION,
        shape=shape(CertificateData.kind),
        values=arguments,
    )
    return CertificateData().read(task)


def test_certificate_data(play: Play) -> None:
    """One is found by its domain when it is issued, or in the states that are named."""
    arn = pending(play, "look.example")["arn"]
    with pytest.raises(Refused, match="no ACM Certificate matching"):
        _look(play, domain="look.example")
    every = ["ISSUED", "PENDING_VALIDATION"]
    assert _look(play, domain="look.example", statuses=every)["arn"] == arn
    pending(play, "look.example")
    with pytest.raises(Refused, match="multiple ACM Certificates"):
        _look(play, domain="look.example", statuses=every)
    newest = _look(play, domain="look.example", statuses=every, most_recent=True)
    assert newest["status"] == "PENDING_VALIDATION"
