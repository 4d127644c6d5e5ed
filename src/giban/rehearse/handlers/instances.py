"""Servers. Nothing runs on them here: their scripts are kept, and never tried."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from giban.catalogue import instances
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.ec2 import Ec2
from giban.rehearse.handlers.launch_templates import fits_user_data
from giban.rehearse.plan import Planned
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

ROOT = "/dev/xvda"
"""The root device of Amazon Linux, as nobody here knows what is in an image."""
SIZE = 8
BASE_IOPS, BASE_THROUGHPUT = 3000, 125
IOPS_PER_GIB, IOPS_PER_MIB = 500, 4
ARM = re.compile(r"[a-z]+\d+g")
STOPPED_FOR = ("instance_type", "user_data", "user_data_base64")
NEW_ADDRESS = ("instance_type", "user_data", "user_data_base64")
FLAGS = {
    "disable_api_termination": "DisableApiTermination",
    "disable_api_stop": "DisableApiStop",
    "source_dest_check": "SourceDestCheck",
    "ebs_optimized": "EbsOptimized",
    "instance_initiated_shutdown_behavior": "InstanceInitiatedShutdownBehavior",
}
METADATA = (
    "HttpTokens",
    "HttpEndpoint",
    "HttpProtocolIpv6",
    "HttpPutResponseHopLimit",
    "InstanceMetadataTags",
)
BORN: Values = {
    "capacity_reservation_specification": [{"capacity_reservation_preference": "open"}],
    "enclave_options": [{"enabled": False}],
    "maintenance_options": [{"auto_recovery": "default"}],
}
"""What a new server has unless it says otherwise; moto says nothing of it."""


def _type_exists(x: Task) -> None:
    """Refuse types that EC2 does not have."""
    type = x["instance_type"]
    if not type:
        return
    try:
        x.call("describe_instance_types", InstanceTypes=[type])
    except ClientError:
        code = "InvalidParameterValue"
        text = f"Invalid value '{type}' for InstanceType."
        raise Refused(code, text, attribute=("instance_type",)) from None


def _one_network(x: Task) -> None:
    """Refuse security groups of another network than the subnet's."""
    if not x["subnet_id"] or not x["vpc_security_group_ids"]:
        return
    subnet = x.call("describe_subnets", SubnetIds=[x["subnet_id"]])["Subnets"][0]
    wanted = list(x["vpc_security_group_ids"])
    for group in x.call("describe_security_groups", GroupIds=wanted)["SecurityGroups"]:
        if group["VpcId"] != subnet["VpcId"]:
            code = "InvalidParameter"
            text = f"Security group {group['GroupId']} and subnet {x['subnet_id']} belong to "
            raise Refused(code, f"{text}different networks.", attribute=("vpc_security_group_ids",))


def _short_script(x: Task) -> None:
    """Refuse a script that is too long."""
    fits_user_data(_script(x))


def _disks(x: Task) -> None:
    """Refuse disks that promise more than their kind and size give."""
    for disk in (*elements(x["root_block_device"]), *elements(x["ebs_block_device"])):
        wrong = _wrong_disk(disk)
        if wrong:
            code = "InvalidParameterValue"
            raise Refused(code, wrong, attribute=("root_block_device",))


def _wrong_disk(disk: Values) -> str:
    kind, size = disk.get("volume_type"), disk.get("volume_size") or SIZE
    iops, throughput = disk.get("iops") or BASE_IOPS, disk.get("throughput") or BASE_THROUGHPUT
    if disk.get("throughput") and kind not in (None, "", "gp3"):
        return f"The parameter throughput is not supported for {kind} volumes"
    if kind != "gp3":
        return ""
    if iops < BASE_IOPS:
        return f"Volume iops of {iops} is too low; minimum is {BASE_IOPS}."
    if iops > max(BASE_IOPS, IOPS_PER_GIB * size):
        ratio = f"{iops / size:.6f} is too high; maximum is {IOPS_PER_GIB}."
        return f"Iops to volume size ratio of {ratio}"
    if throughput * IOPS_PER_MIB > iops:
        ratio = f"{throughput / iops:.6f} is too high; maximum is 0.250000."
        return f"Throughput (MiBps) to iops ratio of {ratio}"
    return ""


def _never_smaller(x: Task) -> None:
    """Refuse to make a disk smaller."""
    pairs = zip(
        elements(x.prior.get("root_block_device")), elements(x["root_block_device"]), strict=False
    )
    for was, now in pairs:
        if (now.get("volume_size") or SIZE) < (was.get("volume_size") or 0):
            code = "InvalidParameterValue"
            text = "New size cannot be smaller than existing size"
            raise Refused(code, text, attribute=("root_block_device",))


def _script(x: Task) -> bytes:
    if x["user_data_base64"]:
        return base64.b64decode(x["user_data_base64"])
    return str(x["user_data"] or "").encode()


class Instance(Ec2):
    """A server; a terminated one stays described for a while."""

    kind = instances.Instance
    noun = "instance"
    create_op, created = "run_instances", "Instances.0.InstanceId"
    delete_op, by = "terminate_instances", "InstanceIds"
    names = {
        "ami": "ImageId",
        "availability_zone": "Placement.AvailabilityZone",
        "tenancy": "Placement.Tenancy",
        "placement_group": "Placement.GroupName",
        "placement_group_id": "Placement.GroupId",
        "host_id": "Placement.HostId",
        "iam_instance_profile": "IamInstanceProfile.Name",
        "monitoring": "Monitoring.Enabled",
        "vpc_security_group_ids": "SecurityGroupIds",
        "private_ip": "PrivateIpAddress",
        "hibernation": "HibernationOptions.Configured",
        "launch_template.id": "LaunchTemplateId",
        "launch_template.name": "LaunchTemplateName",
        "user_data": "",
        "user_data_base64": "",
        "tags": "",
        "volume_tags": "",
        "root_block_device": "",
        "ebs_block_device": "",
        "ephemeral_block_device": "",
        "network_interface": "",
        "source_dest_check": "",
        "secondary_private_ips": "",
        "primary_network_interface": "",
        "security_groups": "SecurityGroups",
    }
    reads = {
        "instance_state": "State.Name",
        "private_dns": "PrivateDnsName",
        "public_dns": "PublicDnsName",
        "public_ip": "PublicIpAddress",
        "source_dest_check": "SourceDestCheck",
        "iam_instance_profile": "",
        "vpc_security_group_ids": "",
        "security_groups": "",
        "monitoring": "",
        "hibernation": "",
        "launch_template": "",
        "instance_market_options": "",
        "placement_group_id": "",
    }
    local = ("force_destroy", "get_password_data", "user_data_replace_on_change")
    recompute = {"public_ip": NEW_ADDRESS, "public_dns": NEW_ADDRESS}
    guards = (_type_exists, _one_network, _short_script, _disks, _never_smaller)

    def foresee(self, planned: Planned, prior: Values | None) -> None:
        """Plan a new server for another script, if asked for, and for another kind of processor."""
        if prior is None:
            return
        values = planned.values
        for name in ("user_data", "user_data_base64"):
            if values["user_data_replace_on_change"] and _differs(values[name], prior[name]):
                planned.replace.append((name,))
        types = (values["instance_type"], prior["instance_type"])
        if UNKNOWN not in types and bool(ARM.match(types[0] or "")) != bool(
            ARM.match(types[1] or "")
        ):
            planned.replace.append(("instance_type",))

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments; the first network interface is written out, to go with it."""
        arguments = {**super().creation(x), "MinCount": 1, "MaxCount": 1}
        script = _script(x)
        if script:
            arguments["UserData"] = script
        disks = list(self._mappings(x))
        if disks:
            arguments["BlockDeviceMappings"] = disks
        if x["volume_tags"]:
            specification = {"ResourceType": "volume", "Tags": _pairs(x["volume_tags"])}
            arguments.setdefault("TagSpecifications", []).append(specification)
        return self._with_interface(x, arguments)

    @staticmethod
    def _with_interface(x: Task, arguments: dict[str, Any]) -> dict[str, Any]:
        given = elements(x["primary_network_interface"]) or elements(x["network_interface"])
        if given:
            found = [
                {
                    "DeviceIndex": int(one.get("device_index") or 0),
                    "NetworkInterfaceId": one["network_interface_id"],
                }
                for one in given
            ]
            return {**arguments, "NetworkInterfaces": found}
        subnet = arguments.pop("SubnetId", None)
        if not subnet:
            return arguments
        first: dict[str, Any] = {"DeviceIndex": 0, "SubnetId": subnet, "DeleteOnTermination": True}
        if x["associate_public_ip_address"] is not None:
            first["AssociatePublicIpAddress"] = bool(x["associate_public_ip_address"])
        if arguments.get("PrivateIpAddress"):
            first["PrivateIpAddress"] = arguments["PrivateIpAddress"]
        return {**arguments, "NetworkInterfaces": [first]}

    @staticmethod
    def _mappings(x: Task) -> Iterator[dict[str, Any]]:
        roots = [{**one, "device_name": ROOT} for one in elements(x["root_block_device"])]
        for disk in (*roots, *elements(x["ebs_block_device"])):
            ebs = {
                "VolumeSize": disk.get("volume_size") or SIZE,
                "VolumeType": disk.get("volume_type") or "gp2",
                "Encrypted": bool(disk.get("encrypted")),
                "DeleteOnTermination": disk.get("delete_on_termination") is not False,
            }
            optional = {"Iops": "iops", "KmsKeyId": "kms_key_id", "SnapshotId": "snapshot_id"}
            ebs |= {member: disk[name] for member, name in optional.items() if disk.get(name)}
            yield {"DeviceName": disk["device_name"], "Ebs": ebs}

    def create(self, x: Task) -> None:
        """Start it, and set what moto does not take at once."""
        super().create(x)
        if x["disable_api_termination"]:
            flag = {"DisableApiTermination": {"Value": True}}
            x.call("modify_instance_attribute", InstanceId=x.id, **flag)
        if x["source_dest_check"] is False:
            flag = {"SourceDestCheck": {"Value": False}}
            x.call("modify_instance_attribute", InstanceId=x.id, **flag)
        volumes = self._volumes(x)
        for disk in (*elements(x["root_block_device"]), *elements(x["ebs_block_device"])):
            volume = volumes.get(disk.get("device_name") or ROOT)
            if volume and disk.get("throughput"):
                speed = {"Throughput": int(disk["throughput"])}
                x.call("modify_volume", VolumeId=volume["VolumeId"], **speed)
            if volume and disk.get("tags"):
                x.call("create_tags", Resources=[volume["VolumeId"]], Tags=_pairs(disk["tags"]))

    def find(self, x: Task) -> dict[str, Any]:
        """Return it unless it is terminated."""
        reservations = x.call("describe_instances", InstanceIds=[x.id])["Reservations"]
        for reservation in reservations:
            for one in reservation["Instances"]:
                if one["State"]["Name"] not in ("terminated", "shutting-down"):
                    found: dict[str, Any] = one
                    return found
        raise Gone

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what other operations say of it: its role, groups, script, flags and disks."""
        interface: dict[str, Any] = next(iter(found.get("NetworkInterfaces", [])), {})
        public = bool(interface.get("Association", {}).get("PublicIp"))
        groups = [group["GroupId"] for group in found.get("SecurityGroups", [])]
        enabled = found.get("Monitoring", {}).get("State") == "enabled"
        watched = {"monitoring": enabled} if x["monitoring"] in (None, enabled) else {}
        born = {name: value for name, value in BORN.items() if not elements(x[name])}
        return {
            "arn": x.arn(f"instance/{x.id}"),
            "vpc_security_group_ids": groups,
            "security_groups": [],
            "associate_public_ip_address": public,
            "primary_network_interface_id": interface.get("NetworkInterfaceId", ""),
            "iam_instance_profile": self._profile(x)[1],
            "password_data": "",
            "public_ip": found.get("PublicIpAddress", ""),
            "public_dns": found.get("PublicDnsName", ""),
            **watched,
            "secondary_private_ips": [],
            "ipv6_addresses": [],
            "ipv6_address_count": 0,
            **born,
            **self._said(x),
            **self._disks(x, found),
        }

    @staticmethod
    def _said(x: Task) -> Values:
        def said(attribute: str) -> Any:
            answer = x.call("describe_instance_attribute", InstanceId=x.id, Attribute=attribute)
            value = answer.get(attribute[0].upper() + attribute[1:])
            return value.get("Value") if isinstance(value, dict) else value

        values = {
            "disable_api_termination": said("disableApiTermination"),
            "disable_api_stop": said("disableApiStop"),
        }
        shutdown = "instanceInitiatedShutdownBehavior"
        values["instance_initiated_shutdown_behavior"] = said(shutdown)
        script = said("userData") or ""
        if x["user_data_base64"]:
            return {**values, "user_data_base64": script}
        return {**values, "user_data": base64.b64decode(script).decode() if script else ""}

    @staticmethod
    def _volumes(x: Task) -> dict[str, dict[str, Any]]:
        where = [{"Name": "attachment.instance-id", "Values": [x.id]}]
        found = x.call("describe_volumes", Filters=where)["Volumes"]
        return {volume["Attachments"][0]["Device"]: volume for volume in found}

    def _disks(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its disks; those of others, attached later, are not its own."""
        volumes = self._volumes(x)
        kept = {m["DeviceName"]: m["Ebs"].get("DeleteOnTermination") for m in _mapped(found)}
        root = ROOT if ROOT in volumes else found.get("RootDeviceName", "")
        own = {disk.get("device_name") for disk in elements(x["ebs_block_device"])}
        values: Values = {
            "root_block_device": [_disk(root, volumes[root], kept.get(root))]
            if root in volumes
            else [],
            "ebs_block_device": [
                _disk(name, volume, kept.get(name))
                for name, volume in volumes.items()
                if name in own
            ],
        }
        if x["volume_tags"] is not None:
            every = [_tags(volume) for volume in volumes.values()]
            values["volume_tags"] = every[0] if every else {}
        return values

    @staticmethod
    def _profile(x: Task) -> tuple[str, str]:
        where = [{"Name": "instance-id", "Values": [x.id]}]
        answer = x.call("describe_iam_instance_profile_associations", Filters=where)
        for one in answer["IamInstanceProfileAssociations"]:
            return one["AssociationId"], one["IamInstanceProfile"]["Arn"].rpartition("/")[2]
        return "", ""

    def update(self, x: Task) -> None:
        """Change what EC2 changes in place; for some of it the server is stopped meanwhile."""
        self._set_profile(x)
        self._set_flags(x)
        self._set_stopped(x)
        if x.changed("vpc_security_group_ids"):
            groups = list(x["vpc_security_group_ids"] or [])
            interface = x["primary_network_interface_id"]
            x.call("modify_instance_attribute", InstanceId=x.id, Groups=groups)
            change = {"NetworkInterfaceId": interface, "Groups": groups}
            x.call("modify_network_interface_attribute", **change)
        if x.changed("metadata_options"):
            options = x.arguments("run_instances", only={"metadata_options"})
            members = {
                name: value
                for name, value in options.get("MetadataOptions", {}).items()
                if name in METADATA and value
            }
            x.call("modify_instance_metadata_options", InstanceId=x.id, **members)
        self._set_disks(x)

    def _set_profile(self, x: Task) -> None:
        if not x.changed("iam_instance_profile"):
            return
        association, _ = self._profile(x)
        new = {"IamInstanceProfile": {"Name": x["iam_instance_profile"]}}
        if not x["iam_instance_profile"]:
            x.call("disassociate_iam_instance_profile", AssociationId=association)
        elif association:
            replaced = {"AssociationId": association, **new}
            x.call("replace_iam_instance_profile_association", **replaced)
        else:
            x.call("associate_iam_instance_profile", InstanceId=x.id, **new)

    @staticmethod
    def _set_flags(x: Task) -> None:
        for name, member in FLAGS.items():
            if x.changed(name) and x[name] is not None and member != FLAGS["ebs_optimized"]:
                change = {"Attribute": member[0].lower() + member[1:], "Value": x[name]}
                if isinstance(x[name], bool):
                    change = {member: {"Value": x[name]}}
                x.call("modify_instance_attribute", InstanceId=x.id, **change)

    @staticmethod
    def _set_stopped(x: Task) -> None:
        if not x.changed(*STOPPED_FOR):
            return
        x.call("stop_instances", InstanceIds=[x.id])
        if x.changed("instance_type"):
            type = {"InstanceType": {"Value": x["instance_type"]}}
            x.call("modify_instance_attribute", InstanceId=x.id, **type)
        if x.changed("user_data", "user_data_base64"):
            script = {"UserData": {"Value": base64.b64encode(_script(x))}}
            x.call("modify_instance_attribute", InstanceId=x.id, **script)
        x.call("start_instances", InstanceIds=[x.id])

    def _set_disks(self, x: Task) -> None:
        roots = elements(x["root_block_device"])
        if roots and x.changed("root_block_device"):
            volumes = self._volumes(x)
            volume = volumes.get(ROOT) or next(iter(volumes.values()))
            wanted = {
                "Size": roots[0].get("volume_size"),
                "VolumeType": roots[0].get("volume_type"),
                "Iops": roots[0].get("iops"),
                "Throughput": roots[0].get("throughput"),
            }
            there = {name: volume.get(name) for name in wanted}
            change = {k: v for k, v in wanted.items() if v and v != there[k]}
            if change:
                x.call("modify_volume", VolumeId=volume["VolumeId"], **change)
            _retag(x, volume, roots[0].get("tags"), x.prior)
        if x.changed("volume_tags"):
            for volume in self._volumes(x).values():
                _write_tags(x, volume, x["volume_tags"] or {}, x.prior.get("volume_tags") or {})

    def delete(self, x: Task) -> None:
        """Terminate it; with `force_destroy` even if it is protected."""
        if x["force_destroy"]:
            flag = {"DisableApiTermination": {"Value": False}}
            x.call("modify_instance_attribute", InstanceId=x.id, **flag)
        super().delete(x)


def _differs(one: Any, other: Any) -> bool:
    return one is UNKNOWN or (one or "") != (other or "")


def _pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _tags(volume: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in volume.get("Tags", [])}


def _mapped(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(found.get("BlockDeviceMappings", []))


def _disk(name: str, volume: Mapping[str, Any], kept: Any) -> Values:
    fast = volume["VolumeType"] == "gp3"
    tags = _tags(volume)
    return {
        "device_name": name,
        "volume_id": volume["VolumeId"],
        "volume_size": volume["Size"],
        "volume_type": volume["VolumeType"],
        "iops": volume.get("Iops") or (BASE_IOPS if fast else 0),
        "throughput": volume.get("Throughput") or (BASE_THROUGHPUT if fast else 0),
        "encrypted": volume.get("Encrypted", False),
        "kms_key_id": volume.get("KmsKeyId", ""),
        "snapshot_id": volume.get("SnapshotId", ""),
        "delete_on_termination": kept is not False,
        "tags": tags,
        "tags_all": tags,
    }


def _retag(x: Task, volume: Mapping[str, Any], tags: Any, prior: Values) -> None:
    was = [one.get("tags") or {} for one in elements(prior.get("root_block_device"))]
    _write_tags(x, volume, tags or {}, was[0] if was else {})


def _write_tags(
    x: Task, volume: Mapping[str, Any], now: Mapping[str, str], was: Mapping[str, str]
) -> None:
    gone = [{"Key": key} for key in was if key not in now]
    if gone:
        x.call("delete_tags", Resources=[volume["VolumeId"]], Tags=gone)
    if now and now != was:
        x.call("create_tags", Resources=[volume["VolumeId"]], Tags=_pairs(now))
