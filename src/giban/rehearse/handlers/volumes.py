"""Disks that outlive the servers they are attached to. Nothing is written on them here."""

from __future__ import annotations

from typing import Any

from giban.catalogue import instances
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.ec2 import Ec2
from giban.rehearse.task import Task

GP3 = {"iops": 3000, "throughput": 125}


def _grows(x: Task) -> None:
    """Refuse to make a volume smaller."""
    before = (x.prior or {}).get("size") or 0
    if x["size"] and x["size"] < before:
        code = "InvalidParameterValue"
        text = "New size cannot be smaller than existing size"
        raise Refused(code, text, attribute=("size",))


def _detached(x: Task) -> None:
    """Refuse to delete a volume that a server has."""
    found = x.call("describe_volumes", VolumeIds=[x.id])["Volumes"][0]
    if found["Attachments"]:
        server = found["Attachments"][0]["InstanceId"]
        code = "VolumeInUse"
        raise Refused(code, f"Volume {x.id} is currently attached to {server}")


class Volume(Ec2):
    """A disk."""

    kind = instances.Volume
    noun = "volume"
    create_op, created = "create_volume", "VolumeId"
    find_op, find_by, found = "describe_volumes", "VolumeIds", "Volumes"
    delete_op, by = "delete_volume", "VolumeId"
    names = {"type": "VolumeType"}
    local = ("final_snapshot",)
    guards = (_grows,)
    delete_guards = (_detached,)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the ARN, when it was made, and what a gp3 volume has for nothing."""
        values: Values = {
            "arn": x.arn(f"volume/{x.id}"),
            "create_time": found["CreateTime"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "multi_attach_enabled": False,
        }
        if found.get("VolumeType") == "gp3":
            values |= {name: x[name] or found.get(name.title()) or n for name, n in GP3.items()}
        return values

    def update(self, x: Task) -> None:
        """Let it grow, or make it faster."""
        changed = {name for name in ("size", "iops", "throughput", "type") if x.changed(name)}
        if changed:
            arguments = x.arguments("modify_volume", only=changed)
            x.call("modify_volume", **{**arguments, "VolumeId": x.id})
