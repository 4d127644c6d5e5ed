"""Names and certificates: the hosted zone, alias records, certificates proven by DNS."""

from __future__ import annotations

from collections.abc import Sequence

from giban.blueprint import Lifecycle
from giban.catalogue import acm, route53
from giban.compile.draft import Draft, Part
from giban.compile.names import label, named
from giban.values import Address, Pick, Ref, Value

RECORD_TTL = 60
WILDCARD = "*."
PROOF = Ref(Address("aws_route53_record", "main_validation"), ("fqdn",))


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
    if draft.system.standby:
        return _second(part, name, domain)
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


def _second(part: Part, name: str, domain: str) -> acm.CertificateValidation:
    """Make the certificate of a domain that has one in another region already.

    ACM asks an account for the same record in every region: the one that stands there proves both
    (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html).
    """
    wanted = part.add(
        acm.Certificate(
            label(name),
            domain_name=domain,
            validation_method="DNS",
            tags={"Name": named(part.draft.system, name)},
        ),
        "Proven by the record of the first region's certificate: ACM asks for the same one.",
        lifecycle=Lifecycle(create_before_destroy=True),
    )
    return part.add(acm.CertificateValidation(label(name), certificate_arn=wanted.ref.arn))


def certificate_arn(draft: Draft) -> Value:
    """Return the ARN of the environment's certificate, which somebody else may look after."""
    if draft.system.dns == "route53":
        return certificate_of(draft.part("domain", "dns")).ref.certificate_arn
    wanted = acm.CertificateData(
        "main", domain=draft.system.certificate or "", statuses=["ISSUED"], most_recent=True
    )
    return draft.read(wanted, path="dns").ref.arn


def certificate_of(part: Part, *, provider: str | None = None) -> acm.CertificateValidation:
    """Return the environment's own certificate, or wait for the wildcard that all share."""
    system = part.draft.system
    wanted = system.certificate or ""
    if system.standby or not wanted.startswith(WILDCARD):
        if provider is not None:
            return _elsewhere(part, wanted, provider)
        return certificate(part, "main", wanted)
    found = part.draft.read(
        acm.CertificateData(
            label("wildcard", *([provider] if provider else [])),
            domain=wanted,
            statuses=["ISSUED", "PENDING_VALIDATION"],
            most_recent=True,
        ),
        provider=provider,
    )
    return part.add(
        acm.CertificateValidation(
            label("wildcard", *([provider] if provider else [])), certificate_arn=found.ref.arn
        ),
        "The bootstrap stack owns it; nothing can use it before it is issued.",
        provider=provider,
    )


def _elsewhere(part: Part, domain: str, region: str) -> acm.CertificateValidation:
    """Make the certificate of a region once more: the record that proves it is there already."""
    wanted = part.add(
        acm.Certificate(
            label("main", region),
            domain_name=domain,
            validation_method="DNS",
            tags={"Name": named(part.draft.system, "main", region)},
        ),
        lifecycle=Lifecycle(create_before_destroy=True),
        provider=region,
    )
    return part.add(
        acm.CertificateValidation(
            label("main", region),
            certificate_arn=wanted.ref.arn,
            validation_record_fqdns=[PROOF],
        ),
        provider=region,
    )


def wildcard(part: Part, domain: str, zone: route53.Zone, providers: Sequence[str | None]) -> None:
    """Make a wildcard certificate in each region that needs one, proven by one record.

    The record is the same for all of them. Nobody waits here: the zone has to be delegated first.
    """
    made = [
        part.add(
            acm.Certificate(
                label("wildcard", *([provider] if provider else [])),
                domain_name=domain,
                validation_method="DNS",
                tags={"Name": f"wildcard-{domain.removeprefix(WILDCARD)}"},
            ),
            "Shared: the record that proves it is one for all environments.",
            lifecycle=Lifecycle(create_before_destroy=True),
            provider=provider,
        )
        for provider in providers
    ]

    def proof(attribute: str) -> Pick:
        options = made[0].ref.domain_validation_options
        return Pick(options, "domain_name", domain, f"resource_record_{attribute}")

    part.add(
        route53.Record(
            "wildcard_validation",
            zone_id=zone.ref.zone_id,
            name=proof("name"),
            type=proof("type"),
            records=[proof("value")],
            ttl=RECORD_TTL,
            allow_overwrite=True,
        )
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
