"""Names: hosted zones and their records, and the zone that another stack owns."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any

from giban.catalogue import route53
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler, Lookup
from giban.rehearse.mapping import as_map, to_api
from giban.rehearse.task import Task

BORN_WITH = ("NS", "SOA")
LONGEST_STRING = 255
ID = re.compile(r"(?P<zone>[^_]+)_(?P<name>.*?)_(?P<type>[A-Z]+)(?:_(?P<set>.+))?")
ALIASES = {
    "elb.amazonaws.com": {
        "ap-northeast-1": "Z14GRHDCWA56QT",
        "ap-northeast-2": "ZWKZPGTI48KDX",
        "ap-northeast-3": "Z5LXEXXYW11ES",
        "ap-southeast-1": "Z1LMS91P8CMLE5",
        "eu-central-1": "Z215JYRZR1TBD5",
        "eu-west-1": "Z32O12XQLNTSW2",
        "us-east-1": "Z35SXDOTRQ7X7K",
        "us-east-2": "Z3AADJGX6KTTL2",
        "us-west-2": "Z1H1FL5HABSF5",
    },
    "cloudfront.net": {"": "Z2FDTNDATAQYW2"},
}
"""The zones that aliases of AWS's own names lie in, by region."""


def plain(name: str) -> str:
    """Return a name as people write it: without the final dot, `*` for its escape."""
    return name.rstrip(".").replace("\\052", "*").lower()


def zones(x: Task) -> Iterator[dict[str, Any]]:
    """Yield every hosted zone."""
    client = x.client("route53")
    for page in client.get_paginator("list_hosted_zones").paginate():
        yield from page["HostedZones"]


def records(x: Task, zone: str) -> Iterator[dict[str, Any]]:
    """Yield every record of a zone."""
    client = x.client("route53")
    for page in client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone):
        yield from page["ResourceRecordSets"]


def answers(x: Task, name: str, type: str) -> list[str]:
    """Return what the public zones answer to a name; the nearest zone has the last word."""
    name = plain(name)
    public = [zone for zone in zones(x) if not zone["Config"].get("PrivateZone")]
    over = [zone for zone in public if f".{name}".endswith(f".{plain(zone['Name'])}")]
    for zone in sorted(over, key=lambda zone: len(zone["Name"]), reverse=True):
        for record in records(x, zone["Id"]):
            if plain(record["Name"]) == name and record["Type"] == type:
                return [plain(item["Value"]) for item in record.get("ResourceRecords", [])]
    return []


class Zone(Handler):
    """A hosted zone."""

    kind = route53.Zone
    service = "route53"
    create_op, created = "create_hosted_zone", "HostedZone.Id"
    find_op, found, by = "get_hosted_zone", "", "Id"
    delete_op = "delete_hosted_zone"
    names = {"comment": "HostedZoneConfig.Comment", "vpc": ""}
    reads = {
        "name": "",
        "comment": "HostedZone.Config.Comment",
        "vpc": "VPCs",
        "vpc.vpc_id": "VPCId",
        "vpc.vpc_region": "VPCRegion",
        "delegation_set_id": "",
    }
    local = ("force_destroy", "delegation_set_id")

    def create(self, x: Task) -> None:
        """Make it, then tag it and let further VPCs see it."""
        reference = f"terraform-{x.shadow.token('aws_route53_zone', x['name'])}"
        arguments = {**x.arguments(self.create_op), "CallerReference": reference}
        networks = [_vpc(x, vpc) for vpc in x["vpc"] or ()]
        if networks:
            arguments["VPC"] = networks[0]
            arguments.setdefault("HostedZoneConfig", {})["PrivateZone"] = True
        answer = x.call(self.create_op, **arguments)
        x.id = _bare(answer["HostedZone"]["Id"])
        for vpc in networks[1:]:
            x.call("associate_vpc_with_hosted_zone", HostedZoneId=x.id, VPC=vpc)
        if x["tags_all"]:
            self.retag(x, x["tags_all"], [])

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its name servers, its ARN and its tags."""
        servers = found.get("DelegationSet", {}).get("NameServers", [])
        answer = x.call("list_tags_for_resource", ResourceType="hostedzone", ResourceId=x.id)
        return {
            "arn": f"arn:{x.partition}:route53:::hostedzone/{x.id}",
            "name": plain(found["HostedZone"]["Name"]),
            "name_servers": sorted(servers),
            "primary_name_server": servers[0] if servers else "",
            "zone_id": x.id,
            "enable_accelerated_recovery": False,
            "tags": as_map(answer["ResourceTagSet"].get("Tags", [])),
        }

    def update(self, x: Task) -> None:
        """Change the comment and the VPCs that see it."""
        if x.changed("comment"):
            x.call("update_hosted_zone_comment", Id=x.id, Comment=x["comment"] or "")
        wanted = [_vpc(x, vpc) for vpc in x["vpc"] or ()]
        before = [_vpc(x, vpc) for vpc in x.prior.get("vpc") or ()]
        for operation, networks in (
            ("associate_vpc_with_hosted_zone", [vpc for vpc in wanted if vpc not in before]),
            ("disassociate_vpc_from_hosted_zone", [vpc for vpc in before if vpc not in wanted]),
        ):
            for vpc in networks:
                x.call(operation, HostedZoneId=x.id, VPC=vpc)

    def delete(self, x: Task) -> None:
        """Delete it; with `force_destroy` everything in it first."""
        apex = plain(x["name"])
        for record in records(x, x.id) if x["force_destroy"] else ():
            if not (plain(record["Name"]) == apex and record["Type"] in BORN_WITH):
                _change(x, x.id, [("DELETE", record)])
        super().delete(x)

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Tag by the kind of thing and its id."""
        x.call(
            "change_tags_for_resource",
            ResourceType="hostedzone",
            ResourceId=x.id,
            **({"AddTags": [{"Key": k, "Value": v} for k, v in new.items()]} if new else {}),
            **({"RemoveTagKeys": gone} if gone else {}),
        )


def _vpc(x: Task, vpc: Values) -> dict[str, str]:
    return {"VPCId": vpc["vpc_id"], "VPCRegion": vpc.get("vpc_region") or x.region}


def _bare(id: str) -> str:
    return id.removeprefix("/hostedzone/")


def _change(x: Task, zone: str, changes: list[tuple[str, dict[str, Any]]]) -> None:
    batch = [{"Action": action, "ResourceRecordSet": record} for action, record in changes]
    client = x.client("route53")
    client.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": batch})


def _zone(x: Task) -> str:
    answer = x.call("get_hosted_zone", Id=_bare(x["zone_id"]))
    return plain(answer["HostedZone"]["Name"])


def _fqdn(name: str, zone: str) -> str:
    name = plain(name)
    return name if f".{name}".endswith(f".{zone}") else f"{name}.{zone}".lstrip(".")


def _refused(message: str) -> Refused:
    return Refused("InvalidChangeBatch", f"[{message}]")


def _no_cname_beside_others(x: Task) -> None:
    """A CNAME stands alone at its name, and never at the apex."""
    zone = _zone(x)
    name = _fqdn(x["name"], zone)
    if x["type"] == "CNAME" and name == zone:
        message = f"RRSet of type CNAME with DNS name {name}. is not permitted at apex in zone"
        raise _refused(f"{message} {zone}.")
    for record in records(x, _bare(x["zone_id"])):
        types = {record["Type"], x["type"]}
        if plain(record["Name"]) == name and "CNAME" in types and len(types) > 1:
            message = f"RRSet of type {x['type']} with DNS name {name}. is not permitted as it"
            rest = "conflicts with other records with the same DNS name in zone"
            raise _refused(f"{message} {rest} {zone}.")


def _addresses_are_addresses(x: Task) -> None:
    """A and AAAA records hold addresses of their version."""
    versions = {"A": (4, "ARRDATAIllegalIPv4Address"), "AAAA": (6, "AAAARRDATAIllegalIPv6Address")}
    if x["type"] not in versions:
        return
    version, problem = versions[x["type"]]
    for value in x["records"] or ():
        try:
            right = ipaddress.ip_address(value).version == version
        except ValueError:
            right = False
        if not right:
            raise _refused(
                f"Invalid Resource Record: 'FATAL problem: {problem} (Value is not a valid "
                f"IPv{version} address) encountered with '{value}''"
            )


def _strings_are_short(x: Task) -> None:
    """A string of a TXT record is no longer than 255 characters."""
    for value in x["records"] or () if x["type"] in ("TXT", "SPF") else ():
        for part in re.split(r'"\s*"', value.strip('"')):
            if len(part) > LONGEST_STRING:
                raise _refused(
                    "Invalid Resource Record: 'FATAL problem: CharacterStringTooLong (Value is "
                    f"too long) encountered with '\"{part[:40]}...\"''"
                )


def _alias_lies_in_its_zone(x: Task) -> None:
    """An alias names the zone its target lies in."""
    for alias in x["alias"] or ():
        target = plain(alias["name"])
        for ending, by_region in ALIASES.items():
            head = target.removesuffix(f".{ending}")
            right = by_region.get(head.rpartition(".")[2] if "" not in by_region else "")
            if head != target and right and alias["zone_id"] != right:
                raise _refused(
                    f"Tried to create an alias that targets {target}., type {x['type']} in zone "
                    f"{alias['zone_id']}, but the alias target name does not lie within the "
                    "target zone"
                )


class Record(Handler):
    """A record; its id is made of the zone, the name, the type and the set identifier."""

    kind = route53.Record
    service = "route53"
    names = {
        "alias": "AliasTarget",
        "alias.name": "DNSName",
        "alias.zone_id": "HostedZoneId",
        "zone_id": "",
        "records": "",
        "multivalue_answer_routing_policy": "MultiValueAnswer",
        "weighted_routing_policy": ".",
        "failover_routing_policy": ".",
        "failover_routing_policy.type": "Failover",
        "latency_routing_policy": ".",
        "geolocation_routing_policy": "GeoLocation",
        "geolocation_routing_policy.continent": "ContinentCode",
        "geolocation_routing_policy.country": "CountryCode",
        "geolocation_routing_policy.subdivision": "SubdivisionCode",
        "geoproximity_routing_policy": "GeoProximityLocation",
        "cidr_routing_policy": "CidrRoutingConfig",
        "cidr_routing_policy.collection_id": "CollectionId",
    }
    reads = {"name": "", "fqdn": ""}
    local = ("allow_overwrite", "zone_id")
    guards = (
        _no_cname_beside_others,
        _addresses_are_addresses,
        _strings_are_short,
        _alias_lies_in_its_zone,
    )

    def create(self, x: Task) -> None:
        """Make it; only with `allow_overwrite` over one that is there."""
        wanted = self._wanted(x)
        if not x["allow_overwrite"]:
            self._refuse_another(x, wanted["Name"])
        # moto refuses to CREATE again what was made and deleted before.
        _change(x, _bare(x["zone_id"]), [("UPSERT", wanted)])
        parts = [_bare(x["zone_id"]), plain(x["name"]), x["type"], x["set_identifier"]]
        x.id = "_".join(part for part in parts if part)

    def find(self, x: Task) -> dict[str, Any]:
        """Look for the name, the type and the set identifier in the zone."""
        name = _fqdn(x["name"], _zone(x))
        return self._find(x, name, x["type"], x["set_identifier"])

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the name as it was written if it still says the same, and the values."""
        fqdn = plain(found["Name"])
        same = _fqdn(x["name"], _zone(x)) == fqdn
        values: Values = {
            "name": x["name"] if same else fqdn,
            "fqdn": fqdn,
            "zone_id": x["zone_id"],
            "records": [_unquoted(x, item["Value"]) for item in found.get("ResourceRecords", [])],
        }
        if "AliasTarget" in found:
            alias = found["AliasTarget"]
            values["alias"] = [
                {
                    "name": plain(alias["DNSName"]),
                    "zone_id": alias["HostedZoneId"],
                    "evaluate_target_health": alias["EvaluateTargetHealth"],
                }
            ]
        return values

    def update(self, x: Task) -> None:
        """Write it anew; under another identifier it takes the place of the old one."""
        zone = _bare(x["zone_id"])
        if not x.changed("set_identifier"):
            _change(x, zone, [("UPSERT", self._wanted(x))])
            return
        old = self._find(x, _fqdn(x["name"], _zone(x)), x["type"], x.prior.get("set_identifier"))
        _change(x, zone, [("DELETE", old), ("UPSERT", self._wanted(x))])

    def delete(self, x: Task) -> None:
        """Delete it as it stands in the zone, whatever the state says of it."""
        try:
            _change(x, _bare(x["zone_id"]), [("DELETE", self.find(x))])
        except Gone:
            return

    def import_(self, id: str) -> Values:
        """Return the parts of `ZONE_name_TYPE` or `ZONE_name_TYPE_SET`."""
        parts = ID.fullmatch(id)
        if parts is None:
            code = "InvalidInput"
            raise Refused(code, f"unexpected format of ID ({id}), expected ZONEID_NAME_TYPE")
        return {
            "id": id,
            "zone_id": parts["zone"],
            "name": parts["name"],
            "type": parts["type"],
            "set_identifier": parts["set"],
        }

    @staticmethod
    def _find(x: Task, name: str, type: str, identifier: str | None) -> dict[str, Any]:
        for record in records(x, _bare(x["zone_id"])):
            if (
                plain(record["Name"]) == name
                and record["Type"] == type
                and record.get("SetIdentifier", "") == (identifier or "")
            ):
                return record
        raise Gone

    def _refuse_another(self, x: Task, name: str) -> None:
        try:
            self._find(x, name, x["type"], x["set_identifier"])
        except Gone:
            return
        under = f", set identifier='{x['set_identifier']}'" if x["set_identifier"] else ""
        what = f"resource record set [name='{name}.', type='{x['type']}'{under}]"
        raise _refused(f"Tried to create {what} but it already exists")

    def _wanted(self, x: Task) -> dict[str, Any]:
        batch = x.input_of("change_resource_record_sets").members["ChangeBatch"]
        shape = batch.members["Changes"].member.members["ResourceRecordSet"]
        record = to_api(x.shape, x.values, shape, x.names)
        record["Name"] = _fqdn(x["name"], _zone(x))
        if x["records"]:
            values = [{"Value": _quoted(x, value)} for value in x["records"]]
            record["ResourceRecords"] = values
        return record


def _quoted(x: Task, value: str) -> str:
    text = x["type"] in ("TXT", "SPF") and not value.startswith('"')
    return f'"{value}"' if text else value


def _unquoted(x: Task, value: str) -> str:
    if x["type"] in ("TXT", "SPF"):
        return value.removeprefix('"').removesuffix('"')
    return value


class ZoneData(Lookup):
    """A zone that is there already, by its id or its name."""

    kind = route53.ZoneData
    service = "route53"

    def read(self, x: Task) -> Values:
        """Find the one zone that fits."""
        fitting = [zone for zone in zones(x) if self._fits(x, zone)]
        if not fitting:
            code = "NoSuchHostedZone"
            raise Refused(code, "no matching Route 53 Hosted Zone found")
        if len(fitting) > 1:
            message = "multiple Route 53 Hosted Zones matched; use additional constraints to"
            code = "TooManyResults"
            raise Refused(code, f"{message} reduce matches to a single Route 53 Hosted Zone")
        id = _bare(fitting[0]["Id"])
        whole = x.call("get_hosted_zone", Id=id)
        zone, servers = whole["HostedZone"], whole.get("DelegationSet", {}).get("NameServers", [])
        return {
            "id": id,
            "zone_id": id,
            "arn": f"arn:{x.partition}:route53:::hostedzone/{id}",
            "name": plain(zone["Name"]),
            "private_zone": bool(zone["Config"].get("PrivateZone")),
            "comment": zone["Config"].get("Comment", ""),
            "caller_reference": zone["CallerReference"],
            "name_servers": sorted(servers),
            "primary_name_server": servers[0] if servers else "",
            "resource_record_set_count": zone.get("ResourceRecordSetCount", 0),
            "linked_service_description": "",
            "linked_service_principal": "",
            "tags": self._tags(x, id),
        }

    def _fits(self, x: Task, zone: dict[str, Any]) -> bool:
        id = _bare(zone["Id"])
        if x["zone_id"]:
            return bool(id == _bare(x["zone_id"]))
        private = bool(zone["Config"].get("PrivateZone"))
        if plain(zone["Name"]) != plain(x["name"] or ""):
            return False
        if private != bool(x["private_zone"] or x["vpc_id"]):
            return False
        if x["vpc_id"]:
            networks = x.call("get_hosted_zone", Id=id).get("VPCs", [])
            if x["vpc_id"] not in [vpc["VPCId"] for vpc in networks]:
                return False
        wanted = x["tags"] or {}
        return not wanted or wanted.items() <= self._tags(x, id).items()

    @staticmethod
    def _tags(x: Task, id: str) -> dict[str, str]:
        answer = x.call("list_tags_for_resource", ResourceType="hostedzone", ResourceId=id)
        return as_map(answer["ResourceTagSet"].get("Tags", []))
