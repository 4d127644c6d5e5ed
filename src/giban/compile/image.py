"""Where a service's image comes from: the repository, and the one owner of its tag.

The tag is an SSM parameter: deploys write it, Terraform reads it. The task definition tracks the
latest revision, so a plan after a deploy is empty (design.md; defect D-ERP-07).
"""

from __future__ import annotations

from giban.blueprint import Lifecycle
from giban.catalogue import ecr, ssm
from giban.compile.account import arn
from giban.compile.border import imported
from giban.compile.draft import Draft
from giban.compile.names import label
from giban.system import Service
from giban.values import Text, Value, text

FIRST_TAG = "bootstrap"
"""What stands there until the first deploy."""


def tag_parameter(project: str, environment: str, service: str) -> str:
    """Return the name of the SSM parameter that holds a service's image tag."""
    return f"/{project}/{environment}/{service}/image-tag"


def image(draft: Draft, service: Service) -> Text:
    """Return the image a service runs: repository and tag, both owned outside this stack.

    One that others make is taken as it is called.
    """
    if service.image is not None:
        return text(service.image)
    system = draft.system
    url = _repository(draft, service.repository)
    if system.standby:
        return text(url, ":", _own_tag(draft, service).ref.insecure_value)
    tag = draft.read(
        ssm.ParameterData(
            label(service.image_of, "image_tag"),
            name=tag_parameter(system.project, system.environment, service.image_of),
        )
    )
    return text(url, ":", tag.ref.insecure_value)


def _own_tag(draft: Draft, service: Service) -> ssm.Parameter:
    """Make the tag that is run abroad: the other region's may be lost with it.

    Jobs run a service's image, and so its tag.
    """
    system, own = draft.system, label(service.image_of, "image_tag")
    for node in draft.nodes:
        if isinstance(node.object, ssm.Parameter) and node.object.terraform_label == own:
            return node.object
    name = tag_parameter(system.project, system.environment, service.image_of)
    return draft.part(f"services.{service.image_of}", "registry").add(
        ssm.Parameter(
            own,
            name=name,
            type="String",
            insecure_value=FIRST_TAG,
            description=f"Image tag that {service.image_of} runs in {system.environment}",
            tags={"Name": name},
        ),
        "Deploys write it together with the one at home.",
        lifecycle=Lifecycle(ignore_changes=("insecure_value",)),
    )


def repository_arn(draft: Draft, service: Service) -> Value:
    """Return the ARN of the repository that a service's image is pulled from."""
    if draft.system.foundation:
        return imported(draft, "ecr", f"{service.repository}-repository-arn")
    return arn(draft, "ecr", f"repository/{service.repository}")


def _repository(draft: Draft, name: str) -> Value:
    """Return the URL of a repository: the project's own, or one of its foundation.

    Abroad it is the foundation's copy there: the other region may be lost.
    """
    if draft.system.foundation:
        return imported(draft, "ecr", f"{name}-repository-url")
    return draft.read(ecr.RepositoryData(label(name), name=name)).ref.repository_url
