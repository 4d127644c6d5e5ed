"""Deployments (AWS CodeDeploy)."""

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


class App(Resource, type="aws_codedeploy_app"):
    """What is deployed: to servers, functions or ECS."""

    name: Str = required(check=Check(length=(1, 100)))
    compute_platform: Str = optional(new=True, default="Server")
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    application_id: Str = computed()
    arn: Str = computed()
    github_account_name: Str = computed()
    linked_to_github: Bool = computed()


class AlarmConfiguration(Block):
    """`alarm_configuration`."""

    alarms: StrSet = optional()
    enabled: Bool = optional()
    ignore_poll_alarm_failure: Bool = optional(default=False)


class AutoRollbackConfiguration(Block):
    """`auto_rollback_configuration`."""

    enabled: Bool = optional()
    events: StrSet = optional()


class DeploymentReadyOption(Block):
    """`blue_green_deployment_config.deployment_ready_option`."""

    action_on_timeout: Str = optional()
    wait_time_in_minutes: Num = optional()


class GreenFleetProvisioningOption(Block):
    """`blue_green_deployment_config.green_fleet_provisioning_option`."""

    action: Str = optional()


class TerminateBlueInstancesOnDeploymentSuccess(Block):
    """`blue_green_deployment_config.terminate_blue_instances_on_deployment_success`."""

    action: Str = optional()
    termination_wait_time_in_minutes: Num = optional()


class BlueGreenDeploymentConfig(Block):
    """`blue_green_deployment_config`."""

    deployment_ready_option: DeploymentReadyOption | None = blocks(max=1)
    green_fleet_provisioning_option: GreenFleetProvisioningOption | None = blocks(
        max=1, computed=True
    )
    terminate_blue_instances_on_deployment_success: (
        TerminateBlueInstancesOnDeploymentSuccess | None
    ) = blocks(max=1)


class DeploymentStyle(Block):
    """`deployment_style`."""

    deployment_option: Str = optional(default="WITHOUT_TRAFFIC_CONTROL")
    deployment_type: Str = optional(default="IN_PLACE")


class Ec2TagFilter(Block):
    """`ec2_tag_filter`."""

    key: Str = optional()
    type: Str = optional()
    value: Str = optional()


class Ec2TagSet(Block):
    """`ec2_tag_set`."""

    ec2_tag_filter: tuple[Ec2TagFilter, ...] = blocks("set")


class EcsService(Block):
    """`ecs_service`."""

    cluster_name: Str = required()
    service_name: Str = required()


class ElbInfo(Block):
    """`load_balancer_info.elb_info`."""

    name: Str = optional()


class TargetGroupInfo(Block):
    """`load_balancer_info.target_group_info`."""

    name: Str = optional()


class ProdTrafficRoute(Block):
    """`load_balancer_info.target_group_pair_info.prod_traffic_route`."""

    listener_arns: StrSet = required()


class TargetGroup(Block):
    """`load_balancer_info.target_group_pair_info.target_group`."""

    name: Str = required()


class TestTrafficRoute(Block):
    """`load_balancer_info.target_group_pair_info.test_traffic_route`."""

    listener_arns: StrSet = required()


class TargetGroupPairInfo(Block):
    """`load_balancer_info.target_group_pair_info`."""

    prod_traffic_route: ProdTrafficRoute | None = blocks(min=1, max=1)
    target_group: tuple[TargetGroup, ...] = blocks(min=1, max=2)
    test_traffic_route: TestTrafficRoute | None = blocks(max=1)


class LoadBalancerInfo(Block):
    """`load_balancer_info`."""

    elb_info: tuple[ElbInfo, ...] = blocks("set")
    target_group_info: tuple[TargetGroupInfo, ...] = blocks("set")
    target_group_pair_info: TargetGroupPairInfo | None = blocks(max=1)


class OnPremisesInstanceTagFilter(Block):
    """`on_premises_instance_tag_filter`."""

    key: Str = optional()
    type: Str = optional()
    value: Str = optional()


class TriggerConfiguration(Block):
    """`trigger_configuration`."""

    trigger_events: StrSet = required()
    trigger_name: Str = required()
    trigger_target_arn: Str = required(check=Check(format="arn"))


class DeploymentGroup(Resource, type="aws_codedeploy_deployment_group"):
    """Where an application is deployed to, and how."""

    app_name: Str = required(check=Check(length=(0, 100)))
    deployment_group_name: Str = required(check=Check(length=(0, 100)))
    service_role_arn: Str = required(check=Check(format="arn"))
    autoscaling_groups: StrSet = optional()
    deployment_config_name: Str = optional(
        default="CodeDeployDefault.OneAtATime", check=Check(length=(0, 100))
    )
    id: Str = optional(computed=True)
    outdated_instances_strategy: Str = optional(default="UPDATE")
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    termination_hook_enabled: Bool = optional(default=False)
    arn: Str = computed()
    compute_platform: Str = computed()
    deployment_group_id: Str = computed()
    alarm_configuration: AlarmConfiguration | None = blocks(max=1)
    auto_rollback_configuration: AutoRollbackConfiguration | None = blocks(max=1)
    blue_green_deployment_config: BlueGreenDeploymentConfig | None = blocks(max=1, computed=True)
    deployment_style: DeploymentStyle | None = blocks(max=1, suppressed=True)
    ec2_tag_filter: tuple[Ec2TagFilter, ...] = blocks("set")
    ec2_tag_set: tuple[Ec2TagSet, ...] = blocks("set")
    ecs_service: EcsService | None = blocks(max=1)
    load_balancer_info: LoadBalancerInfo | None = blocks(max=1)
    on_premises_instance_tag_filter: tuple[OnPremisesInstanceTagFilter, ...] = blocks("set")
    trigger_configuration: tuple[TriggerConfiguration, ...] = blocks("set")
