"""Who may do what, and what is secret: IAM, KMS, Secrets Manager, Parameter Store."""

from giban.catalogue.permissions.needs import Anywhere, Hand, Locked, Needs, On

ROLE = "iam::{account}:role{path|/}{name}"
SECRET = "secretsmanager:{region}:{account}:secret:{name}-??????"  # noqa: S105 - an ARN
PARAMETER = "ssm:{region}:{account}:parameter{/name}"

NEEDS = {
    "aws_iam_role": Needs(
        ROLE,
        On(
            create="CreateRole",
            read="GetRole ListRolePolicies ListAttachedRolePolicies",
            update="UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy",
            delete="DeleteRole ListInstanceProfilesForRole",
            tag="TagRole",
            untag="UntagRole",
        ),
        On(create="PutRolePermissionsBoundary", given="permissions_boundary"),
        On(
            create="PutRolePolicy",
            read="GetRolePolicy",
            delete="DeleteRolePolicy",
            given="inline_policy",
        ),
    ),
    "aws_iam_role_policy": Needs(
        "",
        On(
            of="role",
            kind="aws_iam_role",
            create="PutRolePolicy",
            read="GetRolePolicy",
            delete="DeleteRolePolicy",
        ),
    ),
    "aws_iam_role_policy_attachment": Needs(
        "",
        On(
            of="role",
            kind="aws_iam_role",
            create="AttachRolePolicy",
            read="ListAttachedRolePolicies",
            delete="DetachRolePolicy",
        ),
    ),
    "aws_iam_policy": Needs(
        "iam::{account}:policy{path|/}{name}",
        On(
            create="CreatePolicy",
            read="GetPolicy GetPolicyVersion ListPolicyVersions",
            update="CreatePolicyVersion DeletePolicyVersion",
            delete="DeletePolicy",
            tag="TagPolicy",
            untag="UntagPolicy",
        ),
    ),
    "aws_iam_instance_profile": Needs(
        "iam::{account}:instance-profile{path|/}{name}",
        On(
            create="CreateInstanceProfile AddRoleToInstanceProfile",
            read="GetInstanceProfile",
            update="RemoveRoleFromInstanceProfile",
            delete="DeleteInstanceProfile",
            tag="TagInstanceProfile",
            untag="UntagInstanceProfile",
        ),
        Hand("role", "ec2.amazonaws.com"),
    ),
    "aws_iam_openid_connect_provider": Needs(
        "iam::{account}:oidc-provider/{url}",
        On(
            create="CreateOpenIDConnectProvider",
            read="GetOpenIDConnectProvider",
            update="UpdateOpenIDConnectProviderThumbprint "
            "AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider",
            delete="DeleteOpenIDConnectProvider",
            tag="TagOpenIDConnectProvider",
            untag="UntagOpenIDConnectProvider",
        ),
    ),
    "aws_kms_key": Needs(
        "kms:{region}:{account}:key/*",
        On(
            read="DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags",
            update="PutKeyPolicy EnableKeyRotation DisableKeyRotation UpdateKeyDescription "
            "EnableKey DisableKey",
            delete="ScheduleKeyDeletion",
            tag="TagResource",
            untag="UntagResource",
        ),
        Anywhere(service="kms", made="CreateKey"),
        by="tag",
    ),
    "aws_kms_alias": Needs(
        "kms:{region}:{account}:alias/{name}",
        On(create="CreateAlias", update="UpdateAlias", delete="DeleteAlias"),
        On(
            of="target_key_id",
            kind="aws_kms_key",
            create="CreateAlias",
            update="UpdateAlias",
            delete="DeleteAlias",
        ),
        Anywhere(service="kms", read="ListAliases"),
    ),
    "aws_secretsmanager_secret": Needs(
        SECRET,
        On(
            create="CreateSecret",
            read="DescribeSecret GetResourcePolicy",
            update="UpdateSecret",
            delete="DeleteSecret",
            tag="TagResource",
            untag="UntagResource",
        ),
        On(update="PutResourcePolicy DeleteResourcePolicy", given="policy"),
        Locked("kms_key_id", "secretsmanager", grant=False),
    ),
    # Provider 5.100 reads the value even where a write-only argument keeps it out of the state.
    "aws_secretsmanager_secret_version": Needs(
        "secretsmanager:{region}:{account}:secret:{secret_id.name}-??????",
        On(
            of="secret_id",
            kind="aws_secretsmanager_secret",
            create="PutSecretValue",
            read="DescribeSecret GetSecretValue ListSecretVersionIds",
            update="UpdateSecretVersionStage",
        ),
        Locked("secret_id.kms_key_id", "secretsmanager", grant=False),
    ),
    "aws_ssm_parameter": Needs(
        PARAMETER,
        On(
            create="PutParameter",
            read="GetParameter ListTagsForResource",
            delete="DeleteParameter",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
        Anywhere(service="ssm", read="DescribeParameters"),
        Locked("key_id", "ssm", grant=False),
    ),
}

DATA = {
    "aws_ssm_parameter": Needs(PARAMETER, On(read="GetParameter")),
}

EPHEMERAL = {
    "aws_secretsmanager_random_password": Needs(
        "", Anywhere(service="secretsmanager", read="GetRandomPassword")
    ),
    "aws_secretsmanager_secret_version": Needs(
        "",
        On(of="secret_id", kind="aws_secretsmanager_secret", read="GetSecretValue"),
        Locked("secret_id.kms_key_id", "secretsmanager", grant=False),
        Locked("secret_id.secret_id.kms_key_id", "secretsmanager", grant=False),
    ),
    "aws_ssm_parameter": Needs(
        "",
        On(of="arn", kind="aws_ssm_parameter", read="GetParameter"),
        Locked("arn.key_id", "ssm", grant=False),
    ),
}
