"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from giban.catalogue import ec2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.ec2 import Ec2
from giban.rehearse.task import Task

Permission = dict[str, Any]
SIDES = (("ingress", "IpPermissions"), ("egress", "IpPermissionsEgress"))
DESCRIPTION = "_.:/()#,@[]+=&;{}!$* -"


def _not_referred_to(x: Task) -> None:
    """Refuse to delete a group that another group's rule names."""
    for side in ("ip-permission", "egress.ip-permission"):
        where = [{"Name": f"{side}.group-id", "Values": [x.id]}]
        others = x.call("describe_security_groups", Filters=where)["SecurityGroups"]
        if any(other["GroupId"] != x.id for other in others):
            code = "DependencyViolation"
            raise Refused(code, f"resource {x.id} has a dependent object")


def _well_named(x: Task) -> None:
    """Refuse names that begin with `sg-`, and descriptions with other than plain characters."""
    if str(x["name"] or "").startswith("sg-"):
        code = "InvalidParameterValue"
        message = f"invalid value for parameter GroupName: {x['name']}"
        raise Refused(code, message, attribute=("name",))
    text = str(x["description"] or "")
    if any(not (one.isascii() and one.isalnum()) and one not in DESCRIPTION for one in text):
        code = "InvalidParameterValue"
        message = "Invalid security group description. Valid descriptions are strings less than "
        message += "256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
        raise Refused(code, message, attribute=("description",))


class Group(Ec2):
    """A group; rules that stand in it are its own, all others belong to rule objects."""

    noun = "security-group"
    create_op, created = "create_security_group", "GroupId"
    find_op, find_by, found = "describe_security_groups", "GroupIds", "SecurityGroups"
    delete_op, by = "delete_security_group", "GroupId"
    names = {"name": "GroupName", "ingress": "", "egress": ""}
    local = ("revoke_rules_on_delete",)

    def create(self, x: Task) -> None:
        """Make it without the rule AWS gives it, and with those that stand in it."""
        super().create(x)
        self._set_rules(x, self.find(x))

    def update(self, x: Task) -> None:
        """Change the rules that stand in it."""
        if x.changed("ingress", "egress"):
            self._set_rules(x, self.find(x))

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the rules."""
        rules = {name: list(_rules(found[member], x.id)) for name, member in SIDES}
        return {**super().derived(x, found), **rules}

    def _set_rules(self, x: Task, found: Mapping[str, Any]) -> None:
        for name, member in SIDES:
            if x.prior and not x.changed(name):
                continue
            wanted = [_permission(rule, x.id) for rule in x[name] or []]
            present = [_plain(one) for one in found[member]]
            if present != wanted:
                if present:
                    x.call(f"revoke_security_group_{name}", GroupId=x.id, IpPermissions=present)
                if wanted:
                    x.call(f"authorize_security_group_{name}", GroupId=x.id, IpPermissions=wanted)


class SecurityGroup(Group):
    """A group that somebody made."""

    kind = ec2.SecurityGroup
    guards = (_well_named,)
    delete_guards = (_not_referred_to,)


class DefaultSecurityGroup(Group):
    """The group a VPC is born with: adopted, never made or deleted."""

    kind = ec2.DefaultSecurityGroup

    def create(self, x: Task) -> None:
        """Adopt it, and leave it with the rules that stand in it, or none."""
        where = [
            {"Name": "group-name", "Values": ["default"]},
            {"Name": "vpc-id", "Values": [x["vpc_id"]]},
        ]
        groups = x.call("describe_security_groups", Filters=where)["SecurityGroups"]
        if not groups:
            raise Gone
        x.id = groups[0]["GroupId"]
        self._set_rules(x, groups[0])
        if x["tags_all"]:
            self.retag(x, x["tags_all"], [])

    def delete(self, x: Task) -> None:
        """Leave it: it goes with its VPC."""


def _rules(permissions: list[Permission], own: str) -> Iterator[Values]:
    """Yield the rules as Terraform groups them: by protocol, ports and description."""
    for one in permissions:
        grouped: dict[str, Values] = {}

        def rule(source: Mapping[str, Any], one: Permission = one) -> Values:
            text = str(source.get("Description", ""))
            return grouped.setdefault(text, _empty_rule(one, text))  # noqa: B023  # used at once

        for source in one.get("IpRanges", []):
            rule(source)["cidr_blocks"].append(source["CidrIp"])
        for source in one.get("Ipv6Ranges", []):
            rule(source)["ipv6_cidr_blocks"].append(source["CidrIpv6"])
        for source in one.get("PrefixListIds", []):
            rule(source)["prefix_list_ids"].append(source["PrefixListId"])
        for source in one.get("UserIdGroupPairs", []):
            if source["GroupId"] == own:
                rule(source)["self"] = True
            else:
                rule(source)["security_groups"].append(source["GroupId"])
        yield from grouped.values()


def _empty_rule(permission: Permission, description: str) -> Values:
    return {
        "protocol": permission["IpProtocol"],
        "from_port": permission.get("FromPort", 0),
        "to_port": permission.get("ToPort", 0),
        "description": description,
        "cidr_blocks": [],
        "ipv6_cidr_blocks": [],
        "prefix_list_ids": [],
        "security_groups": [],
        "self": False,
    }


def _permission(rule: Values, own: str) -> Permission:
    described = {"Description": rule["description"]} if rule.get("description") else {}
    groups = [*(rule.get("security_groups") or []), *([own] if rule.get("self") else [])]
    protocol = str(rule["protocol"]).lower()
    permission: Permission = {"IpProtocol": "-1" if protocol == "all" else protocol}
    if permission["IpProtocol"] != "-1":
        permission |= {"FromPort": int(rule["from_port"]), "ToPort": int(rule["to_port"])}
    sources = {
        "IpRanges": [{"CidrIp": one} for one in rule.get("cidr_blocks") or []],
        "Ipv6Ranges": [{"CidrIpv6": one} for one in rule.get("ipv6_cidr_blocks") or []],
        "PrefixListIds": [{"PrefixListId": one} for one in rule.get("prefix_list_ids") or []],
        "UserIdGroupPairs": [{"GroupId": one} for one in groups],
    }
    listed = {name: [one | described for one in ones] for name, ones in sources.items() if ones}
    return permission | listed


def _plain(permission: Permission) -> Permission:
    """Return a described permission as it is given: without what only answers hold."""
    kept = {name: value for name, value in permission.items() if value not in ([], None)}
    if "UserIdGroupPairs" in kept:
        wanted = ("GroupId", "Description")
        kept["UserIdGroupPairs"] = [
            {name: pair[name] for name in wanted if pair.get(name)}
            for pair in kept["UserIdGroupPairs"]
        ]
    return kept


def _has_one_source(x: Task) -> None:
    """Refuse a rule without exactly one source or target, or without the ports it needs."""
    sources = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
    if sum(bool(x[name]) for name in sources) != 1:
        code = "InvalidParameterCombination"
        raise Refused(code, f"exactly one of {', '.join(sources)} must be specified")
    if x["ip_protocol"] in ("tcp", "udp", "6", "17") and x["from_port"] is None:
        code = "InvalidParameterValue"
        ports = "Invalid value for portRange. Must specify both from and to ports with"
        message = f"{ports} {x['ip_protocol']}"
        raise Refused(code, message, attribute=("from_port",))


class Rule(Ec2):
    """A rule of a security group."""

    side = ""
    noun = "security-group-rule"
    find_op, find_by = "describe_security_group_rules", "SecurityGroupRuleIds"
    found = "SecurityGroupRules"
    reads = {
        "security_group_id": "GroupId",
        "referenced_security_group_id": "ReferencedGroupInfo.GroupId",
        "security_group_rule_id": "SecurityGroupRuleId",
        "prefix_list_id": "PrefixListId",
    }
    guards = (_has_one_source,)

    def create(self, x: Task) -> None:
        """Add the rule."""
        tags = [{"Key": key, "Value": value} for key, value in (x["tags_all"] or {}).items()]
        specification = [{"ResourceType": self.noun, "Tags": tags}] if tags else []
        answer = x.call(
            f"authorize_security_group_{self.side}",
            GroupId=x["security_group_id"],
            IpPermissions=[_one_permission(x)],
            **({"TagSpecifications": specification} if specification else {}),
        )
        x.id = answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]

    def read(self, x: Task) -> Values:
        """Return it; ports of a rule for all traffic are not set."""
        values = super().read(x)
        if values.get("ip_protocol") == "-1" and x["from_port"] is None:
            values |= {"from_port": None, "to_port": None}
        values.pop("owner_id", None)
        return values

    def update(self, x: Task) -> None:
        """Change it in place."""
        names = ("ip_protocol", "from_port", "to_port", "cidr_ipv4", "cidr_ipv6", "description")
        if not x.changed(*names, "prefix_list_id", "referenced_security_group_id"):
            return
        rule = {
            "IpProtocol": x["ip_protocol"],
            "FromPort": -1 if x["from_port"] is None else int(x["from_port"]),
            "ToPort": -1 if x["to_port"] is None else int(x["to_port"]),
            "CidrIpv4": x["cidr_ipv4"],
            "CidrIpv6": x["cidr_ipv6"],
            "PrefixListId": x["prefix_list_id"],
            "ReferencedGroupId": x["referenced_security_group_id"],
            "Description": x["description"],
        }
        given = {name: value for name, value in rule.items() if value is not None}
        x.call(
            "modify_security_group_rules",
            GroupId=x["security_group_id"],
            SecurityGroupRules=[{"SecurityGroupRuleId": x.id, "SecurityGroupRule": given}],
        )

    def delete(self, x: Task) -> None:
        """Take it away."""
        x.call(
            f"revoke_security_group_{self.side}",
            GroupId=x["security_group_id"],
            SecurityGroupRuleIds=[x.id],
        )


def _one_permission(x: Task) -> Permission:
    described = {"Description": x["description"]} if x["description"] else {}
    permission: Permission = {"IpProtocol": x["ip_protocol"]}
    if x["from_port"] is not None:
        permission["FromPort"] = int(x["from_port"])
    if x["to_port"] is not None:
        permission["ToPort"] = int(x["to_port"])
    sources = {
        "cidr_ipv4": ("IpRanges", "CidrIp"),
        "cidr_ipv6": ("Ipv6Ranges", "CidrIpv6"),
        "prefix_list_id": ("PrefixListIds", "PrefixListId"),
        "referenced_security_group_id": ("UserIdGroupPairs", "GroupId"),
    }
    for name, (listed, member) in sources.items():
        if x[name]:
            permission[listed] = [{member: x[name], **described}]
    return permission


class IngressRule(Rule):
    """A rule that lets traffic in."""

    kind = ec2.IngressRule
    side = "ingress"


class EgressRule(Rule):
    """A rule that lets traffic out."""

    kind = ec2.EgressRule
    side = "egress"
