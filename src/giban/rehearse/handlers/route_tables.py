"""Route tables, routes, and which subnet follows which table."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from giban.catalogue import ec2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.ec2 import Ec2
from giban.rehearse.task import Task


class RouteTable(Ec2):
    """A route table; its routes are mostly objects of their own."""

    kind = ec2.RouteTable
    noun = "route-table"
    create_op, created = "create_route_table", "RouteTable.RouteTableId"
    find_op, find_by, found = "describe_route_tables", "RouteTableIds", "RouteTables"
    delete_op, by = "delete_route_table", "RouteTableId"
    names = {"route": "", "propagating_vgws": ""}
    members = {
        "cidr_block": "DestinationCidrBlock",
        "ipv6_cidr_block": "DestinationIpv6CidrBlock",
        "destination_prefix_list_id": "DestinationPrefixListId",
        "carrier_gateway_id": "CarrierGatewayId",
        "core_network_arn": "CoreNetworkArn",
        "egress_only_gateway_id": "EgressOnlyInternetGatewayId",
        "gateway_id": "GatewayId",
        "local_gateway_id": "LocalGatewayId",
        "nat_gateway_id": "NatGatewayId",
        "network_interface_id": "NetworkInterfaceId",
        "transit_gateway_id": "TransitGatewayId",
        "vpc_endpoint_id": "VpcEndpointId",
        "vpc_peering_connection_id": "VpcPeeringConnectionId",
    }

    def create(self, x: Task) -> None:
        """Make it, with the routes that stand in it."""
        super().create(x)
        for route in x["route"] or []:
            self._add(x, route)

    def update(self, x: Task) -> None:
        """Make the routes that stand in it."""
        if not x.changed("route"):
            return
        before, after = x.prior.get("route") or [], x["route"] or []
        for route in before:
            if route not in after:
                given = {self.members[k]: v for k, v in route.items() if v and k in self.members}
                where = {k: v for k, v in given.items() if k.startswith("Destination")}
                x.call("delete_route", RouteTableId=x.id, **where)
        for route in after:
            if route not in before:
                self._add(x, route)

    def _add(self, x: Task, route: Values) -> None:
        given = {self.members[k]: v for k, v in route.items() if v and k in self.members}
        x.call("create_route", RouteTableId=x.id, **given)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the routes that somebody made; the VPC's own are not the table's."""
        routes = [
            {name: route.get(member, "") for name, member in self.members.items()}
            | {"odb_network_arn": ""}
            for route in found["Routes"]
            if route.get("GatewayId") != "local" and not _is_endpoints(route)
        ]
        vgws = [one["GatewayId"] for one in found.get("PropagatingVgws", [])]
        return {**super().derived(x, found), "route": routes, "propagating_vgws": vgws}


def _is_endpoints(route: Mapping[str, Any]) -> bool:
    return str(route.get("GatewayId", "")).startswith("vpce-")


class Route(Ec2):
    """One route."""

    kind = ec2.Route
    create_op = "create_route"
    delete_op = "delete_route"
    names = {
        "destination_ipv6_cidr_block": "DestinationIpv6CidrBlock",
        "egress_only_gateway_id": "EgressOnlyInternetGatewayId",
    }
    destinations = {
        "destination_cidr_block": "DestinationCidrBlock",
        "destination_ipv6_cidr_block": "DestinationIpv6CidrBlock",
        "destination_prefix_list_id": "DestinationPrefixListId",
    }

    def create(self, x: Task) -> None:
        """Make it; its id is made of the table and the destination, as the provider does."""
        x.call(self.create_op, **self.creation(x))
        x.id = f"r-{x['route_table_id']}{_hash(self._destination(x)[1])}"

    def find(self, x: Task) -> dict[str, Any]:
        """Look for the destination in the table."""
        member, value = self._destination(x)
        tables = x.call("describe_route_tables", RouteTableIds=[x["route_table_id"]])["RouteTables"]
        for route in tables[0]["Routes"] if tables else []:
            if route.get(member) == value:
                found: dict[str, Any] = route
                return found
        raise Gone

    def update(self, x: Task) -> None:
        """Lead the destination elsewhere."""
        x.call("replace_route", **x.arguments("replace_route"))

    def delete(self, x: Task) -> None:
        """Delete it by its destination."""
        member, value = self._destination(x)
        x.call("delete_route", RouteTableId=x["route_table_id"], **{member: value})

    def derived(self, x: Task, _found: dict[str, Any]) -> Values:
        """Return the table, and what a route does not have."""
        table = x["route_table_id"]
        return {"route_table_id": table, "instance_id": "", "instance_owner_id": ""}

    def import_(self, id: str) -> Values:
        """Return the table and the destination: `rtb-1_10.0.0.0/8`."""
        table, _, destination = id.partition("_")
        name = "destination_ipv6_cidr_block" if ":" in destination else "destination_cidr_block"
        return {
            "id": f"r-{table}{_hash(destination)}",
            "route_table_id": table,
            name: destination,
        }

    def _destination(self, x: Task) -> tuple[str, str]:
        for name, member in self.destinations.items():
            if x[name]:
                return member, x[name]
        code = "MissingParameter"
        raise Refused(code, "The request must contain a destination.")


def _hash(text: str) -> int:
    # The provider's ids end in a CRC-32.
    return zlib.crc32(text.encode())


def _not_associated(x: Task) -> None:
    """Refuse a second route table for a subnet."""
    if not x["subnet_id"] or x.prior:
        return
    where = [{"Name": "association.subnet-id", "Values": [x["subnet_id"]]}]
    if x.call("describe_route_tables", Filters=where)["RouteTables"]:
        code = "Resource.AlreadyAssociated"
        raise Refused(
            code,
            f"the specified association for subnet {x['subnet_id']} already exists",
            attribute=("subnet_id",),
        )


class RouteTableAssociation(Ec2):
    """Which route table a subnet follows."""

    kind = ec2.RouteTableAssociation
    create_op, created = "associate_route_table", "AssociationId"
    delete_op, by = "disassociate_route_table", "AssociationId"
    guards = (_not_associated,)

    def find(self, x: Task) -> dict[str, Any]:
        """Look for the association among its table's."""
        by_id = [{"Name": "association.route-table-association-id", "Values": [x.id]}]
        for table in x.call("describe_route_tables", Filters=by_id)["RouteTables"]:
            for one in table["Associations"]:
                if one["RouteTableAssociationId"] == x.id:
                    found: dict[str, Any] = one
                    return found
        raise Gone

    def derived(self, _x: Task, _found: dict[str, Any]) -> Values:
        """Return nothing: it has neither ARN nor owner."""
        return {}

    def update(self, x: Task) -> None:
        """Follow another table; the association gets a new id."""
        answer = x.call(
            "replace_route_table_association",
            AssociationId=x.id,
            RouteTableId=x["route_table_id"],
        )
        x.id = answer["NewAssociationId"]

    recompute = {"id": ("route_table_id",)}
