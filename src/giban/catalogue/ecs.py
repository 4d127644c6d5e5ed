"""Containers (Amazon ECS)."""

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


class LogConfiguration(Block):
    """`configuration.execute_command_configuration.log_configuration`."""

    cloud_watch_encryption_enabled: Bool = optional()
    cloud_watch_log_group_name: Str = optional()
    s3_bucket_encryption_enabled: Bool = optional()
    s3_bucket_name: Str = optional()
    s3_key_prefix: Str = optional()


class ExecuteCommandConfiguration(Block):
    """`configuration.execute_command_configuration`."""

    kms_key_id: Str = optional()
    logging: Str = optional(default="DEFAULT")
    log_configuration: LogConfiguration | None = blocks(max=1)


class ManagedStorageConfiguration(Block):
    """`configuration.managed_storage_configuration`."""

    fargate_ephemeral_storage_kms_key_id: Str = optional()
    kms_key_id: Str = optional()


class Configuration(Block):
    """`configuration`."""

    execute_command_configuration: ExecuteCommandConfiguration | None = blocks(max=1)
    managed_storage_configuration: ManagedStorageConfiguration | None = blocks(max=1)


class ServiceConnectDefaults(Block):
    """`service_connect_defaults`."""

    namespace: Str = required(check=Check(format="arn"))


class Setting(Block):
    """`setting`."""

    name: Str = required()
    value: Str = required()


class Cluster(Resource, type="aws_ecs_cluster"):
    """A group of services and the capacity they run on."""

    name: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    configuration: Configuration | None = blocks(max=1)
    service_connect_defaults: ServiceConnectDefaults | None = blocks(max=1)
    setting: tuple[Setting, ...] = blocks("set", computed=True)


class DefaultCapacityProviderStrategy(Block):
    """`default_capacity_provider_strategy`."""

    capacity_provider: Str = required()
    base: Num = optional(default=0, check=Check(range=(0, 100000)))
    weight: Num = optional(default=0, check=Check(range=(0, 1000)))


class ClusterCapacityProviders(Resource, type="aws_ecs_cluster_capacity_providers"):
    """Which capacity a cluster may use, and by default."""

    cluster_name: Str = required(new=True)
    capacity_providers: StrSet = optional()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    default_capacity_provider_strategy: tuple[DefaultCapacityProviderStrategy, ...] = blocks("set")


class EphemeralStorage(Block):
    """`ephemeral_storage`."""

    size_in_gib: Num = required(new=True, check=Check(range=(21, 200)))


class PlacementConstraints(Block):
    """`placement_constraints`."""

    type: Str = required(new=True)
    expression: Str = optional(new=True)


class ProxyConfiguration(Block):
    """`proxy_configuration`."""

    container_name: Str = required(new=True)
    properties: StrMap = optional(new=True)
    type: Str = optional(new=True, default="APPMESH")


class RuntimePlatform(Block):
    """`runtime_platform`."""

    cpu_architecture: Str = optional(new=True)
    operating_system_family: Str = optional(new=True)


class DockerVolumeConfiguration(Block):
    """`volume.docker_volume_configuration`."""

    autoprovision: Bool = optional(new=True, default=False)
    driver: Str = optional(computed=True, new=True)
    driver_opts: StrMap = optional(new=True)
    labels: StrMap = optional(new=True)
    scope: Str = optional(computed=True, new=True)


class AuthorizationConfig(Block):
    """`volume.efs_volume_configuration.authorization_config`."""

    access_point_id: Str = optional(new=True)
    iam: Str = optional(new=True)


class EfsVolumeConfiguration(Block):
    """`volume.efs_volume_configuration`."""

    file_system_id: Str = required(new=True)
    root_directory: Str = optional(new=True, default="/")
    transit_encryption: Str = optional(new=True)
    transit_encryption_port: Num = optional(new=True, default=0)
    authorization_config: AuthorizationConfig | None = blocks(max=1, new=True)


class TaskDefinitionAuthorizationConfig(Block):
    """`volume.fsx_windows_file_server_volume_configuration.authorization_config`."""

    credentials_parameter: Str = required(new=True, check=Check(format="arn"))
    domain: Str = required(new=True)


class FsxWindowsFileServerVolumeConfiguration(Block):
    """`volume.fsx_windows_file_server_volume_configuration`."""

    file_system_id: Str = required(new=True)
    root_directory: Str = required(new=True)
    authorization_config: TaskDefinitionAuthorizationConfig | None = blocks(min=1, max=1, new=True)


class S3filesVolumeConfiguration(Block):
    """`volume.s3files_volume_configuration`."""

    file_system_arn: Str = required(new=True, check=Check(format="arn"))
    access_point_arn: Str = optional(new=True, check=Check(format="arn"))
    root_directory: Str = optional(new=True, default="/")
    transit_encryption_port: Num = optional(new=True, default=0)


class Volume(Block):
    """`volume`."""

    name: Str = required(new=True)
    configure_at_launch: Bool = optional(computed=True, new=True)
    host_path: Str = optional(new=True)
    docker_volume_configuration: DockerVolumeConfiguration | None = blocks(max=1, new=True)
    efs_volume_configuration: EfsVolumeConfiguration | None = blocks(max=1, new=True)
    fsx_windows_file_server_volume_configuration: FsxWindowsFileServerVolumeConfiguration | None = (
        blocks(max=1, new=True)
    )
    s3files_volume_configuration: S3filesVolumeConfiguration | None = blocks(max=1, new=True)


class TaskDefinition(Resource, type="aws_ecs_task_definition"):
    """A revision of what a task runs."""

    container_definitions: Str = required(new=True, suppressed=True)
    family: Str = required(new=True)
    cpu: Str = optional(new=True)
    enable_fault_injection: Bool = optional(computed=True, new=True)
    execution_role_arn: Str = optional(new=True, check=Check(format="arn"))
    id: Str = optional(computed=True)
    ipc_mode: Str = optional(new=True)
    memory: Str = optional(new=True)
    network_mode: Str = optional(computed=True, new=True)
    pid_mode: Str = optional(new=True)
    region: Str = optional(computed=True)
    requires_compatibilities: StrSet = optional(new=True)
    skip_destroy: Bool = optional(default=False)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    task_role_arn: Str = optional(new=True, check=Check(format="arn"))
    track_latest: Bool = optional(default=False)
    arn: Str = computed()
    arn_without_revision: Str = computed()
    revision: Num = computed()
    ephemeral_storage: EphemeralStorage | None = blocks(max=1, new=True)
    placement_constraints: tuple[PlacementConstraints, ...] = blocks("set", max=10, new=True)
    proxy_configuration: ProxyConfiguration | None = blocks(max=1, new=True)
    runtime_platform: RuntimePlatform | None = blocks(max=1, new=True)
    volume: tuple[Volume, ...] = blocks("set", new=True)


class Alarms(Block):
    """`alarms`."""

    alarm_names: StrSet = required()
    enable: Bool = required()
    rollback: Bool = required()


class CapacityProviderStrategy(Block):
    """`capacity_provider_strategy`."""

    capacity_provider: Str = required()
    base: Num = optional(check=Check(range=(0, 100000)))
    weight: Num = optional(check=Check(range=(0, 1000)))


class DeploymentCircuitBreaker(Block):
    """`deployment_circuit_breaker`."""

    enable: Bool = required()
    rollback: Bool = required()


class CanaryConfiguration(Block):
    """`deployment_configuration.canary_configuration`."""

    canary_bake_time_in_minutes: Str = optional(computed=True)
    canary_percent: Num = optional(computed=True, check=Check(range=(0.1, 100.0)))


class LifecycleHook(Block):
    """`deployment_configuration.lifecycle_hook`."""

    hook_target_arn: Str = required(check=Check(format="arn"))
    lifecycle_stages: StrList = required()
    role_arn: Str = required(check=Check(format="arn"))
    hook_details: Str = optional(suppressed=True)


class LinearConfiguration(Block):
    """`deployment_configuration.linear_configuration`."""

    step_bake_time_in_minutes: Str = optional(computed=True)
    step_percent: Num = optional(computed=True, check=Check(range=(3.0, 100.0)))


class DeploymentConfiguration(Block):
    """`deployment_configuration`."""

    bake_time_in_minutes: Str = optional(computed=True)
    strategy: Str = optional(computed=True)
    canary_configuration: CanaryConfiguration | None = blocks(max=1, computed=True)
    lifecycle_hook: tuple[LifecycleHook, ...] = blocks("set")
    linear_configuration: LinearConfiguration | None = blocks(max=1, computed=True)


class DeploymentController(Block):
    """`deployment_controller`."""

    type: Str = optional(default="ECS")


class AdvancedConfiguration(Block):
    """`load_balancer.advanced_configuration`."""

    alternate_target_group_arn: Str = required(check=Check(format="arn"))
    production_listener_rule: Str = required(check=Check(format="arn"))
    role_arn: Str = required(check=Check(format="arn"))
    test_listener_rule: Str = optional(check=Check(format="arn"))


class LoadBalancer(Block):
    """`load_balancer`."""

    container_name: Str = required()
    container_port: Num = required(check=Check(range=(0, 65536)))
    elb_name: Str = optional()
    target_group_arn: Str = optional(check=Check(format="arn"))
    advanced_configuration: AdvancedConfiguration | None = blocks(max=1)


class NetworkConfiguration(Block):
    """`network_configuration`."""

    subnets: StrSet = required()
    assign_public_ip: Bool = optional(default=False)
    security_groups: StrSet = optional()


class OrderedPlacementStrategy(Block):
    """`ordered_placement_strategy`."""

    type: Str = required()
    field: Str = optional(suppressed=True)


class ServicePlacementConstraints(Block):
    """`placement_constraints`."""

    type: Str = required()
    expression: Str = optional()


class AccessLogConfiguration(Block):
    """`service_connect_configuration.access_log_configuration`."""

    format: Str = required()
    include_query_parameters: Str = optional(computed=True)


class SecretOption(Block):
    """`service_connect_configuration.log_configuration.secret_option`."""

    name: Str = required()
    value_from: Str = required()


class ServiceLogConfiguration(Block):
    """`service_connect_configuration.log_configuration`."""

    log_driver: Str = required()
    options: StrMap = optional(computed=True)
    secret_option: tuple[SecretOption, ...] = blocks()


class Value(Block):
    """`service_connect_configuration.service.client_alias.test_traffic_rules.header.value`."""

    exact: Str = required()


class Header(Block):
    """`service_connect_configuration.service.client_alias.test_traffic_rules.header`."""

    name: Str = required()
    value: Value | None = blocks(min=1, max=1)


class TestTrafficRules(Block):
    """`service_connect_configuration.service.client_alias.test_traffic_rules`."""

    header: Header | None = blocks(max=1)


class ClientAlias(Block):
    """`service_connect_configuration.service.client_alias`."""

    port: Num = required(check=Check(range=(0, 65535)))
    dns_name: Str = optional(computed=True)
    test_traffic_rules: tuple[TestTrafficRules, ...] = blocks()


class Timeout(Block):
    """`service_connect_configuration.service.timeout`."""

    idle_timeout_seconds: Num = optional(check=Check(range=(0, 2147483647)))
    per_request_timeout_seconds: Num = optional(check=Check(range=(0, 2147483647)))


class IssuerCertAuthority(Block):
    """`service_connect_configuration.service.tls.issuer_cert_authority`."""

    aws_pca_authority_arn: Str = required(check=Check(format="arn"))


class Tls(Block):
    """`service_connect_configuration.service.tls`."""

    kms_key: Str = optional()
    role_arn: Str = optional(check=Check(format="arn"))
    issuer_cert_authority: IssuerCertAuthority | None = blocks(min=1, max=1)


class ServiceService(Block):
    """`service_connect_configuration.service`."""

    port_name: Str = required()
    discovery_name: Str = optional(computed=True)
    ingress_port_override: Num = optional(check=Check(range=(0, 65535)))
    client_alias: ClientAlias | None = blocks(max=1)
    timeout: Timeout | None = blocks(max=1)
    tls: Tls | None = blocks(max=1)


class ServiceConnectConfiguration(Block):
    """`service_connect_configuration`."""

    enabled: Bool = required()
    namespace: Str = optional(computed=True)
    access_log_configuration: AccessLogConfiguration | None = blocks(max=1)
    log_configuration: ServiceLogConfiguration | None = blocks(max=1)
    service: tuple[ServiceService, ...] = blocks()


class ServiceRegistries(Block):
    """`service_registries`."""

    registry_arn: Str = required(check=Check(format="arn"))
    container_name: Str = optional()
    container_port: Num = optional(check=Check(range=(0, 65536)))
    port: Num = optional(check=Check(range=(0, 65536)))


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class TagSpecifications(Block):
    """`volume_configuration.managed_ebs_volume.tag_specifications`."""

    resource_type: Str = required()
    propagate_tags: Str = optional(suppressed=True)
    tags: StrMap = optional()


class ManagedEbsVolume(Block):
    """`volume_configuration.managed_ebs_volume`."""

    role_arn: Str = required(check=Check(format="arn"))
    encrypted: Bool = optional(default=True)
    file_system_type: Str = optional(default="xfs")
    iops: Num = optional()
    kms_key_id: Str = optional()
    size_in_gb: Num = optional()
    snapshot_id: Str = optional()
    throughput: Num = optional(check=Check(range=(0, 1000)))
    volume_initialization_rate: Num = optional()
    volume_type: Str = optional()
    tag_specifications: tuple[TagSpecifications, ...] = blocks()


class VolumeConfiguration(Block):
    """`volume_configuration`."""

    name: Str = required()
    managed_ebs_volume: ManagedEbsVolume | None = blocks(min=1, max=1)


class VpcLatticeConfigurations(Block):
    """`vpc_lattice_configurations`."""

    port_name: Str = required()
    role_arn: Str = required(check=Check(format="arn"))
    target_group_arn: Str = required(check=Check(format="arn"))


class Service(Resource, type="aws_ecs_service"):
    """Keeps a number of tasks running behind a load balancer."""

    name: Str = required(new=True)
    availability_zone_rebalancing: Str = optional(computed=True)
    cluster: Str = optional(computed=True, new=True)
    deployment_maximum_percent: Num = optional(default=200, suppressed=True)
    deployment_minimum_healthy_percent: Num = optional(default=100, suppressed=True)
    desired_count: Num = optional(suppressed=True)
    enable_ecs_managed_tags: Bool = optional(default=False)
    enable_execute_command: Bool = optional(default=False)
    force_delete: Bool = optional()
    force_new_deployment: Bool = optional()
    health_check_grace_period_seconds: Num = optional()
    iam_role: Str = optional(computed=True, new=True)
    id: Str = optional(computed=True)
    launch_type: Str = optional(computed=True, new=True)
    platform_version: Str = optional(computed=True)
    propagate_tags: Str = optional(suppressed=True)
    region: Str = optional(computed=True)
    scheduling_strategy: Str = optional(new=True, default="REPLICA")
    sigint_rollback: Bool = optional()
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    task_definition: Str = optional()
    triggers: StrMap = optional(computed=True)
    wait_for_steady_state: Bool = optional(default=False)
    arn: Str = computed()
    alarms: Alarms | None = blocks(max=1, suppressed=True)
    capacity_provider_strategy: tuple[CapacityProviderStrategy, ...] = blocks("set")
    deployment_circuit_breaker: DeploymentCircuitBreaker | None = blocks(max=1, suppressed=True)
    deployment_configuration: DeploymentConfiguration | None = blocks(max=1, computed=True)
    deployment_controller: DeploymentController | None = blocks(max=1, suppressed=True)
    load_balancer: tuple[LoadBalancer, ...] = blocks("set")
    network_configuration: NetworkConfiguration | None = blocks(max=1)
    ordered_placement_strategy: tuple[OrderedPlacementStrategy, ...] = blocks(max=5)
    placement_constraints: tuple[ServicePlacementConstraints, ...] = blocks("set", max=10)
    service_connect_configuration: ServiceConnectConfiguration | None = blocks(max=1)
    service_registries: ServiceRegistries | None = blocks(max=1)
    timeouts: Timeouts | None = blocks("single")
    volume_configuration: VolumeConfiguration | None = blocks(max=1)
    vpc_lattice_configurations: tuple[VpcLatticeConfigurations, ...] = blocks("set")
