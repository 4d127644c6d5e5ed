"""The stack `registry`: images are copied to where an environment stands ready (decision 0014)."""

from __future__ import annotations

from collections.abc import Sequence

from giban.catalogue import ecr
from giban.compile.account import account_id
from giban.compile.draft import Draft
from giban.system import System

PREFIX = "PREFIX_MATCH"


def other_regions(systems: Sequence[System]) -> tuple[str, ...]:
    """Return the regions in which some environment stands ready."""
    return tuple(sorted({system.dr.region for system in systems if system.dr}))


def registry_draft(lead: System, regions: Sequence[str]) -> Draft:
    """Let the registry copy the images of all tenants.

    It copies what is pushed from then on, into repositories that stand there already
    (https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html).
    """
    draft = Draft(lead)
    tenants = lead.exports.tenants.values() if lead.exports else ()
    draft.part("dr", "registry").add(
        ecr.ReplicationConfiguration(
            "main",
            replication_configuration=ecr.RegistryReplication(
                rule=(
                    ecr.ReplicationRule(
                        destination=tuple(
                            ecr.ReplicationDestination(region=region, registry_id=account_id(draft))
                            for region in regions
                        ),
                        repository_filter=tuple(
                            ecr.ReplicationFilter(filter=name, filter_type=PREFIX)
                            for tenant in tenants
                            for name in tenant.repositories
                        ),
                    ),
                )
            ),
        ),
        "An account has one for each region: where there is one already, import it.",
    )
    return draft
