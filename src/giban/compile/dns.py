"""Names and certificates: the hosted zone, alias records, certificates proven by DNS."""

from __future__ import annotations

from giban.blueprint import Lifecycle
from giban.catalogue import acm, route53
from giban.compile.draft import Draft, Part
from giban.compile.names import label, named
from giban.values import Pick, Value

RECORD_TTL = 60


def zone_id(draft: Draft) -> Value:
    """Return the id of the hosted zone, which the bootstrap stack owns."""
    zone = draft.read(route53.ZoneData("main", name=draft.system.zone or "", private_zone=False))
    return zone.ref.zone_id


def certificate(
    part: Part, name: str, domain: str, *, provider: str | None = None
) -> acm.CertificateValidation:
    """Make a certificate for a domain, prove ownership by DNS, and wait until it is issued.

    A new one is made before the old one goes: AWS deletes none that is in use.
    """
    draft = part.draft
    wanted = part.add(
        acm.Certificate(
            label(name),
            domain_name=domain,
            validation_method="DNS",
            tags={"Name": named(draft.system, name)},
        ),
        lifecycle=Lifecycle(create_before_destroy=True),
        provider=provider,
    ).ref

    def proof(attribute: str) -> Pick:
        return Pick(
            wanted.domain_validation_options, "domain_name", domain, f"resource_record_{attribute}"
        )

    record = part.add(
        route53.Record(
            label(name, "validation"),
            zone_id=zone_id(draft),
            name=proof("name"),
            type=proof("type"),
            records=[proof("value")],
            ttl=RECORD_TTL,
            allow_overwrite=True,
        )
    )
    return part.add(
        acm.CertificateValidation(
            label(name),
            certificate_arn=wanted.arn,
            validation_record_fqdns=[record.ref.fqdn],
        ),
        provider=provider,
    )


def alias(
    part: Part, name: str, host: str, target: Value, target_zone: Value, *, health: bool
) -> None:
    """Point a host at a load balancer or distribution, for IPv4."""
    part.add(
        route53.Record(
            label(name),
            zone_id=zone_id(part.draft),
            name=host,
            type="A",
            alias=route53.Alias(name=target, zone_id=target_zone, evaluate_target_health=health),
        )
    )
