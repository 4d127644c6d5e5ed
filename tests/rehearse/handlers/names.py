"""Zones and issued certificates for tests of what needs them."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from giban.rehearse.codec import Values
from tests.rehearse.handlers.play import Play

CERTIFICATE, RECORD = "aws_acm_certificate", "aws_route53_record"


def in_region(play: Play, region: str) -> Play:
    """Return the same provider in another region."""
    other = Play(play.clients)
    other.lifecycle = play.lifecycle
    other.connection = replace(play.connection, region=region)
    return other


def pending(play: Play, *names: str) -> Values:
    """Request a certificate and make its zone, but not the records that prove it."""
    return play.make(
        CERTIFICATE,
        domain_name=names[0],
        subject_alternative_names=list(names[1:]) or None,
        validation_method="DNS",
    )


def prove(play: Play, certificate: Values) -> list[Values]:
    """Make the records that a certificate asks for."""
    zone = play.make("aws_route53_zone", name=certificate["domain_name"])
    return [
        play.make(RECORD, **record(zone, option), allow_overwrite=True)
        for option in certificate["domain_validation_options"]
    ]


def record(zone: Values, option: dict[str, Any]) -> dict[str, Any]:
    """Return the record that one name asks for."""
    return {
        "zone_id": zone["zone_id"],
        "name": option["resource_record_name"],
        "type": option["resource_record_type"],
        "records": [option["resource_record_value"]],
        "ttl": 60,
    }


def issued(play: Play, *names: str) -> str:
    """Return the ARN of an issued certificate."""
    certificate = pending(play, *names)
    prove(play, certificate)
    made = play.make("aws_acm_certificate_validation", certificate_arn=certificate["arn"])
    return str(made["certificate_arn"])


def role(play: Play, service: str) -> str:
    """Return the ARN of a role that a service may assume; there is one for each."""
    name = service.partition(".")[0]
    document = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    iam = play.aws("iam")
    try:
        return str(iam.get_role(RoleName=name)["Role"]["Arn"])
    except iam.exceptions.NoSuchEntityException:
        made = iam.create_role(
            RoleName=name,
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [document]}),
        )
        return str(made["Role"]["Arn"])
