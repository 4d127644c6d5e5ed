"""Who is calling, and where (AWS STS, provider meta data)."""

from giban.blueprint.resource import DataSource
from giban.blueprint.schema import Str, computed, optional


class CallerIdentity(DataSource, type="aws_caller_identity"):
    """The account and identity Terraform runs as."""

    id: Str = optional(computed=True)
    account_id: Str = computed()
    arn: Str = computed()
    user_id: Str = computed()


class Region(DataSource, type="aws_region"):
    """The region a provider works in."""

    endpoint: Str = optional(computed=True)
    id: Str = optional(computed=True)
    name: Str = optional(computed=True)
    region: Str = optional(computed=True)
    description: Str = computed()


class Partition(DataSource, type="aws_partition"):
    """The AWS partition: `aws` except in China and GovCloud."""

    id: Str = optional(computed=True)
    dns_suffix: Str = computed()
    partition: Str = computed()
    reverse_dns_prefix: Str = computed()
