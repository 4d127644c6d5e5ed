"""Networks that something else owns, and machine images, of which moto has none of AWS's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from giban.catalogue import ec2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Lookup
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

PARAMETER = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"
CANONICAL = "099720109477"
AMAZON = "137112412989"


def _filters(x: Task, named: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what was asked for as filters: named attributes, tags, and filters as they are."""
    wanted = [{"Name": name, "Values": [x[key]]} for key, name in named.items() if x[key]]
    tags = [{"Name": f"tag:{key}", "Values": [v]} for key, v in (x["tags"] or {}).items()]
    given = [{"Name": f["name"], "Values": list(f["values"])} for f in elements(x["filter"])]
    return [*wanted, *tags, *given]


class VpcData(Lookup):
    """One VPC."""

    kind = ec2.VpcData
    service = "ec2"

    def read(self, x: Task) -> Values:
        """Find exactly one."""
        named = {"cidr_block": "cidr", "dhcp_options_id": "dhcp-options-id", "state": "state"}
        filters = _filters(x, named)
        if x["default"]:
            filters.append({"Name": "is-default", "Values": ["true"]})
        ids = {"VpcIds": [x["id"]]} if x["id"] else {}
        found = x.call("describe_vpcs", Filters=filters, **ids)["Vpcs"]
        if len(found) != 1:
            text = "multiple EC2 VPCs matched; use additional constraints to reduce matches to a "
            text = f"{text}single EC2 VPC" if found else "no matching EC2 VPC found"
            code = "InvalidVpcID.NotFound"
            raise Refused(code, text)
        return self._described(x, found[0])

    @staticmethod
    def _described(x: Task, vpc: dict[str, Any]) -> Values:
        id = vpc["VpcId"]
        flags: Values = {}
        for name in ("enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics"):
            answer = x.call("describe_vpc_attribute", VpcId=id, Attribute=name)
            member = name[0].upper() + name[1:]
            flags[re.sub("([A-Z])", r"_\1", name).lower()] = answer[member]["Value"]
        main = [
            {"Name": "vpc-id", "Values": [id]},
            {"Name": "association.main", "Values": ["true"]},
        ]
        tables = x.call("describe_route_tables", Filters=main)["RouteTables"]
        return {
            **flags,
            "id": id,
            "arn": x.arn(f"vpc/{id}"),
            "cidr_block": vpc["CidrBlock"],
            "cidr_block_associations": [
                {
                    "association_id": one["AssociationId"],
                    "cidr_block": one["CidrBlock"],
                    "state": one["CidrBlockState"]["State"],
                }
                for one in vpc.get("CidrBlockAssociationSet", [])
            ],
            "default": vpc["IsDefault"],
            "dhcp_options_id": vpc.get("DhcpOptionsId", ""),
            "instance_tenancy": vpc["InstanceTenancy"],
            "ipv6_association_id": "",
            "ipv6_cidr_block": "",
            "main_route_table_id": tables[0]["RouteTableId"] if tables else "",
            "owner_id": x.account,
            "state": vpc["State"],
            "tags": _tags(vpc),
        }


class SubnetsData(Lookup):
    """The subnets that fit, as many as there are."""

    kind = ec2.SubnetsData
    service = "ec2"

    def read(self, x: Task) -> Values:
        """Find them."""
        found = x.call("describe_subnets", Filters=_filters(x, {}))["Subnets"]
        ids = sorted(subnet["SubnetId"] for subnet in found)
        return {"id": x.region, "ids": ids, "tags": x["tags"] or {}}


class PrefixListData(Lookup):
    """One list of addresses; of AWS's own, moto has the names and a few of their addresses."""

    kind = ec2.PrefixListData
    service = "ec2"

    def read(self, x: Task) -> Values:
        """Find exactly one."""
        ids = {"PrefixListIds": [x["id"]]} if x["id"] else {}
        filters = _filters(x, {"name": "prefix-list-name"})
        found = x.call("describe_managed_prefix_lists", Filters=filters, **ids)["PrefixLists"]
        if len(found) != 1:
            text = "multiple EC2 Managed Prefix Lists matched; use additional constraints to reduce"
            text = f"{text} matches to a single EC2 Managed Prefix List"
            code = "InvalidPrefixListID.NotFound"
            raise Refused(code, text if found else "no matching EC2 Managed Prefix List found")
        (one,) = found
        id = one["PrefixListId"]
        entries = x.call("get_managed_prefix_list_entries", PrefixListId=id)["Entries"]
        return {
            "id": id,
            "name": one["PrefixListName"],
            "address_family": one["AddressFamily"],
            "arn": one["PrefixListArn"],
            "entries": [
                {"cidr": entry["Cidr"], "description": entry.get("Description", "")}
                for entry in entries
            ],
            "max_entries": one.get("MaxEntries") or 0,
            "owner_id": one["OwnerId"],
            "version": one.get("Version") or 0,
            "tags": _tags(one),
        }


class AmiData(Lookup):
    """An image: one that is there, or AWS's own, of which only a likeness can be given."""

    kind = ec2.AmiData
    service = "ec2"

    def read(self, x: Task) -> Values:
        """Find it; AWS's newest Amazon Linux 2023 has the id that its public parameter has."""
        owners = {"Owners": list(x["owners"])} if x["owners"] else {}
        found = x.call("describe_images", Filters=_filters(x, {}), **owners)["Images"]
        known = [one for one in found if re.search(x["name_regex"] or "", one.get("Name", ""))]
        if len(known) > 1 and not x["most_recent"]:
            code = "InvalidAMIID.NotFound"
            text = "Your query returned more than one result. Please try a more specific search "
            raise Refused(code, f"{text}criteria, or set `most_recent` attribute to true.")
        if known:
            return _image(x, max(known, key=lambda one: str(one.get("CreationDate", ""))))
        made = _likeness(x)
        if made is None:
            code = "InvalidAMIID.NotFound"
            text = "Your query returned no results. Please change your search criteria and try "
            raise Refused(code, f"{text}again.")
        return _image(x, made)


def _likeness(x: Task) -> dict[str, Any] | None:
    """Return what AWS or Canonical would have under a name, None where it would be a guess."""
    wanted = {f["name"]: list(f["values"]) for f in elements(x["filter"])}
    given = str((x["owners"] or [""])[0])
    owner = AMAZON if given == "amazon" else given
    names = wanted.get("name")
    if owner not in (AMAZON, CANONICAL) or not names:
        return None
    arm = "arm64" in (*wanted.get("architecture", []), *re.findall("arm64", names[0]))
    name = re.sub(r"[*?]+", "2025", names[0])
    digest = hashlib.sha256(f"{x.region}/{names[0]}/{arm}".encode()).hexdigest()
    kind = "arm64" if arm else "x86_64"
    id = f"ami-{digest[:17]}"
    if names[0].startswith("al2023-ami-2023"):
        parameter = x.client("ssm").get_parameter(Name=f"{PARAMETER}{kind}")
        id = parameter["Parameter"]["Value"]
    return {
        "ImageId": id,
        "Name": name,
        "OwnerId": owner,
        "Architecture": kind,
        "RootDeviceName": "/dev/sda1" if owner == CANONICAL else "/dev/xvda",
        "RootDeviceType": "ebs",
        "VirtualizationType": "hvm",
        "Hypervisor": "xen",
        "ImageType": "machine",
        "Public": True,
        "State": "available",
        "CreationDate": "2025-01-01T00:00:00.000Z",
        "Description": name,
        "EnaSupport": True,
    }


def _image(x: Task, image: dict[str, Any]) -> Values:
    values = x.attributes(image)
    values.pop("block_device_mappings", None)
    arn = f"arn:{x.partition}:ec2:{x.region}::image/{image['ImageId']}"
    return {
        "block_device_mappings": [],
        "product_codes": [],
        "state_reason": {"code": "UNSET", "message": "UNSET"},
        **values,
        "id": image["ImageId"],
        "arn": arn,
        "image_id": image["ImageId"],
        "root_snapshot_id": "",
        "tags": _tags(image),
    }


def _tags(described: Mapping[str, Any]) -> dict[str, str]:
    return {
        tag["Key"]: tag["Value"]
        for tag in described.get("Tags", [])
        if not tag["Key"].startswith("aws:")
    }
