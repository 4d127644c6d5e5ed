"""Networks: Amazon VPC and its parts, and the peering of two."""

from giban.catalogue.permissions.needs import Anywhere, Hand, Needs, On

EC2 = "ec2:{region}:{account}:"
TAG = "CreateTags"
UNTAG = "DeleteTags"


def _read(*names: str) -> Anywhere:
    return Anywhere(service="ec2", read=" ".join(f"Describe{name}" for name in names))


NEEDS = {
    "aws_vpc": Needs(
        f"{EC2}vpc/*",
        On(
            create="CreateVpc",
            read="DescribeVpcAttribute",
            update="ModifyVpcAttribute AssociateVpcCidrBlock DisassociateVpcCidrBlock",
            delete="DeleteVpc",
            tag=TAG,
            untag=UNTAG,
        ),
        _read("Vpcs", "NetworkAcls", "RouteTables", "SecurityGroups"),
        by="tag",
    ),
    "aws_subnet": Needs(
        f"{EC2}subnet/*",
        On(
            create="CreateSubnet",
            update="ModifySubnetAttribute",
            delete="DeleteSubnet",
            tag=TAG,
            untag=UNTAG,
        ),
        On(of="vpc_id", kind="aws_vpc", create="CreateSubnet"),
        _read("Subnets", "NetworkInterfaces"),
        by="tag",
    ),
    "aws_internet_gateway": Needs(
        f"{EC2}internet-gateway/*",
        On(
            create="CreateInternetGateway",
            update="AttachInternetGateway",
            delete="DetachInternetGateway DeleteInternetGateway",
            tag=TAG,
            untag=UNTAG,
        ),
        On(
            of="vpc_id",
            kind="aws_vpc",
            update="AttachInternetGateway",
            delete="DetachInternetGateway",
        ),
        _read("InternetGateways"),
        by="tag",
    ),
    "aws_eip": Needs(
        f"{EC2}elastic-ip/*",
        On(
            create="AllocateAddress",
            update="AssociateAddress DisassociateAddress",
            delete="ReleaseAddress",
            tag=TAG,
            untag=UNTAG,
        ),
        On(
            arn=f"{EC2}network-interface/*",
            update="AssociateAddress DisassociateAddress",
            given="network_interface",
        ),
        On(
            of="instance",
            kind="aws_instance",
            update="AssociateAddress",
            given="instance",
        ),
        _read("Addresses", "AddressesAttribute", "NetworkInterfaces"),
        by="tag",
    ),
    "aws_eip_association": Needs(
        "",
        On(
            of="allocation_id",
            kind="aws_eip",
            create="AssociateAddress",
            delete="DisassociateAddress",
        ),
        On(
            of="instance_id",
            kind="aws_instance",
            create="AssociateAddress",
            given="instance_id",
        ),
        On(
            arn=f"{EC2}network-interface/*",
            create="AssociateAddress",
            delete="DisassociateAddress",
        ),
        _read("Addresses"),
    ),
    "aws_nat_gateway": Needs(
        f"{EC2}natgateway/*",
        On(
            create="CreateNatGateway",
            update="AssociateNatGatewayAddress DisassociateNatGatewayAddress",
            delete="DeleteNatGateway",
            tag=TAG,
            untag=UNTAG,
        ),
        On(of="subnet_id", kind="aws_subnet", create="CreateNatGateway"),
        On(of="allocation_id", kind="aws_eip", create="CreateNatGateway", given="allocation_id"),
        _read("NatGateways"),
        by="tag",
    ),
    "aws_route_table": Needs(
        f"{EC2}route-table/*",
        On(create="CreateRouteTable", delete="DeleteRouteTable", tag=TAG, untag=UNTAG),
        On(of="vpc_id", kind="aws_vpc", create="CreateRouteTable"),
        On(update="CreateRoute ReplaceRoute DeleteRoute", given="route"),
        _read("RouteTables"),
        by="tag",
    ),
    "aws_route": Needs(
        "",
        On(
            of="route_table_id",
            kind="aws_route_table",
            create="CreateRoute",
            update="ReplaceRoute",
            delete="DeleteRoute",
        ),
        _read("RouteTables"),
    ),
    "aws_route_table_association": Needs(
        "",
        On(
            of="route_table_id",
            kind="aws_route_table",
            create="AssociateRouteTable",
            update="ReplaceRouteTableAssociation",
            delete="DisassociateRouteTable",
        ),
        On(
            of="subnet_id",
            kind="aws_subnet",
            create="AssociateRouteTable",
            update="ReplaceRouteTableAssociation",
            delete="DisassociateRouteTable",
            given="subnet_id",
        ),
        On(
            of="gateway_id",
            kind="aws_internet_gateway",
            create="AssociateRouteTable",
            update="ReplaceRouteTableAssociation",
            delete="DisassociateRouteTable",
            given="gateway_id",
        ),
        _read("RouteTables"),
    ),
    "aws_security_group": Needs(
        f"{EC2}security-group/*",
        On(
            create="CreateSecurityGroup",
            update="RevokeSecurityGroupEgress",
            delete="DeleteSecurityGroup",
            tag=TAG,
            untag=UNTAG,
        ),
        On(
            update="AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress",
            given="ingress",
        ),
        On(update="AuthorizeSecurityGroupEgress", given="egress"),
        On(of="vpc_id", kind="aws_vpc", create="CreateSecurityGroup"),
        _read("SecurityGroups", "NetworkInterfaces"),
        by="tag",
    ),
    "aws_vpc_security_group_ingress_rule": Needs(
        f"{EC2}security-group-rule/*",
        On(
            create="AuthorizeSecurityGroupIngress",
            update="ModifySecurityGroupRules",
            tag=TAG,
            untag=UNTAG,
        ),
        On(
            of="security_group_id",
            kind="aws_security_group",
            create="AuthorizeSecurityGroupIngress",
            update="ModifySecurityGroupRules",
            delete="RevokeSecurityGroupIngress",
        ),
        _read("SecurityGroupRules"),
        by="tag",
    ),
    "aws_vpc_security_group_egress_rule": Needs(
        f"{EC2}security-group-rule/*",
        On(
            create="AuthorizeSecurityGroupEgress",
            update="ModifySecurityGroupRules",
            tag=TAG,
            untag=UNTAG,
        ),
        On(
            of="security_group_id",
            kind="aws_security_group",
            create="AuthorizeSecurityGroupEgress",
            update="ModifySecurityGroupRules",
            delete="RevokeSecurityGroupEgress",
        ),
        _read("SecurityGroupRules"),
        by="tag",
    ),
    # Not made but taken over: it bears no tags until then.
    "aws_default_security_group": Needs(
        f"{EC2}security-group/*",
        On(
            update="AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress "
            "RevokeSecurityGroupIngress RevokeSecurityGroupEgress",
            tag=TAG,
            untag=UNTAG,
        ),
        _read("SecurityGroups"),
        by="tag",
    ),
    "aws_vpc_endpoint": Needs(
        f"{EC2}vpc-endpoint/*",
        On(
            create="CreateVpcEndpoint",
            update="ModifyVpcEndpoint",
            delete="DeleteVpcEndpoints",
            tag=TAG,
            untag=UNTAG,
        ),
        On(of="vpc_id", kind="aws_vpc", create="CreateVpcEndpoint"),
        On(
            of="route_table_ids",
            kind="aws_route_table",
            create="CreateVpcEndpoint",
            update="ModifyVpcEndpoint",
            given="route_table_ids",
        ),
        On(
            of="subnet_ids",
            kind="aws_subnet",
            create="CreateVpcEndpoint",
            update="ModifyVpcEndpoint",
            given="subnet_ids",
        ),
        On(
            of="security_group_ids",
            kind="aws_security_group",
            create="CreateVpcEndpoint",
            update="ModifyVpcEndpoint",
            given="security_group_ids",
        ),
        _read("VpcEndpoints", "PrefixLists"),
        by="tag",
    ),
    "aws_flow_log": Needs(
        f"{EC2}vpc-flow-log/*",
        On(create="CreateFlowLogs", delete="DeleteFlowLogs", tag=TAG, untag=UNTAG),
        On(of="vpc_id", kind="aws_vpc", create="CreateFlowLogs", given="vpc_id"),
        On(of="subnet_id", kind="aws_subnet", create="CreateFlowLogs", given="subnet_id"),
        Hand("iam_role_arn", "vpc-flow-logs.amazonaws.com"),
        _read("FlowLogs"),
        Anywhere(
            service="logs",
            create="CreateLogDelivery",
            delete="DeleteLogDelivery",
            given="log_destination",
        ),
        by="tag",
    ),
    "aws_vpc_peering_connection": Needs(
        f"{EC2}vpc-peering-connection/*",
        On(
            create="CreateVpcPeeringConnection",
            update="AcceptVpcPeeringConnection ModifyVpcPeeringConnectionOptions",
            delete="DeleteVpcPeeringConnection",
            tag=TAG,
            untag=UNTAG,
        ),
        On(
            of="vpc_id",
            kind="aws_vpc",
            create="CreateVpcPeeringConnection",
            update="AcceptVpcPeeringConnection",
        ),
        _read("VpcPeeringConnections"),
        by="tag",
    ),
    # It was asked for elsewhere, and bears no tags of this side until it is accepted.
    "aws_vpc_peering_connection_accepter": Needs(
        f"{EC2}vpc-peering-connection/*",
        On(
            of="vpc_peering_connection_id",
            kind="aws_vpc_peering_connection",
            update="AcceptVpcPeeringConnection ModifyVpcPeeringConnectionOptions",
        ),
        On(arn=f"{EC2}vpc/*", update="AcceptVpcPeeringConnection"),
        On(tag=TAG, untag=UNTAG),
        _read("VpcPeeringConnections"),
        by="tag",
    ),
}

DATA = {
    "aws_vpc": Needs(
        f"{EC2}vpc/*",
        On(read="DescribeVpcAttribute"),
        _read("Vpcs", "RouteTables"),
    ),
    "aws_subnets": Needs("", _read("Subnets")),
    "aws_ami": Needs("", _read("Images")),
    "aws_ec2_managed_prefix_list": Needs(
        "",
        On(arn="ec2:{region}:*:prefix-list/*", read="GetManagedPrefixListEntries"),
        _read("ManagedPrefixLists"),
    ),
}
