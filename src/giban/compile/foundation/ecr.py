"""The stacks `ecr/<tenant>`: the image repositories of each application (ledger HY-REG-01)."""

from __future__ import annotations

from giban.compile.border import export
from giban.compile.draft import Draft
from giban.compile.names import label
from giban.compile.repository import repository
from giban.system import System, Tenant


def ecr_draft(system: System, tenant: Tenant) -> Draft:
    """Make a tenant's repositories, for all environments, and hand out where they are."""
    draft = Draft(system)
    part = draft.part(f"tenants.{tenant.name}", "registry")
    for name in tenant.repositories:
        made = repository(part, name)
        stem = f"{name}-repository"
        export(part, "ecr", f"{stem}-url", made.ref.repository_url, f"URL of the images of {name}")
        export(part, "ecr", f"{stem}-arn", made.ref.arn, f"ARN of the images of {name}")
        draft.output(
            f"{label(name)}_repository", made.ref.repository_url, f"Repository of image {name}."
        )
    return draft
