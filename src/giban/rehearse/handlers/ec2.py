"""Networks, addresses and firewalls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giban.catalogue import ec2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.task import Task


class Ec2(Handler):
    """What all of EC2 has in common: tags by resource id, and tags as specifications on create."""

    service = "ec2"
    noun = ""

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments with the tags as a specification of this kind of thing."""
        arguments = x.arguments(self.create_op)
        if x["tags_all"] and self.noun:
            tags = [{"Key": key, "Value": value} for key, value in x["tags_all"].items()]
            arguments["TagSpecifications"] = [{"ResourceType": self.noun, "Tags": tags}]
        return arguments

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Tag by id."""
        if gone:
            x.call("delete_tags", Resources=[x.id], Tags=[{"Key": key} for key in gone])
        if new:
            tags = [{"Key": key, "Value": value} for key, value in new.items()]
            x.call("create_tags", Resources=[x.id], Tags=tags)

    def derived(self, x: Task, _found: dict[str, Any]) -> Values:
        """Return the ARN, and the owner where it is known."""
        return {"arn": x.arn(f"{self.noun}/{x.id}"), "owner_id": x.account}


def set_flags(x: Task, operation: str, by: str, flags: Mapping[str, str]) -> None:
    """Change one attribute per call, as EC2 wants it, where it differs from what is there."""
    for attribute, member in flags.items():
        if x[attribute] is not None and x.changed(attribute):
            x.call(operation, **{by: x.id, member: {"Value": x[attribute]}})


class Vpc(Ec2):
    """A VPC, with what it is born with."""

    kind = ec2.Vpc
    noun = "vpc"
    create_op, created = "create_vpc", "Vpc.VpcId"
    find_op, find_by, found = "describe_vpcs", "VpcIds", "Vpcs"
    delete_op, by = "delete_vpc", "VpcId"
    flags = {
        "enable_dns_support": "EnableDnsSupport",
        "enable_dns_hostnames": "EnableDnsHostnames",
        "enable_network_address_usage_metrics": "EnableNetworkAddressUsageMetrics",
    }

    def create(self, x: Task) -> None:
        """Make it, and set what a new VPC has otherwise."""
        super().create(x)
        self.update(x)

    def update(self, x: Task) -> None:
        """Set the DNS attributes."""
        set_flags(x, "modify_vpc_attribute", "VpcId", self.flags)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the DNS attributes, and the route table, ACL and group it was born with."""
        values = super().derived(x, found)
        for attribute, member in self.flags.items():
            name = member[0].lower() + member[1:]
            answer = x.call("describe_vpc_attribute", VpcId=x.id, Attribute=name)
            values[attribute] = answer[member]["Value"]
        mine = [{"Name": "vpc-id", "Values": [x.id]}]
        main = {"Name": "association.main", "Values": ["true"]}
        table = x.call("describe_route_tables", Filters=[*mine, main])["RouteTables"]
        acl = x.call("describe_network_acls", Filters=mine)["NetworkAcls"]
        named = {"Name": "group-name", "Values": ["default"]}
        group = x.call("describe_security_groups", Filters=[*mine, named])["SecurityGroups"]
        first = {"main_route_table_id": table[0]["RouteTableId"]} if table else {}
        return {
            **values,
            **first,
            "default_route_table_id": first.get("main_route_table_id", ""),
            "default_network_acl_id": next((a["NetworkAclId"] for a in acl if a["IsDefault"]), ""),
            "default_security_group_id": group[0]["GroupId"] if group else "",
            "ipv6_association_id": "",
            "ipv6_cidr_block": "",
            "ipv6_cidr_block_network_border_group": "",
        }


class Subnet(Ec2):
    """A subnet."""

    kind = ec2.Subnet
    noun = "subnet"
    create_op, created = "create_subnet", "Subnet.SubnetId"
    find_op, find_by, found = "describe_subnets", "SubnetIds", "Subnets"
    delete_op, by = "delete_subnet", "SubnetId"
    reads = {
        "private_dns_hostname_type_on_launch": "PrivateDnsNameOptionsOnLaunch.HostnameType",
        "enable_resource_name_dns_a_record_on_launch": (
            "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord"
        ),
        "enable_resource_name_dns_aaaa_record_on_launch": (
            "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord"
        ),
    }
    flags = {
        "map_public_ip_on_launch": "MapPublicIpOnLaunch",
        "assign_ipv6_address_on_creation": "AssignIpv6AddressOnCreation",
    }

    def create(self, x: Task) -> None:
        """Make it, and set what a new subnet has otherwise."""
        super().create(x)
        self.update(x)

    def update(self, x: Task) -> None:
        """Set the launch attributes; those that are off in a new subnet are not set again."""
        for attribute, member in self.flags.items():
            if x.changed(attribute) and (x[attribute] or x.prior):
                value = {"Value": bool(x[attribute])}
                x.call("modify_subnet_attribute", SubnetId=x.id, **{member: value})

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what there is without IPv6."""
        none = {"ipv6_cidr_block_association_id": "", "ipv6_cidr_block": ""}
        return {**super().derived(x, found), **none}


class InternetGateway(Ec2):
    """An internet gateway, attached."""

    kind = ec2.InternetGateway
    noun = "internet-gateway"
    create_op, created = "create_internet_gateway", "InternetGateway.InternetGatewayId"
    find_op, find_by = "describe_internet_gateways", "InternetGatewayIds"
    found = "InternetGateways"
    delete_op, by = "delete_internet_gateway", "InternetGatewayId"
    reads = {"vpc_id": "Attachments.0.VpcId"}

    def create(self, x: Task) -> None:
        """Make it and attach it."""
        super().create(x)
        if x["vpc_id"]:
            x.call("attach_internet_gateway", InternetGatewayId=x.id, VpcId=x["vpc_id"])

    def update(self, x: Task) -> None:
        """Attach it to another VPC."""
        if x.changed("vpc_id"):
            if x.prior.get("vpc_id"):
                x.call("detach_internet_gateway", InternetGatewayId=x.id, VpcId=x.prior["vpc_id"])
            if x["vpc_id"]:
                x.call("attach_internet_gateway", InternetGatewayId=x.id, VpcId=x["vpc_id"])

    def delete(self, x: Task) -> None:
        """Detach it and delete it."""
        if x["vpc_id"]:
            x.call("detach_internet_gateway", InternetGatewayId=x.id, VpcId=x["vpc_id"])
        super().delete(x)


def _not_in_use(x: Task) -> None:
    """Refuse to release an address that a NAT gateway uses."""
    gateways = x.call("describe_nat_gateways")["NatGateways"]
    used = [
        address.get("AllocationId")
        for gateway in gateways
        if gateway["State"] not in ("deleted", "failed")
        for address in gateway.get("NatGatewayAddresses", [])
    ]
    if x.id in used:
        code = "InvalidIPAddress.InUse"
        raise Refused(code, f"Address {x['public_ip']} is in use.")


class Eip(Ec2):
    """An Elastic IP address."""

    kind = ec2.Eip
    noun = "elastic-ip"
    create_op, created = "allocate_address", "AllocationId"
    find_op, find_by, found = "describe_addresses", "AllocationIds", "Addresses"
    delete_op, by = "release_address", "AllocationId"
    names = {"instance": "InstanceId", "network_interface": "NetworkInterfaceId"}
    delete_guards = (_not_in_use,)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the DNS name that belongs to the address."""
        dashed = str(found.get("PublicIp", "")).replace(".", "-")
        zone = "compute-1" if x.region == "us-east-1" else f"{x.region}.compute"
        name = f"ec2-{dashed}.{zone}.amazonaws.com"
        return {**super().derived(x, found), "public_dns": name}


class NatGateway(Ec2):
    """A NAT gateway; a deleted one stays described for a while."""

    kind = ec2.NatGateway
    noun = "natgateway"
    create_op, created = "create_nat_gateway", "NatGateway.NatGatewayId"
    find_op, find_by, found = "describe_nat_gateways", "NatGatewayIds", "NatGateways"
    delete_op, by = "delete_nat_gateway", "NatGatewayId"
    reads = {
        "allocation_id": "NatGatewayAddresses.0.AllocationId",
        "association_id": "NatGatewayAddresses.0.AssociationId",
        "network_interface_id": "NatGatewayAddresses.0.NetworkInterfaceId",
        "private_ip": "NatGatewayAddresses.0.PrivateIp",
        "public_ip": "NatGatewayAddresses.0.PublicIp",
    }

    def find(self, x: Task) -> dict[str, Any]:
        """Return it unless it is deleted."""
        found = super().find(x)
        if found["State"] in ("deleted", "deleting"):
            raise Gone
        return found


class FlowLog(Ec2):
    """A flow log."""

    kind = ec2.FlowLog
    noun = "vpc-flow-log"
    create_op, created = "create_flow_logs", "FlowLogIds.0"
    find_op, find_by, found = "describe_flow_logs", "FlowLogIds", "FlowLogs"
    delete_op, by = "delete_flow_logs", "FlowLogIds"
    names = {"iam_role_arn": "DeliverLogsPermissionArn"}
    targets = {
        "vpc_id": "VPC",
        "subnet_id": "Subnet",
        "eni_id": "NetworkInterface",
        "transit_gateway_id": "TransitGateway",
        "transit_gateway_attachment_id": "TransitGatewayAttachment",
    }

    def creation(self, x: Task) -> dict[str, Any]:
        """Name what is logged."""
        target = next(name for name in self.targets if x[name])
        return {
            **super().creation(x),
            "ResourceIds": [x[target]],
            "ResourceType": self.targets[target],
        }

    def create(self, x: Task) -> None:
        """Make it; what failed is in the answer, not an error."""
        answer = x.call(self.create_op, **self.creation(x))
        for failed in answer.get("Unsuccessful") or []:
            raise Refused(failed["Error"]["Code"], failed["Error"]["Message"])
        x.id = answer["FlowLogIds"][0]

    def find(self, x: Task) -> dict[str, Any]:
        """Find it by a filter, as its id is no argument of its own everywhere."""
        where = [{"Name": "flow-log-id", "Values": [x.id]}]
        for one in x.call("describe_flow_logs", Filters=where)["FlowLogs"]:
            found: dict[str, Any] = one
            return found
        raise Gone

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what is logged."""
        target = next((name for name in self.targets if x[name]), "vpc_id")
        return {**super().derived(x, found), target: found["ResourceId"]}


class VpcEndpoint(Ec2):
    """An endpoint of an AWS service in a VPC."""

    kind = ec2.VpcEndpoint
    noun = "vpc-endpoint"
    create_op, created = "create_vpc_endpoint", "VpcEndpoint.VpcEndpointId"
    find_op, find_by, found = "describe_vpc_endpoints", "VpcEndpointIds", "VpcEndpoints"
    delete_op, by = "delete_vpc_endpoints", "VpcEndpointIds"
    names = {
        "policy": "PolicyDocument",
        "service_region": "",
        "dns_entry": "DnsEntries",
        "ip_address_type": "IpAddressType",
    }
    reads = {"security_group_ids": "", "prefix_list_id": ""}
    sets = {
        "route_table_ids": "RouteTableIds",
        "subnet_ids": "SubnetIds",
        "security_group_ids": "SecurityGroupIds",
    }

    def find(self, x: Task) -> dict[str, Any]:
        """Return it unless it is deleted."""
        found = super().find(x)
        if str(found.get("State", "")).lower() in ("deleted", "deleting"):
            raise Gone
        return found

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the groups' ids and the prefix list of a gateway endpoint."""
        values = super().derived(x, found)
        values["security_group_ids"] = [one["GroupId"] for one in found.get("Groups") or []]
        values["state"] = str(found.get("State", "available")).lower()
        named = [{"Name": "prefix-list-name", "Values": [found["ServiceName"]]}]
        lists = x.call("describe_prefix_lists", Filters=named).get("PrefixLists", [])
        if found["VpcEndpointType"] == "Gateway":
            mine = [one for one in lists if one["PrefixListName"] == found["ServiceName"]]
            values["prefix_list_id"] = mine[0]["PrefixListId"] if mine else ""
            values["cidr_blocks"] = mine[0].get("Cidrs", []) if mine else []
        return values

    def update(self, x: Task) -> None:
        """Change the policy, and what it is attached to."""
        arguments: dict[str, Any] = {}
        for name, member in self.sets.items():
            if x.changed(name):
                before, after = set(x.prior.get(name) or []), set(x[name] or [])
                arguments |= {f"Add{member}": sorted(after - before)} if after - before else {}
                arguments |= {f"Remove{member}": sorted(before - after)} if before - after else {}
        if x.changed("policy") and x["policy"]:
            arguments["PolicyDocument"] = x["policy"]
        if x.changed("private_dns_enabled"):
            arguments["PrivateDnsEnabled"] = bool(x["private_dns_enabled"])
        if arguments:
            x.call("modify_vpc_endpoint", VpcEndpointId=x.id, **arguments)
