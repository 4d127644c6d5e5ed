"""Parameters (AWS Systems Manager)."""

from giban.blueprint.resource import DataSource, Ephemeral, Resource
from giban.blueprint.schema import Bool, Check, Num, Str, StrMap, computed, optional, required


class Parameter(Resource, type="aws_ssm_parameter", stateful=True):
    """A named value."""

    name: Str = required(new=True, check=Check(length=(1, 2048)))
    type: Str = required()
    allowed_pattern: Str = optional(check=Check(length=(0, 1024)))
    arn: Str = optional(computed=True)
    data_type: Str = optional(
        computed=True,
        new=True,
        check=Check(one_of=("aws:ec2:image", "aws:ssm:integration", "text")),
    )
    description: Str = optional(check=Check(length=(0, 1024)))
    id: Str = optional(computed=True)
    insecure_value: Str = optional(
        computed=True, check=Check(exactly_one_of=("value_wo", "insecure_value", "value"))
    )
    key_id: Str = optional(computed=True)
    overwrite: Bool = optional()
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    tier: Str = optional(computed=True, suppressed=True)
    value: Str = optional(
        computed=True,
        sensitive=True,
        check=Check(exactly_one_of=("value_wo", "insecure_value", "value")),
    )
    value_wo: Str = optional(
        sensitive=True,
        write_only=True,
        check=Check(
            exactly_one_of=("value_wo", "insecure_value", "value"),
            required_with=("value_wo_version",),
        ),
    )
    value_wo_version: Num = optional(check=Check(required_with=("value_wo",)))
    has_value_wo: Bool = computed()
    version: Num = computed()


class ParameterData(DataSource, type="aws_ssm_parameter"):
    """A named value that another stack or a deploy owns."""

    name: Str = required()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    with_decryption: Bool = optional()
    arn: Str = computed()
    insecure_value: Str = computed()
    type: Str = computed()
    value: Str = computed(sensitive=True)
    version: Num = computed()


class StoredParameter(Ephemeral, type="aws_ssm_parameter"):
    """The stored value of a parameter, read for one run."""

    arn: Str = required()
    region: Str = optional(computed=True)
    with_decryption: Bool = optional(computed=True)
    name: Str = computed()
    type: Str = computed()
    value: Str = computed(sensitive=True)
    version: Num = computed()
