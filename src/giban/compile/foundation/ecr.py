"""The stacks `ecr/<tenant>`: the image repositories of each application (ledger HY-REG-01)."""

from __future__ import annotations

from collections.abc import Sequence

from giban.catalogue import ecr
from giban.compile.border import export
from giban.compile.draft import Draft, Part
from giban.compile.names import label
from giban.compile.repository import repository
from giban.system import System, Tenant


def ecr_draft(system: System, tenant: Tenant, regions: Sequence[str]) -> Draft:
    """Make a tenant's repositories, for all environments, and hand out where they are.

    So too in each of the `regions` where something stands ready. ECR would make them there itself,
    but without lifecycle, scan or tags that never move: it copies images, not settings
    (https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html).
    """
    draft = Draft(system)
    part = draft.part(f"tenants.{tenant.name}", "registry")
    for name in tenant.repositories:
        made = _repository(part, name)
        draft.output(
            f"{label(name)}_repository", made.ref.repository_url, f"Repository of image {name}."
        )
        for region in regions:
            _repository(part.in_region(region), name)
    return draft


def _repository(part: Part, name: str) -> ecr.Repository:
    made = repository(part, name)
    stem = f"{name}-repository"
    export(part, "ecr", f"{stem}-url", made.ref.repository_url, f"URL of the images of {name}")
    export(part, "ecr", f"{stem}-arn", made.ref.arn, f"ARN of the images of {name}")
    return made
