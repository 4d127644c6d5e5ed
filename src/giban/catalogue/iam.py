"""Identities and permissions (AWS IAM)."""

from giban.blueprint.resource import Resource
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


class InlinePolicy(Block):
    """`inline_policy`."""

    name: Str = optional()
    policy: Str = optional(suppressed=True)


class Role(Resource, type="aws_iam_role"):
    """An identity that services and workflows take on."""

    assume_role_policy: Str = required(suppressed=True)
    description: Str = optional()
    force_detach_policies: Bool = optional(default=False)
    id: Str = optional(computed=True)
    managed_policy_arns: StrSet = optional(computed=True)
    max_session_duration: Num = optional(default=3600, check=Check(range=(3600, 43200)))
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    path: Str = optional(new=True, default="/", check=Check(length=(0, 512)))
    permissions_boundary: Str = optional(check=Check(format="arn"))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    create_date: Str = computed()
    unique_id: Str = computed()
    inline_policy: tuple[InlinePolicy, ...] = blocks("set", computed=True, suppressed=True)


class RolePolicy(Resource, type="aws_iam_role_policy"):
    """A policy that lives and dies with its role."""

    policy: Str = required(suppressed=True)
    role: Str = required(new=True)
    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))


class RolePolicyAttachment(Resource, type="aws_iam_role_policy_attachment"):
    """A managed policy attached to a role."""

    policy_arn: Str = required(new=True, check=Check(format="arn"))
    role: Str = required(new=True)
    id: Str = optional(computed=True)


class OpenidConnectProvider(Resource, type="aws_iam_openid_connect_provider"):
    """An outside issuer of identities, such as GitHub Actions."""

    client_id_list: StrSet = required()
    url: Str = required(new=True, suppressed=True)
    id: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    thumbprint_list: StrList = optional(computed=True)
    arn: Str = computed()


class Policy(Resource, type="aws_iam_policy"):
    """A managed policy."""

    policy: Str = required(suppressed=True)
    delay_after_policy_creation_in_ms: Num = optional()
    description: Str = optional(new=True)
    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    path: Str = optional(new=True, default="/")
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    attachment_count: Num = computed()
    policy_id: Str = computed()


class InstanceProfile(Resource, type="aws_iam_instance_profile"):
    """A role for EC2 instances."""

    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    path: Str = optional(new=True, default="/")
    role: Str = optional()
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    create_date: Str = computed()
    unique_id: Str = computed()
