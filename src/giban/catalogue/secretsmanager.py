"""Secrets (AWS Secrets Manager)."""

from giban.blueprint.resource import Ephemeral, Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrList,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class Replica(Block):
    """`replica`."""

    region: Str = required()
    kms_key_id: Str = optional(computed=True)
    last_accessed_date: Str = computed()
    status: Str = computed()
    status_message: Str = computed()


class Secret(Resource, type="aws_secretsmanager_secret", stateful=True):
    """A named secret; its value is a version."""

    description: Str = optional()
    force_overwrite_replica_secret: Bool = optional(default=False)
    id: Str = optional(computed=True)
    kms_key_id: Str = optional()
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    policy: Str = optional(computed=True, suppressed=True)
    recovery_window_in_days: Num = optional(default=30)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    replica: tuple[Replica, ...] = blocks("set", computed=True)


class SecretVersion(Resource, type="aws_secretsmanager_secret_version", stateful=True):
    """A value of a secret; written through write-only arguments only."""

    secret_id: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    secret_binary: Str = optional(
        sensitive=True, new=True, check=Check(conflicts_with=("secret_string", "secret_string_wo"))
    )
    secret_string: Str = optional(
        sensitive=True, check=Check(conflicts_with=("secret_binary", "secret_string_wo"))
    )
    secret_string_wo: Str = optional(
        sensitive=True,
        write_only=True,
        check=Check(
            conflicts_with=("secret_binary", "secret_string"),
            required_with=("secret_string_wo_version",),
        ),
    )
    secret_string_wo_version: Num = optional(check=Check(required_with=("secret_string_wo",)))
    version_stages: StrSet = optional(computed=True)
    arn: Str = computed()
    has_secret_string_wo: Bool = computed()
    secret_arn: Str = computed()
    version_id: Str = computed()


class RandomPassword(Ephemeral, type="aws_secretsmanager_random_password"):
    """A new random password for each run."""

    exclude_characters: Str = optional()
    exclude_lowercase: Bool = optional()
    exclude_numbers: Bool = optional()
    exclude_punctuation: Bool = optional()
    exclude_uppercase: Bool = optional()
    include_space: Bool = optional()
    password_length: Num = optional()
    region: Str = optional(computed=True)
    require_each_included_type: Bool = optional()
    random_password: Str = computed(sensitive=True)


class StoredSecret(Ephemeral, type="aws_secretsmanager_secret_version"):
    """The stored value of a secret, read for one run."""

    secret_id: Str = required()
    region: Str = optional(computed=True)
    version_id: Str = optional(computed=True)
    version_stage: Str = optional(computed=True)
    arn: Str = computed()
    created_date: Str = computed()
    secret_binary: Str = computed(sensitive=True)
    secret_string: Str = computed(sensitive=True)
    version_stages: StrList = computed()
