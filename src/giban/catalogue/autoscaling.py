"""Groups of servers that grow and shrink (Amazon EC2 Auto Scaling)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    NumList,
    Str,
    StrList,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class AvailabilityZoneDistribution(Block):
    """`availability_zone_distribution`."""

    capacity_distribution_strategy: Str = optional(default="balanced-best-effort")


class CapacityReservationTarget(Block):
    """`capacity_reservation_specification.capacity_reservation_target`."""

    capacity_reservation_ids: StrList = optional(
        check=Check(
            conflicts_with=(
                "capacity_reservation_specification.0.capacity_reservation_target.0.capacity_reservation_resource_group_arns",
            )
        )
    )
    capacity_reservation_resource_group_arns: StrList = optional(
        check=Check(
            conflicts_with=(
                "capacity_reservation_specification.0.capacity_reservation_target.0.capacity_reservation_ids",
            )
        )
    )


class CapacityReservationSpecification(Block):
    """`capacity_reservation_specification`."""

    capacity_reservation_preference: Str = optional(computed=True)
    capacity_reservation_target: CapacityReservationTarget | None = blocks(max=1)


class InitialLifecycleHook(Block):
    """`initial_lifecycle_hook`."""

    lifecycle_transition: Str = required(new=True)
    name: Str = required(new=True)
    default_result: Str = optional(computed=True, new=True)
    heartbeat_timeout: Num = optional(new=True, check=Check(range=(30, 7200)))
    notification_metadata: Str = optional(new=True)
    notification_target_arn: Str = optional(new=True, check=Check(format="arn"))
    role_arn: Str = optional(new=True, check=Check(format="arn"))


class InstanceMaintenancePolicy(Block):
    """`instance_maintenance_policy`."""

    max_healthy_percentage: Num = required(suppressed=True)
    min_healthy_percentage: Num = required(suppressed=True, check=Check(range=(-1, 100)))


class AlarmSpecification(Block):
    """`instance_refresh.preferences.alarm_specification`."""

    alarms: StrList = optional()


class Preferences(Block):
    """`instance_refresh.preferences`."""

    auto_rollback: Bool = optional()
    checkpoint_delay: Str = optional()
    checkpoint_percentages: NumList = optional()
    instance_warmup: Str = optional()
    max_healthy_percentage: Num = optional(default=100, check=Check(range=(100, 200)))
    min_healthy_percentage: Num = optional(default=90, check=Check(range=(0, 100)))
    scale_in_protected_instances: Str = optional(default="Ignore")
    skip_matching: Bool = optional(default=False)
    standby_instances: Str = optional(default="Ignore")
    alarm_specification: AlarmSpecification | None = blocks(max=1)


class InstanceRefresh(Block):
    """`instance_refresh`."""

    strategy: Str = required()
    triggers: StrSet = optional()
    preferences: Preferences | None = blocks(max=1)


class LaunchTemplate(Block):
    """`launch_template`."""

    id: Str = optional(computed=True, check=Check(conflicts_with=("launch_template.0.name",)))
    name: Str = optional(computed=True, check=Check(conflicts_with=("launch_template.0.id",)))
    version: Str = optional(computed=True, check=Check(length=(1, 255)))


class InstancesDistribution(Block):
    """`mixed_instances_policy.instances_distribution`."""

    on_demand_allocation_strategy: Str = optional(computed=True)
    on_demand_base_capacity: Num = optional(computed=True, check=Check(range=(0, None)))
    on_demand_percentage_above_base_capacity: Num = optional(
        computed=True, check=Check(range=(0, 100))
    )
    spot_allocation_strategy: Str = optional(computed=True)
    spot_instance_pools: Num = optional(computed=True, check=Check(range=(0, None)))
    spot_max_price: Str = optional()


class LaunchTemplateSpecification(Block):
    """`mixed_instances_policy.launch_template.launch_template_specification`."""

    launch_template_id: Str = optional(computed=True)
    launch_template_name: Str = optional(computed=True)
    version: Str = optional(computed=True)


class AcceleratorCount(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.accelerator_count`."""

    max: Num = optional(check=Check(range=(0, None)))
    min: Num = optional(check=Check(range=(1, None)))


class AcceleratorTotalMemoryMib(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.accelerator_total_memory_mib`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class BaselineEbsBandwidthMbps(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.baseline_ebs_bandwidth_mbps`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class MemoryGibPerVcpu(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.memory_gib_per_vcpu`."""

    max: Num = optional()
    min: Num = optional()


class MemoryMib(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.memory_mib`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class NetworkBandwidthGbps(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.network_bandwidth_gbps`."""

    max: Num = optional()
    min: Num = optional()


class NetworkInterfaceCount(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.network_interface_count`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class TotalLocalStorageGb(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.total_local_storage_gb`."""

    max: Num = optional()
    min: Num = optional()


class VcpuCount(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements.vcpu_count`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class InstanceRequirements(Block):
    """`mixed_instances_policy.launch_template.override.instance_requirements`."""

    accelerator_manufacturers: StrSet = optional()
    accelerator_names: StrSet = optional()
    accelerator_types: StrSet = optional()
    allowed_instance_types: StrSet = optional()
    bare_metal: Str = optional()
    burstable_performance: Str = optional()
    cpu_manufacturers: StrSet = optional()
    excluded_instance_types: StrSet = optional()
    instance_generations: StrSet = optional()
    local_storage: Str = optional()
    local_storage_types: StrSet = optional()
    max_spot_price_as_percentage_of_optimal_on_demand_price: Num = optional(
        check=Check(range=(1, None))
    )
    on_demand_max_price_percentage_over_lowest_price: Num = optional(check=Check(range=(1, None)))
    require_hibernate_support: Bool = optional()
    spot_max_price_percentage_over_lowest_price: Num = optional(check=Check(range=(1, None)))
    accelerator_count: AcceleratorCount | None = blocks(max=1)
    accelerator_total_memory_mib: AcceleratorTotalMemoryMib | None = blocks(max=1)
    baseline_ebs_bandwidth_mbps: BaselineEbsBandwidthMbps | None = blocks(max=1)
    memory_gib_per_vcpu: MemoryGibPerVcpu | None = blocks(max=1)
    memory_mib: MemoryMib | None = blocks(max=1)
    network_bandwidth_gbps: NetworkBandwidthGbps | None = blocks(max=1)
    network_interface_count: NetworkInterfaceCount | None = blocks(max=1)
    total_local_storage_gb: TotalLocalStorageGb | None = blocks(max=1)
    vcpu_count: VcpuCount | None = blocks(max=1)


class Override(Block):
    """`mixed_instances_policy.launch_template.override`."""

    instance_type: Str = optional()
    weighted_capacity: Str = optional()
    instance_requirements: InstanceRequirements | None = blocks(max=1)
    launch_template_specification: LaunchTemplateSpecification | None = blocks(max=1)


class GroupLaunchTemplate(Block):
    """`mixed_instances_policy.launch_template`."""

    launch_template_specification: LaunchTemplateSpecification | None = blocks(min=1, max=1)
    override: tuple[Override, ...] = blocks(computed=True)


class MixedInstancesPolicy(Block):
    """`mixed_instances_policy`."""

    instances_distribution: InstancesDistribution | None = blocks(max=1, computed=True)
    launch_template: GroupLaunchTemplate | None = blocks(min=1, max=1)


class Tag(Block):
    """`tag`."""

    key: Str = required()
    propagate_at_launch: Bool = required()
    value: Str = required()


class Timeouts(Block):
    """`timeouts`."""

    delete: Str = optional()
    update: Str = optional()


class TrafficSource(Block):
    """`traffic_source`."""

    identifier: Str = required(check=Check(length=(1, 2048)))
    type: Str = optional(check=Check(length=(1, 2048)))


class InstanceReusePolicy(Block):
    """`warm_pool.instance_reuse_policy`."""

    reuse_on_scale_in: Bool = optional(default=False)


class WarmPool(Block):
    """`warm_pool`."""

    max_group_prepared_capacity: Num = optional(default=-1)
    min_size: Num = optional(default=0, check=Check(range=(0, None)))
    pool_state: Str = optional(default="Stopped")
    instance_reuse_policy: InstanceReusePolicy | None = blocks(max=1)


class Group(Resource, type="aws_autoscaling_group"):
    """Servers of one kind, as many as are wanted."""

    max_size: Num = required()
    min_size: Num = required()
    availability_zones: StrSet = optional(
        computed=True, check=Check(conflicts_with=("vpc_zone_identifier",))
    )
    capacity_rebalance: Bool = optional()
    context: Str = optional()
    default_cooldown: Num = optional(computed=True)
    default_instance_warmup: Num = optional()
    desired_capacity: Num = optional(computed=True)
    desired_capacity_type: Str = optional()
    enabled_metrics: StrSet = optional()
    force_delete: Bool = optional(default=False)
    force_delete_warm_pool: Bool = optional(default=False)
    health_check_grace_period: Num = optional(default=300)
    health_check_type: Str = optional(computed=True)
    id: Str = optional(computed=True)
    ignore_failed_scaling_activities: Bool = optional(default=False)
    launch_configuration: Str = optional(
        check=Check(
            exactly_one_of=("launch_configuration", "launch_template", "mixed_instances_policy")
        )
    )
    load_balancers: StrSet = optional(
        computed=True, check=Check(conflicts_with=("traffic_source",))
    )
    max_instance_lifetime: Num = optional()
    metrics_granularity: Str = optional(default="1Minute")
    min_elb_capacity: Num = optional()
    name: Str = optional(
        computed=True, new=True, check=Check(length=(0, 255), conflicts_with=("name_prefix",))
    )
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    placement_group: Str = optional()
    protect_from_scale_in: Bool = optional(default=False)
    region: Str = optional(computed=True)
    service_linked_role_arn: Str = optional(computed=True)
    suspended_processes: StrSet = optional()
    target_group_arns: StrSet = optional(
        computed=True, check=Check(conflicts_with=("traffic_source",))
    )
    termination_policies: StrList = optional()
    vpc_zone_identifier: StrSet = optional(
        computed=True, check=Check(conflicts_with=("availability_zones",))
    )
    wait_for_capacity_timeout: Str = optional(default="10m")
    wait_for_elb_capacity: Num = optional()
    arn: Str = computed()
    predicted_capacity: Num = computed()
    warm_pool_size: Num = computed()
    availability_zone_distribution: AvailabilityZoneDistribution | None = blocks(
        max=1, computed=True
    )
    capacity_reservation_specification: CapacityReservationSpecification | None = blocks(
        max=1, computed=True
    )
    initial_lifecycle_hook: tuple[InitialLifecycleHook, ...] = blocks("set", new=True)
    instance_maintenance_policy: InstanceMaintenancePolicy | None = blocks(max=1, suppressed=True)
    instance_refresh: InstanceRefresh | None = blocks(max=1)
    launch_template: LaunchTemplate | None = blocks(
        max=1,
        computed=True,
        check=Check(
            exactly_one_of=("launch_configuration", "launch_template", "mixed_instances_policy")
        ),
    )
    mixed_instances_policy: MixedInstancesPolicy | None = blocks(
        max=1,
        computed=True,
        check=Check(
            exactly_one_of=("launch_configuration", "launch_template", "mixed_instances_policy")
        ),
    )
    tag: tuple[Tag, ...] = blocks("set")
    timeouts: Timeouts | None = blocks("single")
    traffic_source: tuple[TrafficSource, ...] = blocks(
        "set", computed=True, check=Check(conflicts_with=("load_balancers", "target_group_arns"))
    )
    warm_pool: WarmPool | None = blocks(max=1)


class Dimensions(Block):
    """`predictive_scaling_configuration.metric_specification.customized_capacity_metric_specification.metric_data_queries.metric_stat.metric.dimensions`."""

    name: Str = required()
    value: Str = required()


class Metric(Block):
    """`predictive_scaling_configuration.metric_specification.customized_capacity_metric_specification.metric_data_queries.metric_stat.metric`."""

    metric_name: Str = required()
    namespace: Str = required()
    dimensions: tuple[Dimensions, ...] = blocks("set")


class MetricStat(Block):
    """`predictive_scaling_configuration.metric_specification.customized_capacity_metric_specification.metric_data_queries.metric_stat`."""

    stat: Str = required()
    unit: Str = optional()
    metric: Metric | None = blocks(min=1, max=1)


class MetricDataQueries(Block):
    """`predictive_scaling_configuration.metric_specification.customized_capacity_metric_specification.metric_data_queries`."""

    id: Str = required()
    expression: Str = optional()
    label: Str = optional()
    return_data: Bool = optional()
    metric_stat: MetricStat | None = blocks(max=1)


class CustomizedCapacityMetricSpecification(Block):
    """`predictive_scaling_configuration.metric_specification.customized_capacity_metric_specification`."""

    metric_data_queries: tuple[MetricDataQueries, ...] = blocks(min=1, max=10)


class CustomizedLoadMetricSpecification(Block):
    """`predictive_scaling_configuration.metric_specification.customized_load_metric_specification`."""

    metric_data_queries: tuple[MetricDataQueries, ...] = blocks(min=1, max=10)


class CustomizedScalingMetricSpecification(Block):
    """`predictive_scaling_configuration.metric_specification.customized_scaling_metric_specification`."""

    metric_data_queries: tuple[MetricDataQueries, ...] = blocks(min=1, max=10)


class PredefinedLoadMetricSpecification(Block):
    """`predictive_scaling_configuration.metric_specification.predefined_load_metric_specification`."""

    predefined_metric_type: Str = required()
    resource_label: Str = optional()


class PredefinedMetricPairSpecification(Block):
    """`predictive_scaling_configuration.metric_specification.predefined_metric_pair_specification`."""

    predefined_metric_type: Str = required()
    resource_label: Str = optional()


class PredefinedScalingMetricSpecification(Block):
    """`predictive_scaling_configuration.metric_specification.predefined_scaling_metric_specification`."""

    predefined_metric_type: Str = required()
    resource_label: Str = optional()


class MetricSpecification(Block):
    """`predictive_scaling_configuration.metric_specification`."""

    target_value: Num = required()
    customized_capacity_metric_specification: CustomizedCapacityMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "predictive_scaling_configuration.0.metric_specification.0.predefined_load_metric_specification",
            )
        ),
    )
    customized_load_metric_specification: CustomizedLoadMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "predictive_scaling_configuration.0.metric_specification.0.predefined_load_metric_specification",
            )
        ),
    )
    customized_scaling_metric_specification: CustomizedScalingMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "predictive_scaling_configuration.0.metric_specification.0.predefined_scaling_metric_specification",
            )
        ),
    )
    predefined_load_metric_specification: PredefinedLoadMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "predictive_scaling_configuration.0.metric_specification.0.customized_load_metric_specification",
            )
        ),
    )
    predefined_metric_pair_specification: PredefinedMetricPairSpecification | None = blocks(max=1)
    predefined_scaling_metric_specification: PredefinedScalingMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "predictive_scaling_configuration.0.metric_specification.0.customized_scaling_metric_specification",
            )
        ),
    )


class PredictiveScalingConfiguration(Block):
    """`predictive_scaling_configuration`."""

    max_capacity_breach_behavior: Str = optional(default="HonorMaxCapacity")
    max_capacity_buffer: Str = optional()
    mode: Str = optional(default="ForecastOnly")
    scheduling_buffer_time: Str = optional()
    metric_specification: MetricSpecification | None = blocks(min=1, max=1)


class StepAdjustment(Block):
    """`step_adjustment`."""

    scaling_adjustment: Num = required()
    metric_interval_lower_bound: Str = optional()
    metric_interval_upper_bound: Str = optional()


class MetricDimension(Block):
    """`target_tracking_configuration.customized_metric_specification.metric_dimension`."""

    name: Str = required()
    value: Str = required()


class PolicyMetricStat(Block):
    """`target_tracking_configuration.customized_metric_specification.metrics.metric_stat`."""

    stat: Str = required(check=Check(length=(1, 100)))
    period: Num = optional(check=Check(one_of=(10, 30, 60)))
    unit: Str = optional()
    metric: Metric | None = blocks(min=1, max=1)


class Metrics(Block):
    """`target_tracking_configuration.customized_metric_specification.metrics`."""

    id: Str = required(check=Check(length=(1, 255)))
    expression: Str = optional(check=Check(length=(1, 2047)))
    label: Str = optional(check=Check(length=(1, 2047)))
    return_data: Bool = optional(default=True)
    metric_stat: PolicyMetricStat | None = blocks(max=1)


class CustomizedMetricSpecification(Block):
    """`target_tracking_configuration.customized_metric_specification`."""

    metric_name: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    namespace: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    period: Num = optional(check=Check(one_of=(10, 30, 60)))
    statistic: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    unit: Str = optional(
        check=Check(
            conflicts_with=(
                "target_tracking_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    metric_dimension: tuple[MetricDimension, ...] = blocks(
        check=Check(
            conflicts_with=(
                "target_tracking_configuration.0.customized_metric_specification.0.metrics",
            )
        )
    )
    metrics: tuple[Metrics, ...] = blocks(
        "set",
        check=Check(
            conflicts_with=(
                "target_tracking_configuration.0.customized_metric_specification.0.metric_dimension",
                "target_tracking_configuration.0.customized_metric_specification.0.metric_name",
                "target_tracking_configuration.0.customized_metric_specification.0.namespace",
                "target_tracking_configuration.0.customized_metric_specification.0.statistic",
                "target_tracking_configuration.0.customized_metric_specification.0.unit",
            )
        ),
    )


class PredefinedMetricSpecification(Block):
    """`target_tracking_configuration.predefined_metric_specification`."""

    predefined_metric_type: Str = required()
    resource_label: Str = optional()


class TargetTrackingConfiguration(Block):
    """`target_tracking_configuration`."""

    target_value: Num = required()
    disable_scale_in: Bool = optional(default=False)
    customized_metric_specification: CustomizedMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=("target_tracking_configuration.0.predefined_metric_specification",)
        ),
    )
    predefined_metric_specification: PredefinedMetricSpecification | None = blocks(
        max=1,
        check=Check(
            conflicts_with=("target_tracking_configuration.0.customized_metric_specification",)
        ),
    )


class Policy(Resource, type="aws_autoscaling_policy"):
    """When a group grows and shrinks."""

    autoscaling_group_name: Str = required(new=True)
    name: Str = required(new=True)
    adjustment_type: Str = optional()
    cooldown: Num = optional()
    enabled: Bool = optional(default=True)
    estimated_instance_warmup: Num = optional()
    id: Str = optional(computed=True)
    metric_aggregation_type: Str = optional(computed=True)
    min_adjustment_magnitude: Num = optional(check=Check(range=(1, None)))
    policy_type: Str = optional(default="SimpleScaling")
    region: Str = optional(computed=True)
    scaling_adjustment: Num = optional(check=Check(conflicts_with=("step_adjustment",)))
    arn: Str = computed()
    predictive_scaling_configuration: PredictiveScalingConfiguration | None = blocks(max=1)
    step_adjustment: tuple[StepAdjustment, ...] = blocks(
        "set", check=Check(conflicts_with=("scaling_adjustment",))
    )
    target_tracking_configuration: TargetTrackingConfiguration | None = blocks(max=1)


class Schedule(Resource, type="aws_autoscaling_schedule"):
    """A size that a group takes at a time."""

    autoscaling_group_name: Str = required(new=True)
    scheduled_action_name: Str = required(new=True)
    desired_capacity: Num = optional(computed=True)
    end_time: Str = optional(computed=True)
    id: Str = optional(computed=True)
    max_size: Num = optional(computed=True)
    min_size: Num = optional(computed=True)
    recurrence: Str = optional(computed=True)
    region: Str = optional(computed=True)
    start_time: Str = optional(computed=True)
    time_zone: Str = optional(computed=True)
    arn: Str = computed()
