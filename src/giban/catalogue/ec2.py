"""Networks, addresses and firewalls (Amazon VPC, EC2)."""

from typing import Annotated

from giban.blueprint.resource import DataSource, Resource
from giban.blueprint.schema import (
    As,
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
from giban.values import Expr

RegionalNatGatewayAddressValue = Annotated[
    Expr,
    As(
        [
            "set",
            [
                "object",
                {
                    "allocation_id": "string",
                    "association_id": "string",
                    "availability_zone": "string",
                    "availability_zone_id": "string",
                    "network_interface_id": "string",
                    "public_ip": "string",
                    "status": "string",
                },
            ],
        ]
    ),
]
RouteValue = Annotated[
    Expr,
    As(
        [
            "set",
            [
                "object",
                {
                    "carrier_gateway_id": "string",
                    "cidr_block": "string",
                    "core_network_arn": "string",
                    "destination_prefix_list_id": "string",
                    "egress_only_gateway_id": "string",
                    "gateway_id": "string",
                    "ipv6_cidr_block": "string",
                    "local_gateway_id": "string",
                    "nat_gateway_id": "string",
                    "network_interface_id": "string",
                    "odb_network_arn": "string",
                    "transit_gateway_id": "string",
                    "vpc_endpoint_id": "string",
                    "vpc_peering_connection_id": "string",
                },
            ],
        ]
    ),
]
EgressValue = Annotated[
    Expr,
    As(
        [
            "set",
            [
                "object",
                {
                    "cidr_blocks": ["list", "string"],
                    "description": "string",
                    "from_port": "number",
                    "ipv6_cidr_blocks": ["list", "string"],
                    "prefix_list_ids": ["list", "string"],
                    "protocol": "string",
                    "security_groups": ["set", "string"],
                    "self": "bool",
                    "to_port": "number",
                },
            ],
        ]
    ),
]
IngressValue = Annotated[
    Expr,
    As(
        [
            "set",
            [
                "object",
                {
                    "cidr_blocks": ["list", "string"],
                    "description": "string",
                    "from_port": "number",
                    "ipv6_cidr_blocks": ["list", "string"],
                    "prefix_list_ids": ["list", "string"],
                    "protocol": "string",
                    "security_groups": ["set", "string"],
                    "self": "bool",
                    "to_port": "number",
                },
            ],
        ]
    ),
]
DnsEntryValue = Annotated[
    Expr, As(["list", ["object", {"dns_name": "string", "hosted_zone_id": "string"}]])
]


class Vpc(Resource, type="aws_vpc"):
    """A virtual private cloud: one isolated network in one region."""

    assign_generated_ipv6_cidr_block: Bool = optional(
        check=Check(conflicts_with=("ipv6_ipam_pool_id",))
    )
    cidr_block: Str = optional(
        computed=True, new=True, check=Check(format="cidr", conflicts_with=("ipv4_netmask_length",))
    )
    enable_dns_hostnames: Bool = optional(computed=True)
    enable_dns_support: Bool = optional(default=True)
    enable_network_address_usage_metrics: Bool = optional(computed=True)
    id: Str = optional(computed=True)
    instance_tenancy: Str = optional(default="default")
    ipv4_ipam_pool_id: Str = optional(new=True)
    ipv4_netmask_length: Num = optional(
        new=True,
        check=Check(
            format="cidr", conflicts_with=("cidr_block",), required_with=("ipv4_ipam_pool_id",)
        ),
    )
    ipv6_cidr_block: Str = optional(
        computed=True,
        check=Check(
            format="cidr",
            conflicts_with=("ipv6_netmask_length", "assign_generated_ipv6_cidr_block"),
            required_with=("ipv6_ipam_pool_id",),
        ),
    )
    ipv6_cidr_block_network_border_group: Str = optional(
        computed=True, check=Check(required_with=("assign_generated_ipv6_cidr_block",))
    )
    ipv6_ipam_pool_id: Str = optional(
        check=Check(conflicts_with=("assign_generated_ipv6_cidr_block",))
    )
    ipv6_netmask_length: Num = optional(
        check=Check(
            format="cidr", conflicts_with=("ipv6_cidr_block",), required_with=("ipv6_ipam_pool_id",)
        )
    )
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    default_network_acl_id: Str = computed()
    default_route_table_id: Str = computed()
    default_security_group_id: Str = computed()
    dhcp_options_id: Str = computed()
    ipv6_association_id: Str = computed()
    main_route_table_id: Str = computed()
    owner_id: Str = computed()


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()


class Subnet(Resource, type="aws_subnet"):
    """A range of a VPC's addresses in one availability zone."""

    vpc_id: Str = required(new=True)
    assign_ipv6_address_on_creation: Bool = optional(default=False)
    availability_zone: Str = optional(
        computed=True, new=True, check=Check(conflicts_with=("availability_zone_id",))
    )
    availability_zone_id: Str = optional(
        computed=True, new=True, check=Check(conflicts_with=("availability_zone",))
    )
    cidr_block: Str = optional(computed=True, new=True, check=Check(format="cidr"))
    customer_owned_ipv4_pool: Str = optional(
        check=Check(required_with=("map_customer_owned_ip_on_launch", "outpost_arn"))
    )
    enable_dns64: Bool = optional(default=False)
    enable_lni_at_device_index: Num = optional()
    enable_resource_name_dns_a_record_on_launch: Bool = optional(default=False)
    enable_resource_name_dns_aaaa_record_on_launch: Bool = optional(default=False)
    id: Str = optional(computed=True)
    ipv4_ipam_pool_id: Str = optional(
        new=True, check=Check(conflicts_with=("customer_owned_ipv4_pool",))
    )
    ipv4_netmask_length: Num = optional(
        new=True,
        check=Check(
            format="cidr",
            conflicts_with=("cidr_block", "customer_owned_ipv4_pool"),
            required_with=("ipv4_ipam_pool_id",),
        ),
    )
    ipv6_cidr_block: Str = optional(computed=True, check=Check(format="cidr"))
    ipv6_ipam_pool_id: Str = optional(new=True)
    ipv6_native: Bool = optional(new=True, default=False)
    ipv6_netmask_length: Num = optional(
        new=True,
        check=Check(
            format="cidr", conflicts_with=("ipv6_cidr_block",), required_with=("ipv6_ipam_pool_id",)
        ),
    )
    map_customer_owned_ip_on_launch: Bool = optional(
        check=Check(required_with=("customer_owned_ipv4_pool", "outpost_arn"))
    )
    map_public_ip_on_launch: Bool = optional(default=False)
    outpost_arn: Str = optional(new=True, check=Check(format="arn"))
    private_dns_hostname_type_on_launch: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    ipv6_cidr_block_association_id: Str = computed()
    owner_id: Str = computed()
    timeouts: Timeouts | None = blocks("single")


class InternetGatewayTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class InternetGateway(Resource, type="aws_internet_gateway"):
    """The way between a VPC and the internet."""

    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    vpc_id: Str = optional(computed=True)
    arn: Str = computed()
    owner_id: Str = computed()
    timeouts: InternetGatewayTimeouts | None = blocks("single")


class EipTimeouts(Block):
    """`timeouts`."""

    delete: Str = optional()
    read: Str = optional()
    update: Str = optional()


class Eip(Resource, type="aws_eip"):
    """An Elastic IP address; billed by the hour like every public IPv4 address."""

    address: Str = optional(new=True)
    associate_with_private_ip: Str = optional()
    customer_owned_ipv4_pool: Str = optional()
    domain: Str = optional(computed=True, new=True)
    id: Str = optional(computed=True)
    instance: Str = optional(computed=True)
    ipam_pool_id: Str = optional(computed=True, new=True)
    network_border_group: Str = optional(computed=True, new=True)
    network_interface: Str = optional(computed=True)
    public_ipv4_pool: Str = optional(computed=True, new=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    allocation_id: Str = computed()
    arn: Str = computed()
    association_id: Str = computed()
    carrier_ip: Str = computed()
    customer_owned_ip: Str = computed()
    private_dns: Str = computed()
    private_ip: Str = computed()
    ptr_record: Str = computed()
    public_dns: Str = computed()
    public_ip: Str = computed()
    timeouts: EipTimeouts | None = blocks("single")


class AvailabilityZoneAddress(Block):
    """`availability_zone_address`."""

    allocation_ids: StrSet = optional()
    availability_zone: Str = optional()
    availability_zone_id: Str = optional(computed=True)


class NatGatewayTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class NatGateway(Resource, type="aws_nat_gateway"):
    """Lets private subnets reach the internet, and nothing reach them."""

    allocation_id: Str = optional(new=True)
    availability_mode: Str = optional(computed=True, new=True)
    connectivity_type: Str = optional(new=True, default="public")
    id: Str = optional(computed=True)
    private_ip: Str = optional(computed=True, new=True)
    region: Str = optional(computed=True)
    secondary_allocation_ids: StrSet = optional(computed=True)
    secondary_private_ip_address_count: Num = optional(
        computed=True, check=Check(conflicts_with=("secondary_private_ip_addresses",))
    )
    secondary_private_ip_addresses: StrSet = optional(
        computed=True, check=Check(conflicts_with=("secondary_private_ip_address_count",))
    )
    subnet_id: Str = optional(new=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    vpc_id: Str = optional(computed=True, new=True)
    association_id: Str = computed()
    auto_provision_zones: Str = computed()
    auto_scaling_ips: Str = computed()
    network_interface_id: Str = computed()
    public_ip: Str = computed()
    regional_nat_gateway_address: RegionalNatGatewayAddressValue = computed()
    regional_nat_gateway_auto_mode: Str = computed()
    route_table_id: Str = computed()
    availability_zone_address: tuple[AvailabilityZoneAddress, ...] = blocks("set", suppressed=True)
    timeouts: NatGatewayTimeouts | None = blocks("single")


class RouteTableTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class RouteTable(Resource, type="aws_route_table"):
    """The routes that the subnets associated with it follow."""

    vpc_id: Str = required(new=True)
    id: Str = optional(computed=True)
    propagating_vgws: StrSet = optional(computed=True)
    region: Str = optional(computed=True)
    route: RouteValue = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    owner_id: Str = computed()
    timeouts: RouteTableTimeouts | None = blocks("single")


class RouteTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class Route(Resource, type="aws_route"):
    """One route of a route table."""

    route_table_id: Str = required(new=True)
    carrier_gateway_id: Str = optional(
        check=Check(conflicts_with=("route_destination_ipv6_cidrblock",))
    )
    core_network_arn: Str = optional(check=Check(format="arn"))
    destination_cidr_block: Str = optional()
    destination_ipv6_cidr_block: Str = optional()
    destination_prefix_list_id: Str = optional()
    egress_only_gateway_id: Str = optional(
        check=Check(conflicts_with=("route_destination_cidrblock",))
    )
    gateway_id: Str = optional()
    id: Str = optional(computed=True)
    local_gateway_id: Str = optional()
    nat_gateway_id: Str = optional()
    network_interface_id: Str = optional(computed=True)
    odb_network_arn: Str = optional(check=Check(format="arn"))
    region: Str = optional(computed=True)
    transit_gateway_id: Str = optional()
    vpc_endpoint_id: Str = optional(
        check=Check(conflicts_with=("route_destination_prefix_list_id",))
    )
    vpc_peering_connection_id: Str = optional()
    instance_id: Str = computed()
    instance_owner_id: Str = computed()
    origin: Str = computed()
    state: Str = computed()
    timeouts: RouteTimeouts | None = blocks("single")


class RouteTableAssociationTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class RouteTableAssociation(Resource, type="aws_route_table_association"):
    """Which route table a subnet follows."""

    route_table_id: Str = required()
    gateway_id: Str = optional(new=True, check=Check(exactly_one_of=("subnet_id", "gateway_id")))
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    subnet_id: Str = optional(new=True, check=Check(exactly_one_of=("subnet_id", "gateway_id")))
    timeouts: RouteTableAssociationTimeouts | None = blocks("single")


class DestinationOptions(Block):
    """`destination_options`."""

    file_format: Str = optional(new=True, default="plain-text")
    hive_compatible_partitions: Bool = optional(new=True, default=False)
    per_hour_partition: Bool = optional(new=True, default=False)


class FlowLog(Resource, type="aws_flow_log"):
    """A record of the traffic of a VPC, subnet or interface."""

    deliver_cross_account_role: Str = optional(new=True, check=Check(format="arn"))
    eni_id: Str = optional(
        new=True,
        check=Check(
            exactly_one_of=(
                "eni_id",
                "regional_nat_gateway_id",
                "subnet_id",
                "vpc_id",
                "transit_gateway_id",
                "transit_gateway_attachment_id",
            )
        ),
    )
    iam_role_arn: Str = optional(new=True, check=Check(format="arn"))
    id: Str = optional(computed=True)
    log_destination: Str = optional(computed=True, new=True, check=Check(format="arn"))
    log_destination_type: Str = optional(new=True, default="cloud-watch-logs")
    log_format: Str = optional(computed=True, new=True)
    max_aggregation_interval: Num = optional(new=True, default=600, check=Check(one_of=(60, 600)))
    region: Str = optional(computed=True)
    regional_nat_gateway_id: Str = optional(
        new=True,
        check=Check(
            exactly_one_of=(
                "eni_id",
                "regional_nat_gateway_id",
                "subnet_id",
                "vpc_id",
                "transit_gateway_id",
                "transit_gateway_attachment_id",
            )
        ),
    )
    subnet_id: Str = optional(
        new=True,
        check=Check(
            exactly_one_of=(
                "eni_id",
                "regional_nat_gateway_id",
                "subnet_id",
                "vpc_id",
                "transit_gateway_id",
                "transit_gateway_attachment_id",
            )
        ),
    )
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    traffic_type: Str = optional(new=True)
    transit_gateway_attachment_id: Str = optional(
        new=True,
        check=Check(
            exactly_one_of=(
                "eni_id",
                "regional_nat_gateway_id",
                "subnet_id",
                "vpc_id",
                "transit_gateway_id",
                "transit_gateway_attachment_id",
            )
        ),
    )
    transit_gateway_id: Str = optional(
        new=True,
        check=Check(
            exactly_one_of=(
                "eni_id",
                "regional_nat_gateway_id",
                "subnet_id",
                "vpc_id",
                "transit_gateway_id",
                "transit_gateway_attachment_id",
            )
        ),
    )
    vpc_id: Str = optional(
        new=True,
        check=Check(
            exactly_one_of=(
                "eni_id",
                "regional_nat_gateway_id",
                "subnet_id",
                "vpc_id",
                "transit_gateway_id",
                "transit_gateway_attachment_id",
            )
        ),
    )
    arn: Str = computed()
    destination_options: DestinationOptions | None = blocks(max=1, new=True, suppressed=True)


class SecurityGroup(Resource, type="aws_security_group"):
    """A stateful firewall around network interfaces."""

    description: Str = optional(
        new=True, default="Managed by Terraform", check=Check(length=(0, 255))
    )
    egress: EgressValue = optional(computed=True)
    id: Str = optional(computed=True)
    ingress: IngressValue = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    revoke_rules_on_delete: Bool = optional(default=False)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    vpc_id: Str = optional(computed=True, new=True)
    arn: Str = computed()
    owner_id: Str = computed()
    timeouts: Timeouts | None = blocks("single")


class DefaultSecurityGroup(Resource, type="aws_default_security_group"):
    """The group every VPC is born with, adopted to close it."""

    egress: EgressValue = optional(computed=True)
    id: Str = optional(computed=True)
    ingress: IngressValue = optional(computed=True)
    region: Str = optional(computed=True)
    revoke_rules_on_delete: Bool = optional(default=False)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    vpc_id: Str = optional(computed=True, new=True)
    arn: Str = computed()
    description: Str = computed()
    name: Str = computed()
    name_prefix: Str = computed()
    owner_id: Str = computed()


class IngressRule(Resource, type="aws_vpc_security_group_ingress_rule", framework=True):
    """One rule that lets traffic into a security group."""

    ip_protocol: Str = required()
    security_group_id: Str = required(new=True)
    cidr_ipv4: Str = optional(check=Check(format="cidr"))
    cidr_ipv6: Str = optional(check=Check(format="cidr"))
    description: Str = optional()
    from_port: Num = optional()
    prefix_list_id: Str = optional()
    referenced_security_group_id: Str = optional()
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    to_port: Num = optional()
    arn: Str = computed()
    id: Str = computed()
    security_group_rule_id: Str = computed()
    tags_all: StrMap = computed()


class EgressRule(Resource, type="aws_vpc_security_group_egress_rule", framework=True):
    """One rule that lets traffic out of a security group."""

    ip_protocol: Str = required()
    security_group_id: Str = required(new=True)
    cidr_ipv4: Str = optional(check=Check(format="cidr"))
    cidr_ipv6: Str = optional(check=Check(format="cidr"))
    description: Str = optional()
    from_port: Num = optional()
    prefix_list_id: Str = optional()
    referenced_security_group_id: Str = optional()
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    to_port: Num = optional()
    arn: Str = computed()
    id: Str = computed()
    security_group_rule_id: Str = computed()
    tags_all: StrMap = computed()


class DnsOptions(Block):
    """`dns_options`."""

    dns_record_ip_type: Str = optional(computed=True)
    private_dns_only_for_inbound_resolver_endpoint: Bool = optional()
    private_dns_preference: Str = optional(computed=True, new=True)
    private_dns_specified_domains: StrSet = optional(computed=True, new=True)


class SubnetConfiguration(Block):
    """`subnet_configuration`."""

    ipv4: Str = optional()
    ipv6: Str = optional()
    subnet_id: Str = optional()


class VpcEndpointTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class VpcEndpoint(Resource, type="aws_vpc_endpoint"):
    """A private way from a VPC to an AWS service."""

    vpc_id: Str = required(new=True)
    auto_accept: Bool = optional()
    id: Str = optional(computed=True)
    ip_address_type: Str = optional(computed=True, suppressed=True)
    policy: Str = optional(computed=True, suppressed=True)
    private_dns_enabled: Bool = optional(computed=True)
    region: Str = optional(computed=True)
    resource_configuration_arn: Str = optional(
        new=True, check=Check(format="arn", conflicts_with=("service_name", "service_network_arn"))
    )
    route_table_ids: StrSet = optional(computed=True)
    security_group_ids: StrSet = optional(computed=True)
    service_name: Str = optional(
        new=True, check=Check(conflicts_with=("resource_configuration_arn", "service_network_arn"))
    )
    service_network_arn: Str = optional(
        new=True,
        check=Check(format="arn", conflicts_with=("service_name", "resource_configuration_arn")),
    )
    service_region: Str = optional(computed=True, new=True)
    subnet_ids: StrSet = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    vpc_endpoint_type: Str = optional(new=True, default="Gateway")
    arn: Str = computed()
    cidr_blocks: StrList = computed()
    dns_entry: DnsEntryValue = computed()
    network_interface_ids: StrSet = computed()
    owner_id: Str = computed()
    prefix_list_id: Str = computed()
    requester_managed: Bool = computed()
    state: Str = computed()
    dns_options: DnsOptions | None = blocks(max=1, computed=True, suppressed=True)
    subnet_configuration: tuple[SubnetConfiguration, ...] = blocks("set", computed=True)
    timeouts: VpcEndpointTimeouts | None = blocks("single")


CidrBlockAssociationsValue = Annotated[
    Expr,
    As(
        [
            "list",
            ["object", {"association_id": "string", "cidr_block": "string", "state": "string"}],
        ]
    ),
]


BlockDeviceMappingsValue = Annotated[
    Expr,
    As(
        [
            "set",
            [
                "object",
                {
                    "device_name": "string",
                    "ebs": ["map", "string"],
                    "no_device": "string",
                    "virtual_name": "string",
                },
            ],
        ]
    ),
]


ProductCodesValue = Annotated[
    Expr, As(["set", ["object", {"product_code_id": "string", "product_code_type": "string"}]])
]


class EipAssociation(Resource, type="aws_eip_association"):
    """An Elastic IP address on a server."""

    allocation_id: Str = optional(computed=True, new=True)
    allow_reassociation: Bool = optional(new=True)
    id: Str = optional(computed=True)
    instance_id: Str = optional(
        computed=True, new=True, check=Check(exactly_one_of=("instance_id", "network_interface_id"))
    )
    network_interface_id: Str = optional(
        computed=True, new=True, check=Check(exactly_one_of=("instance_id", "network_interface_id"))
    )
    private_ip_address: Str = optional(computed=True, new=True)
    public_ip: Str = optional(computed=True, new=True)
    region: Str = optional(computed=True)


class Accepter(Block):
    """`accepter`."""

    allow_remote_vpc_dns_resolution: Bool = optional(default=False)


class Requester(Block):
    """`requester`."""

    allow_remote_vpc_dns_resolution: Bool = optional(default=False)


class VpcPeeringConnectionTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class VpcPeeringConnection(Resource, type="aws_vpc_peering_connection"):
    """A connection of two VPCs, as its requester sees it."""

    peer_vpc_id: Str = required(new=True)
    vpc_id: Str = required(new=True)
    auto_accept: Bool = optional()
    id: Str = optional(computed=True)
    peer_owner_id: Str = optional(computed=True, new=True)
    peer_region: Str = optional(computed=True, new=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    accept_status: Str = computed()
    accepter: Accepter | None = blocks(max=1, computed=True)
    requester: Requester | None = blocks(max=1, computed=True)
    timeouts: VpcPeeringConnectionTimeouts | None = blocks("single")


class VpcPeeringConnectionAccepterTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    update: Str = optional()


class VpcPeeringConnectionAccepter(Resource, type="aws_vpc_peering_connection_accepter"):
    """A connection of two VPCs, as the other side sees it."""

    vpc_peering_connection_id: Str = required(new=True)
    auto_accept: Bool = optional()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    accept_status: Str = computed()
    peer_owner_id: Str = computed()
    peer_region: Str = computed()
    peer_vpc_id: Str = computed()
    vpc_id: Str = computed()
    accepter: Accepter | None = blocks(max=1, computed=True)
    requester: Requester | None = blocks(max=1, computed=True)
    timeouts: VpcPeeringConnectionAccepterTimeouts | None = blocks("single")


class Filter(Block):
    """`filter`."""

    name: Str = required()
    values: StrSet = required()


class VpcDataTimeouts(Block):
    """`timeouts`."""

    read: Str = optional()


class VpcData(DataSource, type="aws_vpc"):
    """A VPC that something else owns."""

    cidr_block: Str = optional(computed=True)
    default: Bool = optional(computed=True)
    dhcp_options_id: Str = optional(computed=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    state: Str = optional(computed=True)
    tags: StrMap = optional(computed=True)
    arn: Str = computed()
    cidr_block_associations: CidrBlockAssociationsValue = computed()
    enable_dns_hostnames: Bool = computed()
    enable_dns_support: Bool = computed()
    enable_network_address_usage_metrics: Bool = computed()
    instance_tenancy: Str = computed()
    ipv6_association_id: Str = computed()
    ipv6_cidr_block: Str = computed()
    main_route_table_id: Str = computed()
    owner_id: Str = computed()
    filter: tuple[Filter, ...] = blocks("set")
    timeouts: VpcDataTimeouts | None = blocks("single")


class SubnetsDataTimeouts(Block):
    """`timeouts`."""

    read: Str = optional()


class SubnetsData(DataSource, type="aws_subnets"):
    """The subnets that something else owns."""

    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional(computed=True)
    ids: StrList = computed()
    filter: tuple[Filter, ...] = blocks("set")
    timeouts: SubnetsDataTimeouts | None = blocks("single")


EntriesValue = Annotated[Expr, As(["set", ["object", {"cidr": "string", "description": "string"}]])]


class PrefixListDataTimeouts(Block):
    """`timeouts`."""

    read: Str = optional()


class PrefixListData(DataSource, type="aws_ec2_managed_prefix_list"):
    """Addresses under one name, kept by AWS or by somebody else."""

    id: Str = optional(computed=True)
    name: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional(computed=True)
    address_family: Str = computed()
    arn: Str = computed()
    entries: EntriesValue = computed()
    max_entries: Num = computed()
    owner_id: Str = computed()
    version: Num = computed()
    filter: tuple[Filter, ...] = blocks("set")
    timeouts: PrefixListDataTimeouts | None = blocks("single")


class AmiDataTimeouts(Block):
    """`timeouts`."""

    read: Str = optional()


class AmiData(DataSource, type="aws_ami"):
    """A machine image."""

    allow_unsafe_filter: Bool = optional()
    executable_users: StrList = optional()
    id: Str = optional(computed=True)
    include_deprecated: Bool = optional()
    most_recent: Bool = optional()
    name_regex: Str = optional()
    owners: StrList = optional()
    region: Str = optional(computed=True)
    tags: StrMap = optional(computed=True)
    uefi_data: Str = optional()
    architecture: Str = computed()
    arn: Str = computed()
    block_device_mappings: BlockDeviceMappingsValue = computed()
    boot_mode: Str = computed()
    creation_date: Str = computed()
    deprecation_time: Str = computed()
    description: Str = computed()
    ena_support: Bool = computed()
    hypervisor: Str = computed()
    image_id: Str = computed()
    image_location: Str = computed()
    image_owner_alias: Str = computed()
    image_type: Str = computed()
    imds_support: Str = computed()
    kernel_id: Str = computed()
    last_launched_time: Str = computed()
    name: Str = computed()
    owner_id: Str = computed()
    platform: Str = computed()
    platform_details: Str = computed()
    product_codes: ProductCodesValue = computed()
    public: Bool = computed()
    ramdisk_id: Str = computed()
    root_device_name: Str = computed()
    root_device_type: Str = computed()
    root_snapshot_id: Str = computed()
    sriov_net_support: Str = computed()
    state: Str = computed()
    state_reason: StrMap = computed()
    tpm_support: Str = computed()
    usage_operation: Str = computed()
    virtualization_type: Str = computed()
    filter: tuple[Filter, ...] = blocks("set")
    timeouts: AmiDataTimeouts | None = blocks("single")
