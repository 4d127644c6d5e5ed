"""Encryption keys (AWS KMS)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrMap,
    blocks,
    computed,
    optional,
    required,
)


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()


class Key(Resource, type="aws_kms_key", stateful=True):
    """An encryption key."""

    bypass_policy_lockout_safety_check: Bool = optional(default=False)
    custom_key_store_id: Str = optional(new=True, check=Check(length=(1, 22)))
    customer_master_key_spec: Str = optional(new=True, default="SYMMETRIC_DEFAULT")
    deletion_window_in_days: Num = optional(check=Check(range=(7, 30)))
    description: Str = optional(computed=True, check=Check(length=(0, 8192)))
    enable_key_rotation: Bool = optional(default=False)
    id: Str = optional(computed=True)
    is_enabled: Bool = optional(default=True)
    key_usage: Str = optional(new=True, default="ENCRYPT_DECRYPT")
    multi_region: Bool = optional(computed=True, new=True)
    policy: Str = optional(computed=True, suppressed=True)
    region: Str = optional(computed=True)
    rotation_period_in_days: Num = optional(
        computed=True, check=Check(range=(90, 2560), required_with=("enable_key_rotation",))
    )
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    xks_key_id: Str = optional(
        new=True, check=Check(length=(1, 128), required_with=("custom_key_store_id",))
    )
    arn: Str = computed()
    key_id: Str = computed()
    timeouts: Timeouts | None = blocks("single")


class Alias(Resource, type="aws_kms_alias"):
    """A name for a key."""

    target_key_id: Str = required(suppressed=True)
    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    arn: Str = computed()
    target_key_arn: Str = computed()
