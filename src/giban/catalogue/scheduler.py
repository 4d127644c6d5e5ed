"""Schedules (Amazon EventBridge Scheduler)."""

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


class FlexibleTimeWindow(Block):
    """`flexible_time_window`."""

    mode: Str = required()
    maximum_window_in_minutes: Num = optional()


class DeadLetterConfig(Block):
    """`target.dead_letter_config`."""

    arn: Str = required(check=Check(format="arn"))


class CapacityProviderStrategy(Block):
    """`target.ecs_parameters.capacity_provider_strategy`."""

    capacity_provider: Str = required()
    base: Num = optional()
    weight: Num = optional()


class NetworkConfiguration(Block):
    """`target.ecs_parameters.network_configuration`."""

    subnets: StrSet = required()
    assign_public_ip: Bool = optional(default=False)
    security_groups: StrSet = optional()


class PlacementConstraints(Block):
    """`target.ecs_parameters.placement_constraints`."""

    type: Str = required()
    expression: Str = optional()


class PlacementStrategy(Block):
    """`target.ecs_parameters.placement_strategy`."""

    type: Str = required()
    field: Str = optional(suppressed=True)


class EcsParameters(Block):
    """`target.ecs_parameters`."""

    task_definition_arn: Str = required(check=Check(format="arn"))
    enable_ecs_managed_tags: Bool = optional()
    enable_execute_command: Bool = optional()
    group: Str = optional()
    launch_type: Str = optional()
    platform_version: Str = optional()
    propagate_tags: Str = optional()
    reference_id: Str = optional()
    tags: StrMap = optional()
    task_count: Num = optional(default=1)
    capacity_provider_strategy: tuple[CapacityProviderStrategy, ...] = blocks("set", max=6)
    network_configuration: NetworkConfiguration | None = blocks(max=1)
    placement_constraints: tuple[PlacementConstraints, ...] = blocks("set", max=10)
    placement_strategy: tuple[PlacementStrategy, ...] = blocks("set", max=5)


class EventbridgeParameters(Block):
    """`target.eventbridge_parameters`."""

    detail_type: Str = required()
    source: Str = required()


class KinesisParameters(Block):
    """`target.kinesis_parameters`."""

    partition_key: Str = required()


class RetryPolicy(Block):
    """`target.retry_policy`."""

    maximum_event_age_in_seconds: Num = optional(default=86400)
    maximum_retry_attempts: Num = optional(default=185)


class PipelineParameter(Block):
    """`target.sagemaker_pipeline_parameters.pipeline_parameter`."""

    name: Str = required()
    value: Str = required()


class SagemakerPipelineParameters(Block):
    """`target.sagemaker_pipeline_parameters`."""

    pipeline_parameter: tuple[PipelineParameter, ...] = blocks("set", max=200)


class SqsParameters(Block):
    """`target.sqs_parameters`."""

    message_group_id: Str = optional()


class Target(Block):
    """`target`."""

    arn: Str = required(check=Check(format="arn"))
    role_arn: Str = required(check=Check(format="arn"))
    input: Str = optional()
    dead_letter_config: DeadLetterConfig | None = blocks(max=1)
    ecs_parameters: EcsParameters | None = blocks(max=1)
    eventbridge_parameters: EventbridgeParameters | None = blocks(max=1)
    kinesis_parameters: KinesisParameters | None = blocks(max=1)
    retry_policy: RetryPolicy | None = blocks(max=1, suppressed=True)
    sagemaker_pipeline_parameters: SagemakerPipelineParameters | None = blocks(max=1)
    sqs_parameters: SqsParameters | None = blocks(max=1)


class Schedule(Resource, type="aws_scheduler_schedule"):
    """One target and when to call it."""

    schedule_expression: Str = required()
    action_after_completion: Str = optional(computed=True)
    description: Str = optional()
    end_date: Str = optional()
    group_name: Str = optional(computed=True, new=True)
    id: Str = optional(computed=True)
    kms_key_arn: Str = optional(check=Check(format="arn"))
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    schedule_expression_timezone: Str = optional(default="UTC")
    start_date: Str = optional()
    state: Str = optional(default="ENABLED")
    arn: Str = computed()
    flexible_time_window: FlexibleTimeWindow | None = blocks(min=1, max=1)
    target: Target | None = blocks(min=1, max=1)
