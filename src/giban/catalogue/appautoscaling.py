"""Scaling of services (Application Auto Scaling)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrList,
    StrMap,
    blocks,
    computed,
    optional,
    required,
)


class SuspendedState(Block):
    """`suspended_state`."""

    dynamic_scaling_in_suspended: Bool = optional(default=False)
    dynamic_scaling_out_suspended: Bool = optional(default=False)
    scheduled_scaling_suspended: Bool = optional(default=False)


class Target(Resource, type="aws_appautoscaling_target"):
    """What is scaled, and between which bounds."""

    max_capacity: Num = required()
    min_capacity: Num = required()
    resource_id: Str = required(new=True)
    scalable_dimension: Str = required(new=True)
    service_namespace: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    role_arn: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    suspended_state: SuspendedState | None = blocks(max=1, computed=True)


class Dimension(Block):
    """`predictive_scaling_policy_configuration.metric_specification.customized_capacity_metric_specification.metric_data_query.metric_stat.metric.dimension`."""

    name: Str = required()
    value: Str = required()


class Metric(Block):
    """`predictive_scaling_policy_configuration.metric_specification.customized_capacity_metric_specification.metric_data_query.metric_stat.metric`."""

    metric_name: Str = optional()
    namespace: Str = optional()
    dimension: tuple[Dimension, ...] = blocks("set")


class MetricStat(Block):
    """`predictive_scaling_policy_configuration.metric_specification.customized_capacity_metric_specification.metric_data_query.metric_stat`."""

    stat: Str = required()
    unit: Str = optional()
    metric: Metric | None = blocks(min=1, max=1)


class MetricDataQuery(Block):
    """`predictive_scaling_policy_configuration.metric_specification.customized_capacity_metric_specification.metric_data_query`."""

    id: Str = required()
    expression: Str = optional(check=Check(length=(1, 2048)))
    label: Str = optional()
    return_data: Bool = optional()
    metric_stat: MetricStat | None = blocks(max=1)


class CustomizedCapacityMetricSpecification(Block):
    """`predictive_scaling_policy_configuration.metric_specification.customized_capacity_metric_specification`."""

    metric_data_query: tuple[MetricDataQuery, ...] = blocks(min=1)


class CustomizedLoadMetricSpecification(Block):
    """`predictive_scaling_policy_configuration.metric_specification.customized_load_metric_specification`."""

    metric_data_query: tuple[MetricDataQuery, ...] = blocks(min=1)


class CustomizedScalingMetricSpecification(Block):
    """`predictive_scaling_policy_configuration.metric_specification.customized_scaling_metric_specification`."""

    metric_data_query: tuple[MetricDataQuery, ...] = blocks(min=1)


class PredefinedLoadMetricSpecification(Block):
    """`predictive_scaling_policy_configuration.metric_specification.predefined_load_metric_specification`."""

    predefined_metric_type: Str = required(check=Check(length=(1, 128)))
    resource_label: Str = optional(check=Check(length=(1, 1023)))


class PredefinedMetricPairSpecification(Block):
    """`predictive_scaling_policy_configuration.metric_specification.predefined_metric_pair_specification`."""

    predefined_metric_type: Str = required(check=Check(length=(1, 128)))
    resource_label: Str = optional(check=Check(length=(1, 1023)))


class PredefinedScalingMetricSpecification(Block):
    """`predictive_scaling_policy_configuration.metric_specification.predefined_scaling_metric_specification`."""

    predefined_metric_type: Str = required(check=Check(length=(1, 128)))
    resource_label: Str = optional(check=Check(length=(1, 1023)))


class MetricSpecification(Block):
    """`predictive_scaling_policy_configuration.metric_specification`."""

    target_value: Str = required()
    customized_capacity_metric_specification: CustomizedCapacityMetricSpecification | None = blocks(
        max=1
    )
    customized_load_metric_specification: CustomizedLoadMetricSpecification | None = blocks(max=1)
    customized_scaling_metric_specification: CustomizedScalingMetricSpecification | None = blocks(
        max=1
    )
    predefined_load_metric_specification: PredefinedLoadMetricSpecification | None = blocks(max=1)
    predefined_metric_pair_specification: PredefinedMetricPairSpecification | None = blocks(max=1)
    predefined_scaling_metric_specification: PredefinedScalingMetricSpecification | None = blocks(
        max=1
    )


class PredictiveScalingPolicyConfiguration(Block):
    """`predictive_scaling_policy_configuration`."""

    max_capacity_breach_behavior: Str = optional()
    max_capacity_buffer: Num = optional(check=Check(range=(0, 100)))
    mode: Str = optional(computed=True)
    scheduling_buffer_time: Num = optional(computed=True, check=Check(range=(0, 3600)))
    metric_specification: tuple[MetricSpecification, ...] = blocks(min=1)


class StepAdjustment(Block):
    """`step_scaling_policy_configuration.step_adjustment`."""

    scaling_adjustment: Num = required()
    metric_interval_lower_bound: Str = optional()
    metric_interval_upper_bound: Str = optional()


class StepScalingPolicyConfiguration(Block):
    """`step_scaling_policy_configuration`."""

    adjustment_type: Str = optional()
    cooldown: Num = optional()
    metric_aggregation_type: Str = optional()
    min_adjustment_magnitude: Num = optional()
    step_adjustment: tuple[StepAdjustment, ...] = blocks("set")


class Dimensions(Block):
    """`target_tracking_scaling_policy_configuration.customized_metric_specification.dimensions`."""

    name: Str = required()
    value: Str = required()


class PolicyMetric(Block):
    """`target_tracking_scaling_policy_configuration.customized_metric_specification.metrics.metric_stat.metric`."""

    metric_name: Str = required()
    namespace: Str = required()
    dimensions: tuple[Dimensions, ...] = blocks("set")


class PolicyMetricStat(Block):
    """`target_tracking_scaling_policy_configuration.customized_metric_specification.metrics.metric_stat`."""

    stat: Str = required(check=Check(length=(1, 100)))
    unit: Str = optional()
    metric: PolicyMetric | None = blocks(min=1, max=1)


class Metrics(Block):
    """`target_tracking_scaling_policy_configuration.customized_metric_specification.metrics`."""

    id: Str = required(check=Check(length=(1, 255)))
    expression: Str = optional(check=Check(length=(1, 2047)))
    label: Str = optional(check=Check(length=(1, 2047)))
    return_data: Bool = optional(default=True)
    metric_stat: PolicyMetricStat | None = blocks(max=1)


class CustomizedMetricSpecification(Block):
    """`target_tracking_scaling_policy_configuration.customized_metric_specification`."""

    metric_name: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    namespace: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    statistic: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    unit: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    dimensions: tuple[Dimensions, ...] = blocks(
        "set",
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.metrics",
            )
        ),
    )
    metrics: tuple[Metrics, ...] = blocks(
        "set",
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.dimensions",
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.metric_name",
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.namespace",
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.statistic",
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification.0.unit",
            )
        ),
    )


class PredefinedMetricSpecification(Block):
    """`target_tracking_scaling_policy_configuration.predefined_metric_specification`."""

    predefined_metric_type: Str = required()
    resource_label: Str = optional(check=Check(length=(0, 1023)))


class TargetTrackingScalingPolicyConfiguration(Block):
    """`target_tracking_scaling_policy_configuration`."""

    target_value: Num = required()
    disable_scale_in: Bool = optional(default=False)
    scale_in_cooldown: Num = optional()
    scale_out_cooldown: Num = optional()
    customized_metric_specification: CustomizedMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.predefined_metric_specification",
            )
        ),
    )
    predefined_metric_specification: PredefinedMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "target_tracking_scaling_policy_configuration.0.customized_metric_specification",
            )
        ),
    )


class Policy(Resource, type="aws_appautoscaling_policy"):
    """When a target is scaled."""

    name: Str = required(new=True, check=Check(length=(0, 255)))
    resource_id: Str = required(new=True)
    scalable_dimension: Str = required(new=True)
    service_namespace: Str = required(new=True)
    id: Str = optional(computed=True)
    policy_type: Str = optional(default="StepScaling")
    region: Str = optional(computed=True)
    alarm_arns: StrList = computed()
    arn: Str = computed()
    predictive_scaling_policy_configuration: PredictiveScalingPolicyConfiguration | None = blocks(
        max=1
    )
    step_scaling_policy_configuration: StepScalingPolicyConfiguration | None = blocks(max=1)
    target_tracking_scaling_policy_configuration: (
        TargetTrackingScalingPolicyConfiguration | None
    ) = blocks(max=1)


class ScalableTargetAction(Block):
    """`scalable_target_action`."""

    max_capacity: Str = optional(
        check=Check(
            at_least_one_of=(
                "scalable_target_action.0.max_capacity",
                "scalable_target_action.0.min_capacity",
            )
        )
    )
    min_capacity: Str = optional(
        check=Check(
            at_least_one_of=(
                "scalable_target_action.0.max_capacity",
                "scalable_target_action.0.min_capacity",
            )
        )
    )


class ScheduledAction(Resource, type="aws_appautoscaling_scheduled_action"):
    """Bounds that change by the clock."""

    name: Str = required(new=True)
    resource_id: Str = required(new=True)
    scalable_dimension: Str = required(new=True)
    schedule: Str = required()
    service_namespace: Str = required(new=True)
    end_time: Str = optional(suppressed=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    start_time: Str = optional(suppressed=True)
    timezone: Str = optional(default="UTC")
    arn: Str = computed()
    scalable_target_action: ScalableTargetAction | None = blocks(min=1, max=1)
