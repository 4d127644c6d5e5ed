"""Connections of two networks, in one region or in two."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from giban.catalogue import ec2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.ec2 import Ec2
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

OVER = ("deleted", "deleting", "expired", "failed", "rejected")
WAITING = ("initiating-request", "pending-acceptance")
DNS = "AllowDnsResolutionFromRemoteVpc"
SIDES = {
    "requester": ("RequesterVpcInfo", "RequesterPeeringConnectionOptions"),
    "accepter": ("AccepterVpcInfo", "AccepterPeeringConnectionOptions"),
}


def _accepted_at_home(x: Task) -> None:
    """Refuse to accept for another region or account."""
    elsewhere = x["peer_region"] not in (None, "", x.region)
    if x["auto_accept"] and (elsewhere or x["peer_owner_id"] not in (None, "", x.account)):
        code = "OperationNotPermitted"
        text = "`auto_accept` cannot be used with another region or account: use "
        text += "aws_vpc_peering_connection_accepter there"
        raise Refused(code, text, attribute=("auto_accept",))


def _apart(x: Task) -> None:
    """Refuse networks whose addresses overlap, and two connections of the same two."""
    if x.prior or x["peer_owner_id"] not in (None, "", x.account):
        return
    mine = x.call("describe_vpcs", VpcIds=[x["vpc_id"]])["Vpcs"][0]
    there = x.client("ec2", str(x["peer_region"] or x.region))
    try:
        theirs = there.describe_vpcs(VpcIds=[x["peer_vpc_id"]])["Vpcs"][0]
    except Exception as error:
        if not is_gone(error):
            raise
        raise _failed(str(x["peer_vpc_id"])) from None
    if _overlap(mine, theirs):
        raise _failed(f"{mine['CidrBlock']} and {theirs['CidrBlock']}")
    for one in x.call("describe_vpc_peering_connections")["VpcPeeringConnections"]:
        pair = {one["RequesterVpcInfo"]["VpcId"], one["AccepterVpcInfo"]["VpcId"]}
        if pair == {x["vpc_id"], x["peer_vpc_id"]} and one["Status"]["Code"] not in OVER:
            code = "VpcPeeringConnectionAlreadyExists"
            text = f"A peering connection already exists: {one['VpcPeeringConnectionId']}"
            raise Refused(code, text)


def _failed(because: str) -> Refused:
    code = "failed"
    text = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range: "
    return Refused(code, f"{text}{because}", attribute=("peer_vpc_id",))


def _overlap(mine: dict[str, Any], theirs: dict[str, Any]) -> bool:
    blocks = [
        [ip_network(one["CidrBlock"]) for one in vpc.get("CidrBlockAssociationSet", [])]
        or [ip_network(vpc["CidrBlock"])]
        for vpc in (mine, theirs)
    ]
    return any(one.overlaps(other) for one in blocks[0] for other in blocks[1])


def _options_when_active(x: Task) -> None:
    """Refuse options of a connection that nobody has accepted."""
    wanted = [side for side in SIDES if elements(x[side]) and x.changed(side)]
    if not wanted or x["auto_accept"]:
        return
    found = _described(x, str(x["vpc_peering_connection_id"] or x.id)) if x.prior else None
    if found is None or found["Status"]["Code"] != "active":
        code = "OperationNotPermitted"
        text = "Peering connection options cannot be modified until the connection is active: "
        raise Refused(code, f"{text}accept it first", attribute=(wanted[0],))


def _described(x: Task, id: str) -> dict[str, Any] | None:
    answer = x.call("describe_vpc_peering_connections", VpcPeeringConnectionIds=[id])
    for one in answer["VpcPeeringConnections"]:
        if one["Status"]["Code"] not in OVER:
            found: dict[str, Any] = one
            return found
    return None


class Peering(Ec2):
    """What both sides have in common."""

    noun = "vpc-peering-connection"
    delete_op, by = "delete_vpc_peering_connection", "VpcPeeringConnectionId"
    reads = {"accept_status": "Status.Code", "requester": "", "accepter": ""}

    def find(self, x: Task) -> dict[str, Any]:
        """Return it unless it is over, with the tags that it has on this side."""
        found = _described(x, x.id)
        if found is None:
            raise Gone
        where = [{"Name": "resource-id", "Values": [x.id]}]
        return {**found, "Tags": x.call("describe_tags", Filters=where)["Tags"]}

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return what each side allows the other."""
        return {
            side: [
                {
                    "allow_remote_vpc_dns_resolution": bool(
                        found[info].get("PeeringOptions", {}).get(DNS)
                    )
                }
            ]
            for side, (info, _) in SIDES.items()
        }

    @staticmethod
    def accept(x: Task) -> None:
        """Accept it if that is asked for and still to be done."""
        found = _described(x, x.id)
        if x["auto_accept"] and found and found["Status"]["Code"] in WAITING:
            x.call("accept_vpc_peering_connection", VpcPeeringConnectionId=x.id)

    @staticmethod
    def allow(x: Task) -> None:
        """Let names be resolved from the other side."""
        wanted = {
            option: {DNS: bool(elements(x[side])[0]["allow_remote_vpc_dns_resolution"])}
            for side, (_, option) in SIDES.items()
            if elements(x[side]) and x.changed(side)
        }
        if wanted:
            operation = "modify_vpc_peering_connection_options"
            x.call(operation, VpcPeeringConnectionId=x.id, **wanted)

    def update(self, x: Task) -> None:
        """Accept it, and change what the sides allow."""
        self.accept(x)
        self.allow(x)


class VpcPeeringConnection(Peering):
    """A connection, as its requester sees it."""

    kind = ec2.VpcPeeringConnection
    create_op = "create_vpc_peering_connection"
    created = "VpcPeeringConnection.VpcPeeringConnectionId"
    names = {"auto_accept": ""}
    local = ("auto_accept",)
    guards = (_accepted_at_home, _apart, _options_when_active)

    def create(self, x: Task) -> None:
        """Ask for it."""
        super().create(x)
        self.update(x)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the two networks."""
        return {
            **super().derived(x, found),
            "vpc_id": found["RequesterVpcInfo"]["VpcId"],
            "peer_vpc_id": found["AccepterVpcInfo"]["VpcId"],
            "peer_owner_id": found["AccepterVpcInfo"]["OwnerId"],
            "peer_region": found["AccepterVpcInfo"]["Region"],
        }


class VpcPeeringConnectionAccepter(Peering):
    """A connection, as the other side sees it; it goes with the requester's."""

    kind = ec2.VpcPeeringConnectionAccepter
    names = {"auto_accept": ""}
    local = ("auto_accept",)
    guards = (_options_when_active,)

    def create(self, x: Task) -> None:
        """Find it, accept it, and tag it."""
        x.id = str(x["vpc_peering_connection_id"])
        self.find(x)
        self.update(x)
        if x["tags_all"]:
            self.retag(x, x["tags_all"], [])

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the two networks, the other way round."""
        return {
            **super().derived(x, found),
            "vpc_peering_connection_id": x.id,
            "vpc_id": found["AccepterVpcInfo"]["VpcId"],
            "peer_vpc_id": found["RequesterVpcInfo"]["VpcId"],
            "peer_owner_id": found["RequesterVpcInfo"]["OwnerId"],
            "peer_region": found["RequesterVpcInfo"]["Region"],
        }

    def delete(self, x: Task) -> None:
        """Leave it: the requester ends it."""
