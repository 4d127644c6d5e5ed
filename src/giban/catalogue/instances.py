"""Servers and what they are started from (Amazon EC2)."""

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


class Ebs(Block):
    """`block_device_mappings.ebs`."""

    delete_on_termination: Str = optional(suppressed=True)
    encrypted: Str = optional(suppressed=True)
    iops: Num = optional(computed=True)
    kms_key_id: Str = optional()
    snapshot_id: Str = optional()
    throughput: Num = optional(computed=True, check=Check(range=(125, 2000)))
    volume_initialization_rate: Num = optional(computed=True, check=Check(range=(100, 300)))
    volume_size: Num = optional(computed=True)
    volume_type: Str = optional(computed=True)


class BlockDeviceMappings(Block):
    """`block_device_mappings`."""

    device_name: Str = optional()
    no_device: Str = optional()
    virtual_name: Str = optional()
    ebs: Ebs | None = blocks(max=1)


class CapacityReservationTarget(Block):
    """`capacity_reservation_specification.capacity_reservation_target`."""

    capacity_reservation_id: Str = optional(
        check=Check(
            conflicts_with=(
                "capacity_reservation_specification.0.capacity_reservation_target.0.capacity_reservation_resource_group_arn",
            )
        )
    )
    capacity_reservation_resource_group_arn: Str = optional(
        check=Check(
            format="arn",
            conflicts_with=(
                "capacity_reservation_specification.0.capacity_reservation_target.0.capacity_reservation_id",
            ),
        )
    )


class CapacityReservationSpecification(Block):
    """`capacity_reservation_specification`."""

    capacity_reservation_preference: Str = optional()
    capacity_reservation_target: CapacityReservationTarget | None = blocks(max=1)


class CpuOptions(Block):
    """`cpu_options`."""

    amd_sev_snp: Str = optional()
    core_count: Num = optional()
    nested_virtualization: Str = optional()
    threads_per_core: Num = optional()


class CreditSpecification(Block):
    """`credit_specification`."""

    cpu_credits: Str = optional()


class EnclaveOptions(Block):
    """`enclave_options`."""

    enabled: Bool = optional()


class HibernationOptions(Block):
    """`hibernation_options`."""

    configured: Bool = required()


class IamInstanceProfile(Block):
    """`iam_instance_profile`."""

    arn: Str = optional(check=Check(format="arn", conflicts_with=("iam_instance_profile.0.name",)))
    name: Str = optional()


class SpotOptions(Block):
    """`instance_market_options.spot_options`."""

    block_duration_minutes: Num = optional()
    instance_interruption_behavior: Str = optional()
    max_price: Str = optional()
    spot_instance_type: Str = optional()
    valid_until: Str = optional(computed=True)


class InstanceMarketOptions(Block):
    """`instance_market_options`."""

    market_type: Str = optional()
    spot_options: SpotOptions | None = blocks(max=1)


class AcceleratorCount(Block):
    """`instance_requirements.accelerator_count`."""

    max: Num = optional(check=Check(range=(0, None)))
    min: Num = optional(check=Check(range=(1, None)))


class AcceleratorTotalMemoryMib(Block):
    """`instance_requirements.accelerator_total_memory_mib`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class BaselineEbsBandwidthMbps(Block):
    """`instance_requirements.baseline_ebs_bandwidth_mbps`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class MemoryGibPerVcpu(Block):
    """`instance_requirements.memory_gib_per_vcpu`."""

    max: Num = optional()
    min: Num = optional()


class MemoryMib(Block):
    """`instance_requirements.memory_mib`."""

    min: Num = required(check=Check(range=(1, None)))
    max: Num = optional(check=Check(range=(1, None)))


class NetworkBandwidthGbps(Block):
    """`instance_requirements.network_bandwidth_gbps`."""

    max: Num = optional()
    min: Num = optional()


class NetworkInterfaceCount(Block):
    """`instance_requirements.network_interface_count`."""

    max: Num = optional(check=Check(range=(1, None)))
    min: Num = optional(check=Check(range=(1, None)))


class TotalLocalStorageGb(Block):
    """`instance_requirements.total_local_storage_gb`."""

    max: Num = optional()
    min: Num = optional()


class VcpuCount(Block):
    """`instance_requirements.vcpu_count`."""

    min: Num = required(check=Check(range=(1, None)))
    max: Num = optional(check=Check(range=(1, None)))


class InstanceRequirements(Block):
    """`instance_requirements`."""

    accelerator_manufacturers: StrSet = optional()
    accelerator_names: StrSet = optional()
    accelerator_types: StrSet = optional()
    allowed_instance_types: StrSet = optional(
        check=Check(conflicts_with=("instance_requirements.0.excluded_instance_types",))
    )
    bare_metal: Str = optional()
    burstable_performance: Str = optional()
    cpu_manufacturers: StrSet = optional()
    excluded_instance_types: StrSet = optional(
        check=Check(conflicts_with=("instance_requirements.0.allowed_instance_types",))
    )
    instance_generations: StrSet = optional()
    local_storage: Str = optional()
    local_storage_types: StrSet = optional()
    max_spot_price_as_percentage_of_optimal_on_demand_price: Num = optional(
        check=Check(
            range=(1, None),
            conflicts_with=("instance_requirements.0.spot_max_price_percentage_over_lowest_price",),
        )
    )
    on_demand_max_price_percentage_over_lowest_price: Num = optional(check=Check(range=(1, None)))
    require_hibernate_support: Bool = optional()
    spot_max_price_percentage_over_lowest_price: Num = optional(
        check=Check(
            range=(1, None),
            conflicts_with=(
                "instance_requirements.0.max_spot_price_as_percentage_of_optimal_on_demand_price",
            ),
        )
    )
    accelerator_count: AcceleratorCount | None = blocks(max=1)
    accelerator_total_memory_mib: AcceleratorTotalMemoryMib | None = blocks(max=1)
    baseline_ebs_bandwidth_mbps: BaselineEbsBandwidthMbps | None = blocks(max=1)
    memory_gib_per_vcpu: MemoryGibPerVcpu | None = blocks(max=1)
    memory_mib: MemoryMib | None = blocks(min=1, max=1)
    network_bandwidth_gbps: NetworkBandwidthGbps | None = blocks(max=1)
    network_interface_count: NetworkInterfaceCount | None = blocks(max=1)
    total_local_storage_gb: TotalLocalStorageGb | None = blocks(max=1)
    vcpu_count: VcpuCount | None = blocks(min=1, max=1)


class LicenseSpecification(Block):
    """`license_specification`."""

    license_configuration_arn: Str = required(check=Check(format="arn"))


class MaintenanceOptions(Block):
    """`maintenance_options`."""

    auto_recovery: Str = optional()


class MetadataOptions(Block):
    """`metadata_options`."""

    http_endpoint: Str = optional(computed=True)
    http_protocol_ipv6: Str = optional(computed=True)
    http_put_response_hop_limit: Num = optional(computed=True, check=Check(range=(1, 64)))
    http_tokens: Str = optional(computed=True)
    instance_metadata_tags: Str = optional(computed=True)


class Monitoring(Block):
    """`monitoring`."""

    enabled: Bool = optional()


class ConnectionTrackingSpecification(Block):
    """`network_interfaces.connection_tracking_specification`."""

    tcp_established_timeout: Num = optional(check=Check(range=(60, 432000)))
    udp_stream_timeout: Num = optional(check=Check(range=(60, 180)))
    udp_timeout: Num = optional(check=Check(range=(30, 60)))


class EnaSrdUdpSpecification(Block):
    """`network_interfaces.ena_srd_specification.ena_srd_udp_specification`."""

    ena_srd_udp_enabled: Bool = optional()


class EnaSrdSpecification(Block):
    """`network_interfaces.ena_srd_specification`."""

    ena_srd_enabled: Bool = optional()
    ena_srd_udp_specification: EnaSrdUdpSpecification | None = blocks(max=1)


class NetworkInterfaces(Block):
    """`network_interfaces`."""

    associate_carrier_ip_address: Str = optional(suppressed=True)
    associate_public_ip_address: Str = optional(suppressed=True)
    delete_on_termination: Str = optional(suppressed=True)
    description: Str = optional()
    device_index: Num = optional()
    interface_type: Str = optional(check=Check(one_of=("efa", "efa-only", "interface")))
    ipv4_address_count: Num = optional()
    ipv4_addresses: StrSet = optional()
    ipv4_prefix_count: Num = optional()
    ipv4_prefixes: StrSet = optional()
    ipv6_address_count: Num = optional()
    ipv6_addresses: StrSet = optional()
    ipv6_prefix_count: Num = optional()
    ipv6_prefixes: StrSet = optional()
    network_card_index: Num = optional()
    network_interface_id: Str = optional()
    primary_ipv6: Str = optional(suppressed=True)
    private_ip_address: Str = optional()
    security_groups: StrSet = optional()
    subnet_id: Str = optional()
    connection_tracking_specification: ConnectionTrackingSpecification | None = blocks(max=1)
    ena_srd_specification: EnaSrdSpecification | None = blocks(max=1)


class NetworkPerformanceOptions(Block):
    """`network_performance_options`."""

    bandwidth_weighting: Str = optional()


class Placement(Block):
    """`placement`."""

    affinity: Str = optional()
    availability_zone: Str = optional()
    group_id: Str = optional(check=Check(conflicts_with=("placement.0.group_name",)))
    group_name: Str = optional(check=Check(conflicts_with=("placement.0.group_id",)))
    host_id: Str = optional()
    host_resource_group_arn: Str = optional(
        check=Check(format="arn", conflicts_with=("placement.0.host_id",))
    )
    partition_number: Num = optional()
    spread_domain: Str = optional()
    tenancy: Str = optional()


class PrivateDnsNameOptions(Block):
    """`private_dns_name_options`."""

    enable_resource_name_dns_a_record: Bool = optional()
    enable_resource_name_dns_aaaa_record: Bool = optional()
    hostname_type: Str = optional()


class SecondaryInterfaces(Block):
    """`secondary_interfaces`."""

    delete_on_termination: Bool = optional()
    device_index: Num = optional()
    interface_type: Str = optional()
    network_card_index: Num = optional()
    private_ip_address_count: Num = optional()
    private_ip_addresses: StrSet = optional()
    secondary_subnet_id: Str = optional()


class TagSpecifications(Block):
    """`tag_specifications`."""

    resource_type: Str = optional()
    tags: StrMap = optional()


class LaunchTemplate(Resource, type="aws_launch_template"):
    """What a server is started with; a change is a new version of it."""

    default_version: Num = optional(
        computed=True, check=Check(range=(1, None), conflicts_with=("update_default_version",))
    )
    description: Str = optional(check=Check(length=(0, 255)))
    disable_api_stop: Bool = optional()
    disable_api_termination: Bool = optional()
    ebs_optimized: Str = optional(suppressed=True)
    id: Str = optional(computed=True)
    image_id: Str = optional()
    instance_initiated_shutdown_behavior: Str = optional()
    instance_type: Str = optional(check=Check(conflicts_with=("instance_requirements",)))
    kernel_id: Str = optional()
    key_name: Str = optional()
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    ram_disk_id: Str = optional()
    region: Str = optional(computed=True)
    security_group_names: StrSet = optional(check=Check(conflicts_with=("vpc_security_group_ids",)))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    update_default_version: Bool = optional(check=Check(conflicts_with=("default_version",)))
    user_data: Str = optional()
    vpc_security_group_ids: StrSet = optional(check=Check(conflicts_with=("security_group_names",)))
    arn: Str = computed()
    latest_version: Num = computed()
    block_device_mappings: tuple[BlockDeviceMappings, ...] = blocks()
    capacity_reservation_specification: CapacityReservationSpecification | None = blocks(max=1)
    cpu_options: CpuOptions | None = blocks(max=1)
    credit_specification: CreditSpecification | None = blocks(max=1)
    enclave_options: EnclaveOptions | None = blocks(max=1)
    hibernation_options: HibernationOptions | None = blocks(max=1)
    iam_instance_profile: IamInstanceProfile | None = blocks(max=1)
    instance_market_options: InstanceMarketOptions | None = blocks(max=1)
    instance_requirements: InstanceRequirements | None = blocks(
        max=1, check=Check(conflicts_with=("instance_type",))
    )
    license_specification: tuple[LicenseSpecification, ...] = blocks("set")
    maintenance_options: MaintenanceOptions | None = blocks(max=1)
    metadata_options: MetadataOptions | None = blocks(max=1, computed=True)
    monitoring: Monitoring | None = blocks(max=1)
    network_interfaces: tuple[NetworkInterfaces, ...] = blocks()
    network_performance_options: NetworkPerformanceOptions | None = blocks(max=1)
    placement: Placement | None = blocks(max=1)
    private_dns_name_options: PrivateDnsNameOptions | None = blocks(max=1)
    secondary_interfaces: tuple[SecondaryInterfaces, ...] = blocks()
    tag_specifications: tuple[TagSpecifications, ...] = blocks()


class InstanceCapacityReservationSpecification(Block):
    """`capacity_reservation_specification`."""

    capacity_reservation_preference: Str = optional(
        check=Check(
            exactly_one_of=(
                "capacity_reservation_specification.0.capacity_reservation_preference",
                "capacity_reservation_specification.0.capacity_reservation_target",
            )
        )
    )
    capacity_reservation_target: CapacityReservationTarget | None = blocks(
        max=1,
        check=Check(
            exactly_one_of=(
                "capacity_reservation_specification.0.capacity_reservation_preference",
                "capacity_reservation_specification.0.capacity_reservation_target",
            )
        ),
    )


class InstanceCpuOptions(Block):
    """`cpu_options`."""

    amd_sev_snp: Str = optional(computed=True, new=True, suppressed=True)
    core_count: Num = optional(computed=True)
    nested_virtualization: Str = optional(computed=True, suppressed=True)
    threads_per_core: Num = optional(computed=True)


class InstanceCreditSpecification(Block):
    """`credit_specification`."""

    cpu_credits: Str = optional(suppressed=True)


class EbsBlockDevice(Block):
    """`ebs_block_device`."""

    device_name: Str = required(new=True)
    delete_on_termination: Bool = optional(new=True, default=True)
    encrypted: Bool = optional(computed=True, new=True)
    iops: Num = optional(computed=True, new=True, suppressed=True)
    kms_key_id: Str = optional(computed=True, new=True)
    snapshot_id: Str = optional(computed=True, new=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    throughput: Num = optional(computed=True, new=True, suppressed=True)
    volume_size: Num = optional(computed=True, new=True)
    volume_type: Str = optional(computed=True, new=True)
    volume_id: Str = computed()


class InstanceEnclaveOptions(Block):
    """`enclave_options`."""

    enabled: Bool = optional(computed=True, new=True)


class EphemeralBlockDevice(Block):
    """`ephemeral_block_device`."""

    device_name: Str = required()
    no_device: Bool = optional()
    virtual_name: Str = optional()


class InstanceSpotOptions(Block):
    """`instance_market_options.spot_options`."""

    instance_interruption_behavior: Str = optional(computed=True, new=True)
    max_price: Str = optional(computed=True, new=True, suppressed=True)
    spot_instance_type: Str = optional(computed=True, new=True)
    valid_until: Str = optional(computed=True, new=True)


class InstanceInstanceMarketOptions(Block):
    """`instance_market_options`."""

    market_type: Str = optional(computed=True, new=True)
    spot_options: InstanceSpotOptions | None = blocks(max=1, computed=True, new=True)


class InstanceLaunchTemplate(Block):
    """`launch_template`."""

    id: Str = optional(
        computed=True,
        new=True,
        check=Check(exactly_one_of=("launch_template.0.name", "launch_template.0.id")),
    )
    name: Str = optional(
        computed=True,
        new=True,
        check=Check(exactly_one_of=("launch_template.0.name", "launch_template.0.id")),
    )
    version: Str = optional(default="$Default", check=Check(length=(1, 255)))


class InstanceMaintenanceOptions(Block):
    """`maintenance_options`."""

    auto_recovery: Str = optional(computed=True)


class InstanceMetadataOptions(Block):
    """`metadata_options`."""

    http_endpoint: Str = optional(default="enabled")
    http_protocol_ipv6: Str = optional(default="disabled")
    http_put_response_hop_limit: Num = optional(computed=True, check=Check(range=(1, 64)))
    http_tokens: Str = optional(computed=True)
    instance_metadata_tags: Str = optional(computed=True)


class NetworkInterface(Block):
    """`network_interface`."""

    device_index: Num = required(new=True)
    network_interface_id: Str = required(new=True)
    delete_on_termination: Bool = optional(new=True, default=False)
    network_card_index: Num = optional(new=True, default=0)


class PrimaryNetworkInterface(Block):
    """`primary_network_interface`."""

    network_interface_id: Str = required(new=True)
    delete_on_termination: Bool = computed()


class InstancePrivateDnsNameOptions(Block):
    """`private_dns_name_options`."""

    enable_resource_name_dns_a_record: Bool = optional(computed=True)
    enable_resource_name_dns_aaaa_record: Bool = optional(computed=True)
    hostname_type: Str = optional(computed=True)


class RootBlockDevice(Block):
    """`root_block_device`."""

    delete_on_termination: Bool = optional(default=True)
    encrypted: Bool = optional(computed=True, new=True)
    iops: Num = optional(computed=True, suppressed=True)
    kms_key_id: Str = optional(computed=True, new=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    throughput: Num = optional(computed=True, suppressed=True)
    volume_size: Num = optional(computed=True)
    volume_type: Str = optional(computed=True)
    device_name: Str = computed()
    volume_id: Str = computed()


class SecondaryNetworkInterface(Block):
    """`secondary_network_interface`."""

    network_card_index: Num = required(new=True)
    secondary_subnet_id: Str = required(new=True)
    delete_on_termination: Bool = optional(new=True, default=True)
    device_index: Num = optional(new=True, default=0)
    interface_type: Str = optional(
        new=True, default="secondary", check=Check(one_of=("secondary",))
    )
    private_ip_address_count: Num = optional(new=True, default=1)
    mac_address: Str = computed()
    private_ip_addresses: StrList = computed()
    secondary_interface_id: Str = computed()
    secondary_network_id: Str = computed()
    source_dest_check: Bool = computed()
    status: Str = computed()


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    read: Str = optional()
    update: Str = optional()


class Instance(Resource, type="aws_instance", stateful=True):
    """A server."""

    ami: Str = optional(
        computed=True, new=True, check=Check(at_least_one_of=("ami", "launch_template"))
    )
    associate_public_ip_address: Bool = optional(computed=True, new=True)
    availability_zone: Str = optional(computed=True, new=True)
    disable_api_stop: Bool = optional(computed=True)
    disable_api_termination: Bool = optional(computed=True)
    ebs_optimized: Bool = optional(computed=True, new=True)
    enable_primary_ipv6: Bool = optional(computed=True)
    force_destroy: Bool = optional(default=False)
    get_password_data: Bool = optional(default=False)
    hibernation: Bool = optional(new=True)
    host_id: Str = optional(computed=True, new=True)
    host_resource_group_arn: Str = optional(
        computed=True, check=Check(conflicts_with=("placement_group", "placement_group_id"))
    )
    iam_instance_profile: Str = optional(computed=True)
    id: Str = optional(computed=True)
    instance_initiated_shutdown_behavior: Str = optional(computed=True)
    instance_type: Str = optional(
        computed=True, check=Check(at_least_one_of=("instance_type", "launch_template"))
    )
    ipv6_address_count: Num = optional(
        computed=True, check=Check(conflicts_with=("ipv6_addresses",))
    )
    ipv6_addresses: StrList = optional(
        computed=True, check=Check(conflicts_with=("ipv6_address_count",))
    )
    key_name: Str = optional(computed=True, new=True)
    monitoring: Bool = optional(computed=True)
    placement_group: Str = optional(
        computed=True,
        new=True,
        check=Check(conflicts_with=("host_resource_group_arn", "placement_group_id")),
    )
    placement_group_id: Str = optional(
        computed=True,
        new=True,
        check=Check(conflicts_with=("host_resource_group_arn", "placement_group")),
    )
    placement_partition_number: Num = optional(computed=True, new=True)
    private_ip: Str = optional(computed=True, new=True)
    region: Str = optional(computed=True)
    secondary_private_ips: StrSet = optional(computed=True)
    security_groups: StrSet = optional(computed=True, new=True)
    source_dest_check: Bool = optional(default=True, suppressed=True)
    subnet_id: Str = optional(computed=True, new=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    tenancy: Str = optional(computed=True, new=True)
    user_data: Str = optional(suppressed=True, check=Check(conflicts_with=("user_data_base64",)))
    user_data_base64: Str = optional(computed=True, check=Check(conflicts_with=("user_data",)))
    user_data_replace_on_change: Bool = optional(default=False)
    volume_tags: StrMap = optional()
    vpc_security_group_ids: StrSet = optional(computed=True)
    arn: Str = computed()
    instance_lifecycle: Str = computed()
    instance_state: Str = computed()
    outpost_arn: Str = computed()
    password_data: Str = computed()
    primary_network_interface_id: Str = computed()
    private_dns: Str = computed()
    public_dns: Str = computed()
    public_ip: Str = computed()
    spot_instance_request_id: Str = computed()
    capacity_reservation_specification: InstanceCapacityReservationSpecification | None = blocks(
        max=1, computed=True
    )
    cpu_options: InstanceCpuOptions | None = blocks(max=1, computed=True)
    credit_specification: InstanceCreditSpecification | None = blocks(max=1, suppressed=True)
    ebs_block_device: tuple[EbsBlockDevice, ...] = blocks("set", computed=True)
    enclave_options: InstanceEnclaveOptions | None = blocks(max=1, computed=True)
    ephemeral_block_device: tuple[EphemeralBlockDevice, ...] = blocks(
        "set", computed=True, new=True
    )
    instance_market_options: InstanceInstanceMarketOptions | None = blocks(
        max=1, computed=True, new=True
    )
    launch_template: InstanceLaunchTemplate | None = blocks(
        max=1, new=True, check=Check(at_least_one_of=("ami", "instance_type", "launch_template"))
    )
    maintenance_options: InstanceMaintenanceOptions | None = blocks(max=1, computed=True)
    metadata_options: InstanceMetadataOptions | None = blocks(max=1, computed=True)
    network_interface: tuple[NetworkInterface, ...] = blocks(
        "set",
        computed=True,
        check=Check(
            conflicts_with=(
                "associate_public_ip_address",
                "enable_primary_ipv6",
                "ipv6_addresses",
                "ipv6_address_count",
                "primary_network_interface",
                "private_ip",
                "secondary_private_ips",
                "security_groups",
                "source_dest_check",
                "subnet_id",
                "vpc_security_group_ids",
            )
        ),
    )
    primary_network_interface: PrimaryNetworkInterface | None = blocks(
        max=1,
        computed=True,
        check=Check(
            conflicts_with=(
                "associate_public_ip_address",
                "enable_primary_ipv6",
                "ipv6_addresses",
                "ipv6_address_count",
                "network_interface",
                "private_ip",
                "secondary_private_ips",
                "security_groups",
                "source_dest_check",
                "subnet_id",
                "vpc_security_group_ids",
            )
        ),
    )
    private_dns_name_options: InstancePrivateDnsNameOptions | None = blocks(
        max=1, computed=True, new=True
    )
    root_block_device: RootBlockDevice | None = blocks(max=1, computed=True)
    secondary_network_interface: tuple[SecondaryNetworkInterface, ...] = blocks(
        "set", computed=True
    )
    timeouts: Timeouts | None = blocks("single")


class VolumeTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class Volume(Resource, type="aws_ebs_volume", stateful=True):
    """A disk that outlives the server it is attached to."""

    availability_zone: Str = required(new=True)
    encrypted: Bool = optional(computed=True, new=True)
    final_snapshot: Bool = optional(default=False)
    id: Str = optional(computed=True)
    iops: Num = optional(computed=True)
    kms_key_id: Str = optional(computed=True, new=True, check=Check(format="arn"))
    multi_attach_enabled: Bool = optional(new=True)
    outpost_arn: Str = optional(new=True, check=Check(format="arn"))
    region: Str = optional(computed=True)
    size: Num = optional(computed=True, check=Check(at_least_one_of=("size", "snapshot_id")))
    snapshot_id: Str = optional(
        computed=True, new=True, check=Check(at_least_one_of=("size", "snapshot_id"))
    )
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    throughput: Num = optional(computed=True, check=Check(range=(125, 2000)))
    type: Str = optional(computed=True)
    volume_initialization_rate: Num = optional(check=Check(range=(100, 300)))
    arn: Str = computed()
    create_time: Str = computed()
    timeouts: VolumeTimeouts | None = blocks("single")
