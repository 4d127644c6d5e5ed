"""Backups (AWS Backup)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class Timeouts(Block):
    """`timeouts`."""

    delete: Str = optional()


class Vault(Resource, type="aws_backup_vault", stateful=True):
    """Where recovery points are kept."""

    name: Str = required(new=True)
    force_destroy: Bool = optional(default=False)
    id: Str = optional(computed=True)
    kms_key_arn: Str = optional(computed=True, new=True, check=Check(format="arn"))
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    recovery_points: Num = computed()
    timeouts: Timeouts | None = blocks("single")


class AdvancedBackupSetting(Block):
    """`advanced_backup_setting`."""

    backup_options: StrMap = required()
    resource_type: Str = required(check=Check(one_of=("EC2",)))


class Lifecycle(Block):
    """`rule.copy_action.lifecycle`."""

    cold_storage_after: Num = optional()
    delete_after: Num = optional()
    opt_in_to_archive_for_supported_resources: Bool = optional(computed=True)


class CopyAction(Block):
    """`rule.copy_action`."""

    destination_vault_arn: Str = required(check=Check(format="arn"))
    lifecycle: Lifecycle | None = blocks(max=1)


class ScanAction(Block):
    """`rule.scan_action`."""

    malware_scanner: Str = required()
    scan_mode: Str = required()


class Rule(Block):
    """`rule`."""

    rule_name: Str = required()
    target_vault_name: Str = required()
    completion_window: Num = optional(default=180)
    enable_continuous_backup: Bool = optional(default=False)
    recovery_point_tags: StrMap = optional()
    schedule: Str = optional()
    schedule_expression_timezone: Str = optional(default="Etc/UTC")
    start_window: Num = optional(default=60)
    target_logically_air_gapped_backup_vault_arn: Str = optional(check=Check(format="arn"))
    copy_action: tuple[CopyAction, ...] = blocks("set")
    lifecycle: Lifecycle | None = blocks(max=1)
    scan_action: tuple[ScanAction, ...] = blocks("set")


class ScanSetting(Block):
    """`scan_setting`."""

    malware_scanner: Str = required()
    resource_types: StrSet = required()
    scanner_role_arn: Str = required(check=Check(format="arn"))


class Plan(Resource, type="aws_backup_plan"):
    """When is backed up, and how long it is kept."""

    name: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    version: Str = computed()
    advanced_backup_setting: tuple[AdvancedBackupSetting, ...] = blocks("set")
    rule: tuple[Rule, ...] = blocks("set", min=1)
    scan_setting: tuple[ScanSetting, ...] = blocks("set")


class StringEquals(Block):
    """`condition.string_equals`."""

    key: Str = required(new=True)
    value: Str = required(new=True)


class StringLike(Block):
    """`condition.string_like`."""

    key: Str = required(new=True)
    value: Str = required(new=True)


class StringNotEquals(Block):
    """`condition.string_not_equals`."""

    key: Str = required(new=True)
    value: Str = required(new=True)


class StringNotLike(Block):
    """`condition.string_not_like`."""

    key: Str = required(new=True)
    value: Str = required(new=True)


class Condition(Block):
    """`condition`."""

    string_equals: tuple[StringEquals, ...] = blocks("set", new=True)
    string_like: tuple[StringLike, ...] = blocks("set", new=True)
    string_not_equals: tuple[StringNotEquals, ...] = blocks("set", new=True)
    string_not_like: tuple[StringNotLike, ...] = blocks("set", new=True)


class SelectionTag(Block):
    """`selection_tag`."""

    key: Str = required(new=True)
    type: Str = required(new=True)
    value: Str = required(new=True)


class Selection(Resource, type="aws_backup_selection"):
    """What a plan backs up."""

    iam_role_arn: Str = required(new=True, check=Check(format="arn"))
    name: Str = required(new=True)
    plan_id: Str = required(new=True)
    id: Str = optional(computed=True)
    not_resources: StrSet = optional(computed=True, new=True)
    region: Str = optional(computed=True)
    resources: StrSet = optional(new=True)
    condition: tuple[Condition, ...] = blocks("set", computed=True, new=True)
    selection_tag: tuple[SelectionTag, ...] = blocks("set", new=True)
