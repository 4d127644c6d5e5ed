"""Where a service's image comes from: the repository, and the one owner of its tag.

The tag is an SSM parameter: deploys write it, Terraform reads it. The task definition tracks the
latest revision, so a plan after a deploy is empty (design.md; defect D-ERP-07).
"""

from __future__ import annotations

from giban.catalogue import ecr, ssm
from giban.compile.draft import Draft
from giban.compile.names import label
from giban.system import Service
from giban.values import Text, text


def tag_parameter(project: str, environment: str, service: str) -> str:
    """Return the name of the SSM parameter that holds a service's image tag."""
    return f"/{project}/{environment}/{service}/image-tag"


def image(draft: Draft, service: Service) -> Text:
    """Return the image a service runs: repository and tag, both owned outside this stack."""
    system = draft.system
    repository = draft.read(ecr.RepositoryData(label(service.repository), name=service.repository))
    tag = draft.read(
        ssm.ParameterData(
            label(service.image_of, "image_tag"),
            name=tag_parameter(system.project, system.environment, service.image_of),
        )
    )
    return text(repository.ref.repository_url, ":", tag.ref.insecure_value)
