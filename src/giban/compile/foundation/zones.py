"""The stacks `route53` and `acm`: the hosted zone, and each environment's certificate."""

from __future__ import annotations

from collections.abc import Sequence

from giban.compile.bootstrap import hosted_zones
from giban.compile.border import export
from giban.compile.dns import WILDCARD, certificate
from giban.compile.draft import Draft
from giban.system import System


def zones_draft(lead: System, systems: Sequence[System]) -> Draft:
    """Make the hosted zone of all environments."""
    draft = Draft(lead)
    hosted_zones(draft, systems)
    return draft


def certificate_draft(system: System) -> Draft:
    """Make a certificate for all names below an environment's domain, and hand it out."""
    draft = Draft(system)
    part = draft.part("domain", "dns")
    made = certificate(part, "main", f"{WILDCARD}{system.domain}")
    what = f"ARN of the certificate of {WILDCARD}{system.domain}"
    export(part, "acm", "certificate-arn", made.ref.certificate_arn, what)
    return draft
