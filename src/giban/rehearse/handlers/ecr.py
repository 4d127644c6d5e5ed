"""Repositories of container images."""

from __future__ import annotations

import re
from typing import Any

from giban.catalogue import ecr
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler, Lookup
from giban.rehearse.task import Task

NAME = re.compile(r"^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$")
LONGEST = 256
SHORTEST = 2


def _valid_name(x: Task) -> None:
    """Refuse names that no image reference can have."""
    name = x["name"] or ""
    if not NAME.match(name) or not SHORTEST <= len(name) <= LONGEST:
        raise Refused(
            "InvalidParameterException",
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy "
            "regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+"
            "(?:[._-][a-z0-9]+)*''",
            attribute=("name",),
        )


class Repository(Handler):
    """A repository."""

    kind = ecr.Repository
    service = "ecr"
    create_op, created = "create_repository", "repository.repositoryName"
    find_op, find_by, found = "describe_repositories", "repositoryNames", "repositories"
    names = {"name": "repositoryName"}
    reads = {"arn": "repositoryArn", "repository_url": "repositoryUri"}
    guards = (_valid_name,)
    local = ("force_delete",)

    def update(self, x: Task) -> None:
        """Change whether tags may move, and scanning."""
        if x.changed("image_tag_mutability", "image_tag_mutability_exclusion_filter"):
            arguments = x.arguments("put_image_tag_mutability")
            x.call("put_image_tag_mutability", **{**arguments, "repositoryName": x.id})
        if x.changed("image_scanning_configuration"):
            arguments = x.arguments("put_image_scanning_configuration")
            arguments.setdefault("imageScanningConfiguration", {"scanOnPush": False})
            x.call("put_image_scanning_configuration", **{**arguments, "repositoryName": x.id})

    def delete(self, x: Task) -> None:
        """Delete it; with `force_delete` even if it holds images."""
        x.call("delete_repository", repositoryName=x.id, force=bool(x["force_delete"]))


class LifecyclePolicy(Handler):
    """Which images of a repository expire."""

    kind = ecr.LifecyclePolicy
    service = "ecr"
    create_op, created = "put_lifecycle_policy", "repositoryName"
    find_op, by = "get_lifecycle_policy", "repositoryName"
    delete_op = "delete_lifecycle_policy"
    names = {"policy": "lifecyclePolicyText", "repository": "repositoryName"}


class ReplicationConfiguration(Handler):
    """Where the registry copies its images to; moto takes one rule, and copies nothing."""

    kind = ecr.ReplicationConfiguration
    service = "ecr"

    def create(self, x: Task) -> None:
        """Say it; the registry is the account's."""
        self.update(x)
        x.id = x.account

    def find(self, x: Task) -> dict[str, Any]:
        """Return what the registry says of itself."""
        found = x.call("describe_registry")
        if not found["replicationConfiguration"]["rules"]:
            raise Gone
        return dict(found)

    def update(self, x: Task) -> None:
        """Say it anew, all of it."""
        x.call("put_replication_configuration", **x.arguments("put_replication_configuration"))

    def delete(self, x: Task) -> None:
        """Let the registry copy nothing."""
        x.call("put_replication_configuration", replicationConfiguration={"rules": []})


class RepositoryData(Lookup):
    """A repository that another root owns."""

    kind = ecr.RepositoryData
    service = "ecr"

    def read(self, x: Task) -> Values:
        """Find it by name."""
        answer = x.call("describe_repositories", repositoryNames=[x["name"]])
        found: dict[str, Any] = answer["repositories"][0]
        tags = x.call("list_tags_for_resource", resourceArn=found["repositoryArn"])["tags"]
        images = x.call("describe_images", repositoryName=x["name"])["imageDetails"]
        latest: dict[str, Any] = max(
            images, key=lambda one: str(one.get("imagePushedAt")), default={}
        )
        return {
            **x.attributes(found),
            "id": found["repositoryName"],
            "arn": found["repositoryArn"],
            "repository_url": found["repositoryUri"],
            "tags": {tag["Key"]: tag["Value"] for tag in tags},
            "most_recent_image_tags": latest.get("imageTags", []),
        }
