"""Rules for events and what they start (Amazon EventBridge)."""

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


class Rule(Resource, type="aws_cloudwatch_event_rule"):
    """Events that are waited for, or a schedule."""

    description: Str = optional(check=Check(length=(0, 512)))
    event_bus_name: Str = optional(new=True, default="default")
    event_pattern: Str = optional(
        check=Check(at_least_one_of=("schedule_expression", "event_pattern"))
    )
    force_destroy: Bool = optional(default=False)
    id: Str = optional(computed=True)
    is_enabled: Bool = optional(suppressed=True, check=Check(conflicts_with=("state",)))
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    role_arn: Str = optional(check=Check(format="arn"))
    schedule_expression: Str = optional(
        check=Check(length=(0, 256), at_least_one_of=("schedule_expression", "event_pattern"))
    )
    state: Str = optional(suppressed=True, check=Check(conflicts_with=("is_enabled",)))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()


class AppsyncTarget(Block):
    """`appsync_target`."""

    graphql_operation: Str = optional()


class BatchTarget(Block):
    """`batch_target`."""

    job_definition: Str = required()
    job_name: Str = required()
    array_size: Num = optional(check=Check(range=(2, 10000)))
    job_attempts: Num = optional(check=Check(range=(1, 10)))


class DeadLetterConfig(Block):
    """`dead_letter_config`."""

    arn: Str = optional(check=Check(format="arn"))


class CapacityProviderStrategy(Block):
    """`ecs_target.capacity_provider_strategy`."""

    capacity_provider: Str = required()
    base: Num = optional(check=Check(range=(0, 100000)))
    weight: Num = optional(check=Check(range=(0, 1000)))


class NetworkConfiguration(Block):
    """`ecs_target.network_configuration`."""

    subnets: StrSet = required()
    assign_public_ip: Bool = optional(default=False)
    security_groups: StrSet = optional()


class OrderedPlacementStrategy(Block):
    """`ecs_target.ordered_placement_strategy`."""

    type: Str = required()
    field: Str = optional(check=Check(length=(0, 255)))


class PlacementConstraint(Block):
    """`ecs_target.placement_constraint`."""

    type: Str = required()
    expression: Str = optional()


class EcsTarget(Block):
    """`ecs_target`."""

    task_definition_arn: Str = required(check=Check(format="arn"))
    enable_ecs_managed_tags: Bool = optional(default=False)
    enable_execute_command: Bool = optional(default=False)
    group: Str = optional(check=Check(length=(1, 255)))
    launch_type: Str = optional()
    platform_version: Str = optional(check=Check(length=(0, 1600)))
    propagate_tags: Str = optional()
    tags: StrMap = optional()
    task_count: Num = optional(default=1)
    capacity_provider_strategy: tuple[CapacityProviderStrategy, ...] = blocks("set")
    network_configuration: NetworkConfiguration | None = blocks(max=1)
    ordered_placement_strategy: tuple[OrderedPlacementStrategy, ...] = blocks(max=5)
    placement_constraint: tuple[PlacementConstraint, ...] = blocks("set", max=10)


class HttpTarget(Block):
    """`http_target`."""

    header_parameters: StrMap = optional()
    path_parameter_values: StrList = optional()
    query_string_parameters: StrMap = optional()


class InputTransformer(Block):
    """`input_transformer`."""

    input_template: Str = required(check=Check(length=(1, 8192)))
    input_paths: StrMap = optional()


class KinesisTarget(Block):
    """`kinesis_target`."""

    partition_key_path: Str = optional(check=Check(length=(1, 256)))


class RedshiftTarget(Block):
    """`redshift_target`."""

    database: Str = required(check=Check(length=(1, 64)))
    db_user: Str = optional(check=Check(length=(1, 128)))
    secrets_manager_arn: Str = optional(check=Check(format="arn"))
    sql: Str = optional(check=Check(length=(1, 100000)))
    statement_name: Str = optional(check=Check(length=(1, 500)))
    with_event: Bool = optional()


class RetryPolicy(Block):
    """`retry_policy`."""

    maximum_event_age_in_seconds: Num = optional(check=Check(range=(0, 86400)))
    maximum_retry_attempts: Num = optional(check=Check(range=(0, 185)))


class RunCommandTargets(Block):
    """`run_command_targets`."""

    key: Str = required(check=Check(length=(1, 128)))
    values: StrList = required()


class PipelineParameterList(Block):
    """`sagemaker_pipeline_target.pipeline_parameter_list`."""

    name: Str = required()
    value: Str = required()


class SagemakerPipelineTarget(Block):
    """`sagemaker_pipeline_target`."""

    pipeline_parameter_list: tuple[PipelineParameterList, ...] = blocks("set", max=200)


class SqsTarget(Block):
    """`sqs_target`."""

    message_group_id: Str = optional()


class Target(Resource, type="aws_cloudwatch_event_target"):
    """What a rule sends its events to."""

    arn: Str = required(check=Check(format="arn"))
    rule: Str = required(new=True)
    event_bus_name: Str = optional(new=True, default="default")
    force_destroy: Bool = optional(default=False)
    id: Str = optional(computed=True)
    input: Str = optional(check=Check(conflicts_with=("input_path", "input_transformer")))
    input_path: Str = optional(
        check=Check(length=(0, 256), conflicts_with=("input", "input_transformer"))
    )
    region: Str = optional(computed=True)
    role_arn: Str = optional(check=Check(format="arn"))
    target_id: Str = optional(computed=True, new=True)
    appsync_target: AppsyncTarget | None = blocks(max=1)
    batch_target: BatchTarget | None = blocks(max=1)
    dead_letter_config: DeadLetterConfig | None = blocks(max=1)
    ecs_target: EcsTarget | None = blocks(max=1)
    http_target: HttpTarget | None = blocks(max=1)
    input_transformer: InputTransformer | None = blocks(
        max=1, check=Check(conflicts_with=("input", "input_path"))
    )
    kinesis_target: KinesisTarget | None = blocks(max=1)
    redshift_target: RedshiftTarget | None = blocks(max=1)
    retry_policy: RetryPolicy | None = blocks(max=1)
    run_command_targets: tuple[RunCommandTargets, ...] = blocks(max=5)
    sagemaker_pipeline_target: SagemakerPipelineTarget | None = blocks(max=1, suppressed=True)
    sqs_target: SqsTarget | None = blocks(max=1)
