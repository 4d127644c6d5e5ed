"""Elastic IP addresses on servers."""

from __future__ import annotations

from typing import Any

from giban.catalogue import ec2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.ec2 import Ec2
from giban.rehearse.task import Task


def _interface(x: Task) -> dict[str, Any]:
    """Return the network interface that gets the address."""
    id = x["network_interface_id"]
    if id:
        wanted = x.call("describe_network_interfaces", NetworkInterfaceIds=[id])
        found: dict[str, Any] = wanted["NetworkInterfaces"][0]
        return found
    instances = x.call("describe_instances", InstanceIds=[x["instance_id"]])["Reservations"]
    first: dict[str, Any] = instances[0]["Instances"][0]["NetworkInterfaces"][0]
    return first


def _reaches_the_internet(x: Task) -> None:
    """Refuse an address in a network without an internet gateway."""
    vpc = _interface(x)["VpcId"]
    where = [{"Name": "attachment.vpc-id", "Values": [vpc]}]
    if not x.call("describe_internet_gateways", Filters=where)["InternetGateways"]:
        code = "Gateway.NotAttached"
        raise Refused(code, f"Network {vpc} is not attached to any internet gateway")


def _free(x: Task) -> None:
    """Refuse a second address on an interface unless it may take the place of the first."""
    if x["allow_reassociation"]:
        return
    interface = _interface(x)["NetworkInterfaceId"]
    where = [{"Name": "network-interface-id", "Values": [interface]}]
    for address in x.call("describe_addresses", Filters=where)["Addresses"]:
        if address["AllocationId"] != x["allocation_id"]:
            code = "Resource.AlreadyAssociated"
            text = f"resource {interface} is already associated with {address['AssociationId']}"
            raise Refused(code, text)


class EipAssociation(Ec2):
    """An address on a server; the association has the id."""

    kind = ec2.EipAssociation
    create_op, created = "associate_address", "AssociationId"
    delete_op, by = "disassociate_address", "AssociationId"
    local = ("allow_reassociation",)
    guards = (_reaches_the_internet, _free)

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it among the addresses."""
        for address in x.call("describe_addresses")["Addresses"]:
            if address.get("AssociationId") == x.id:
                found: dict[str, Any] = address
                return found
        raise Gone

    def derived(self, _x: Task, _found: dict[str, Any]) -> Values:
        """Return nothing: an association has no ARN."""
        return {}
