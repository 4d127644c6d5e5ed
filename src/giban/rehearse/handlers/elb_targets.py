"""What a load balancer sends requests to. Every target is healthy here: nobody asks it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from giban.catalogue import elb
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.task import Task

INVALID = "InvalidTarget"


def _is_a_target(x: Task) -> None:
    """Refuse servers that are not there or in another network, and addresses outside of it."""
    group = x.call("describe_target_groups", TargetGroupArns=[x["target_group_arn"]])
    found = group["TargetGroups"][0]
    wrong = ""
    if found["TargetType"] == "instance":
        wrong = _wrong_server(x, found["VpcId"])
    elif found["TargetType"] == "ip" and x["availability_zone"] != "all":
        wrong = _wrong_address(x, found["VpcId"])
    if wrong:
        raise Refused(INVALID, wrong, attribute=("target_id",))


def _wrong_server(x: Task, vpc: str) -> str:
    id = x["target_id"]
    try:
        answer = x.client("ec2").describe_instances(InstanceIds=[id])
    except Exception as error:
        if not is_gone(error) and "InvalidInstanceID" not in str(error):
            raise
        return f"The following targets are not valid instances: '{id}'"
    server = answer["Reservations"][0]["Instances"][0]
    if server["State"]["Name"] != "running":
        return f"The following targets are not in a running state and cannot be registered: '{id}'"
    if server["VpcId"] != vpc:
        return f"The following targets are not in the target group VPC '{vpc}': '{id}'"
    return ""


def _wrong_address(x: Task, vpc: str) -> str:
    found = x.client("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"][0]
    try:
        inside = ip_address(x["target_id"]) in ip_network(found["CidrBlock"])
    except ValueError:
        return f"The IP address '{x['target_id']}' is not a valid IPv4 address"
    if not inside:
        text = f"The IP address '{x['target_id']}' is not within the VPC's CIDR block; for others "
        return f"{text}the availability zone must be 'all'"
    return ""


class TargetGroupAttachment(Handler):
    """One target of a group."""

    kind = elb.TargetGroupAttachment
    service = "elbv2"
    guards = (_is_a_target,)

    def create(self, x: Task) -> None:
        """Register it."""
        x.call("register_targets", TargetGroupArn=x["target_group_arn"], Targets=[_target(x)])
        x.id = f"{x['target_group_arn']}-{x.shadow.token(x['target_id'])}"

    def read(self, x: Task) -> Values:
        """Look for it among the registered ones."""
        answer = x.call("describe_target_health", TargetGroupArn=x["target_group_arn"])
        for one in answer["TargetHealthDescriptions"]:
            target = one["Target"]
            same_port = x["port"] in (None, target.get("Port"))
            if target["Id"] == x["target_id"] and same_port:
                zone = {"availability_zone": x["availability_zone"]}
                port = {"port": target.get("Port")} if x["port"] is not None else {}
                group = x["target_group_arn"]
                return {"target_group_arn": group, "target_id": target["Id"], **port, **zone}
        raise Gone

    def delete(self, x: Task) -> None:
        """Deregister it."""
        x.call("deregister_targets", TargetGroupArn=x["target_group_arn"], Targets=[_target(x)])


def _target(x: Task) -> dict[str, Any]:
    zone = {"AvailabilityZone": x["availability_zone"]} if x["availability_zone"] else {}
    port = {"Port": int(x["port"])} if x["port"] is not None else {}
    return {"Id": x["target_id"], **port, **zone}
