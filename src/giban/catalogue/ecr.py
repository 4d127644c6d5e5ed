"""Container images (Amazon ECR)."""

from typing import Annotated

from giban.blueprint.resource import DataSource, Resource
from giban.blueprint.schema import (
    As,
    Block,
    Bool,
    Str,
    StrList,
    StrMap,
    blocks,
    computed,
    optional,
    required,
)
from giban.values import Expr

EncryptionConfigurationValue = Annotated[
    Expr, As(["list", ["object", {"encryption_type": "string", "kms_key": "string"}]])
]
ImageScanningConfigurationValue = Annotated[
    Expr, As(["list", ["object", {"scan_on_push": "bool"}]])
]
ImageTagMutabilityExclusionFilterValue = Annotated[
    Expr, As(["list", ["object", {"filter": "string", "filter_type": "string"}]])
]


class EncryptionConfiguration(Block):
    """`encryption_configuration`."""

    encryption_type: Str = optional(new=True, default="AES256")
    kms_key: Str = optional(computed=True, new=True)


class ImageScanningConfiguration(Block):
    """`image_scanning_configuration`."""

    scan_on_push: Bool = required()


class ImageTagMutabilityExclusionFilter(Block):
    """`image_tag_mutability_exclusion_filter`."""

    filter: Str = required()
    filter_type: Str = required()


class Timeouts(Block):
    """`timeouts`."""

    delete: Str = optional()


class Repository(Resource, type="aws_ecr_repository", stateful=True):
    """A repository of container images."""

    name: Str = required(new=True)
    force_delete: Bool = optional()
    id: Str = optional(computed=True)
    image_tag_mutability: Str = optional(default="MUTABLE")
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    registry_id: Str = computed()
    repository_url: Str = computed()
    encryption_configuration: tuple[EncryptionConfiguration, ...] = blocks(
        new=True, suppressed=True
    )
    image_scanning_configuration: ImageScanningConfiguration | None = blocks(max=1, suppressed=True)
    image_tag_mutability_exclusion_filter: tuple[ImageTagMutabilityExclusionFilter, ...] = blocks(
        max=5
    )
    timeouts: Timeouts | None = blocks("single")


class LifecyclePolicy(Resource, type="aws_ecr_lifecycle_policy"):
    """Which images of a repository expire."""

    policy: Str = required(new=True, suppressed=True)
    repository: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    registry_id: Str = computed()


class ReplicationDestination(Block):
    """`replication_configuration.rule.destination`."""

    region: Str = required()
    registry_id: Str = required()


class ReplicationFilter(Block):
    """`replication_configuration.rule.repository_filter`."""

    filter: Str = required()
    filter_type: Str = required()


class ReplicationRule(Block):
    """`replication_configuration.rule`."""

    destination: tuple[ReplicationDestination, ...] = blocks(min=1, max=25)
    repository_filter: tuple[ReplicationFilter, ...] = blocks(max=100)


class RegistryReplication(Block):
    """`replication_configuration`."""

    rule: tuple[ReplicationRule, ...] = blocks(min=1, max=10)


class ReplicationConfiguration(Resource, type="aws_ecr_replication_configuration"):
    """Where a registry copies its images to: an account has one in each region."""

    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    registry_id: Str = computed()
    replication_configuration: RegistryReplication | None = blocks(max=1)


class RepositoryData(DataSource, type="aws_ecr_repository"):
    """A repository that another stack owns."""

    name: Str = required()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    registry_id: Str = optional(computed=True)
    tags: StrMap = optional(computed=True)
    arn: Str = computed()
    encryption_configuration: EncryptionConfigurationValue = computed()
    image_scanning_configuration: ImageScanningConfigurationValue = computed()
    image_tag_mutability: Str = computed()
    image_tag_mutability_exclusion_filter: ImageTagMutabilityExclusionFilterValue = computed()
    most_recent_image_tags: StrList = computed()
    repository_url: Str = computed()
