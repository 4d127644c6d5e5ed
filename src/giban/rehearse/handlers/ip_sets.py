"""Sets of addresses that the rules of a web ACL look for."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

from giban.catalogue import wafv2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.task import Task

GLOBAL = "us-east-1"
MOST_ADDRESSES = 10000
VERSIONS = {"IPV4": 4, "IPV6": 6}
FAILED = "AWS WAF couldn’t perform the operation because"  # noqa: RUF001  # AWS's own words


def _invalid(reason: str, field: str, parameter: str) -> Refused:
    code = "WAFInvalidParameterException"
    return Refused(code, f"Error reason: {reason}, field: {field}, parameter: {parameter}")


def _scope_and_region_agree(x: Task) -> None:
    """A set for CloudFront is made in us-east-1."""
    if x["scope"] == "CLOUDFRONT" and x.region != GLOBAL:
        raise _invalid("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT")


def _holds_addresses(x: Task) -> None:
    """Refuse what is no range of its version, and the range of all addresses."""
    wanted = VERSIONS.get(x["ip_address_version"])
    for address in x["addresses"] or []:
        try:
            network = ipaddress.ip_network(address, strict=False)
        except ValueError:
            network = None
        of_its_kind = network is not None and network.version == wanted and network.prefixlen
        if not of_its_kind or "/" not in address:
            reason = "The parameter contains formatting that is not valid."
            raise _invalid(reason, "IP_ADDRESS", address)
    if len(x["addresses"] or []) > MOST_ADDRESSES:
        code = "WAFLimitExceededException"
        text = f"{FAILED} you exceeded your resource limit: {MOST_ADDRESSES} addresses"
        raise Refused(code, text, attribute=("addresses",))


def _has_its_own_name(x: Task) -> None:
    """No two sets of a scope have the same name."""
    for one in x.call("list_ip_sets", Scope=x["scope"])["IPSets"]:
        if one["Name"] == x["name"] and one["Id"] != x.id:
            code = "WAFDuplicateItemException"
            text = f"{FAILED} some resource in your request is a duplicate of an existing one."
            raise Refused(code, text, attribute=("name",))


def _looked_for_by_nobody(x: Task) -> None:
    """Refuse to delete a set that a web ACL looks for."""
    for one in x.call("list_web_acls", Scope=x["scope"])["WebACLs"]:
        found = x.call("get_web_acl", Name=one["Name"], Id=one["Id"], Scope=x["scope"])["WebACL"]
        if str(x["arn"]) in json.dumps(found, default=str):
            text = f"{FAILED} your resource is being used by another resource"
            raise Refused("WAFAssociatedItemException", f"{text}: {one['Name']}")


class IpSet(Handler):
    """A set of addresses."""

    kind = wafv2.IpSet
    service = "wafv2"
    create_op, created = "create_ip_set", "Summary.Id"
    local = ("scope",)
    guards = (_scope_and_region_agree, _holds_addresses, _has_its_own_name)
    delete_guards = (_looked_for_by_nobody,)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return what makes it; addresses even if there are none."""
        return {"Addresses": [], **x.arguments(self.create_op)}

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it by its name, its scope and its id."""
        answer = x.call("get_ip_set", Name=x["name"], Scope=x["scope"], Id=x.id)
        return {**answer["IPSet"], "LockToken": answer["LockToken"]}

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return its description and the token of its version."""
        return {"description": found.get("Description") or "", "lock_token": found["LockToken"]}

    def update(self, x: Task) -> None:
        """Write it anew over what is there now."""
        if x.changed("addresses", "description"):
            described = {"Description": x["description"] or ""}
            x.call(
                "update_ip_set",
                **self._named(x),
                **described,
                Addresses=list(x["addresses"] or []),
                LockToken=self.find(x)["LockToken"],
            )

    def delete(self, x: Task) -> None:
        """Delete what is there now."""
        x.call("delete_ip_set", **self._named(x), LockToken=self.find(x)["LockToken"])

    @staticmethod
    def _named(x: Task) -> dict[str, Any]:
        return {"Name": x["name"], "Scope": x["scope"], "Id": x.id}

    def import_(self, id: str) -> Values:
        """Return the parts of `id/name/scope`."""
        own, _, rest = id.partition("/")
        name, _, scope = rest.partition("/")
        return {"id": own, "name": name, "scope": scope}
