"""Health checks. Nothing is ever checked here: all that they look at is healthy."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from giban.catalogue import route53
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.mapping import as_map, to_api
from giban.rehearse.task import Task

INVALID = "InvalidInput"
CALCULATED, METRIC = "CALCULATED", "CLOUDWATCH_METRIC"
ENDPOINT = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP")
FEWEST_REGIONS = 3
SECURE_PORT = 443


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, f"Invalid parameter : {text}", attribute=(attribute,))


def _looks_at_something(x: Task) -> None:
    """A check of an endpoint has a name or an address, one of an alarm has the alarm."""
    type = x["type"]
    if type in ENDPOINT and not x["fqdn"] and not x["ip_address"]:
        raise _invalid("Either FullyQualifiedDomainName or IPAddress must be specified.", "fqdn")
    if type == "TCP" and not x["port"]:
        raise _invalid("Port must be specified for a health check of type TCP.", "port")
    if type == CALCULATED and not x["child_healthchecks"]:
        text = "ChildHealthChecks must be specified for a health check of type CALCULATED."
        raise _invalid(text, "child_healthchecks")
    for name in ("cloudwatch_alarm_name", "cloudwatch_alarm_region"):
        if type == METRIC and not x[name]:
            raise _invalid(f"AlarmIdentifier must be specified for type {METRIC}.", name)


def _matches_if_it_searches(x: Task) -> None:
    """Only a check that looks for a text has one, and it must."""
    if str(x["type"]).endswith("_STR_MATCH") != bool(x["search_string"]):
        word = "cannot" if x["search_string"] else "must"
        text = f"SearchString {word} be specified for a health check of type {x['type']}."
        raise _invalid(text, "search_string")


def _reachable(x: Task) -> None:
    """Refuse addresses that Route 53 cannot reach from outside."""
    if not x["ip_address"]:
        return
    try:
        address = ipaddress.ip_address(x["ip_address"])
    except ValueError:
        raise _invalid(f"IPAddress is not valid: {x['ip_address']}", "ip_address") from None
    if address.is_private or address.is_link_local or address.is_multicast or address.is_loopback:
        text = f"IPAddress is in a range that Route 53 does not check: {address}"
        raise _invalid(text, "ip_address")


def _from_enough_regions(x: Task) -> None:
    """Refuse checks from fewer than three regions."""
    if x["regions"] and len(x["regions"]) < FEWEST_REGIONS:
        raise _invalid(f"At least {FEWEST_REGIONS} regions must be specified.", "regions")


class HealthCheck(Handler):
    """A health check; moto does not keep which alarm it looks at."""

    kind = route53.HealthCheck
    service = "route53"
    find_op, found, by = "get_health_check", "HealthCheck", "HealthCheckId"
    delete_op = "delete_health_check"
    names = {
        "child_health_threshold": "HealthThreshold",
        "child_healthchecks": "ChildHealthChecks",
        "cloudwatch_alarm_name": "AlarmIdentifier.Name",
        "cloudwatch_alarm_region": "AlarmIdentifier.Region",
        "fqdn": "FullyQualifiedDomainName",
        "invert_healthcheck": "Inverted",
    }
    local = ("reference_name", "triggers")
    guards = (_looks_at_something, _matches_if_it_searches, _reachable, _from_enough_regions)

    def create(self, x: Task) -> None:
        """Make it, then tag it."""
        shape = x.input_of("create_health_check").members["HealthCheckConfig"]
        config = to_api(x.shape, x.values, shape, x.names)
        if str(x["type"]).startswith("HTTPS"):
            config = {"EnableSNI": True, "Port": SECURE_PORT, **config}
        prefix = f"{x['reference_name']}-" if x["reference_name"] else ""
        reference = f"{prefix}terraform-{x.shadow.token(self.kind.terraform_type)}"
        answer = x.call("create_health_check", CallerReference=reference, HealthCheckConfig=config)
        x.id = answer["HealthCheck"]["Id"]
        if x["tags_all"]:
            self.retag(x, x["tags_all"], [])

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its configuration, its ARN and its tags."""
        config = found["HealthCheckConfig"]
        answer = x.call("list_tags_for_resource", ResourceType="healthcheck", ResourceId=x.id)
        return {
            "failure_threshold": 0,
            "fqdn": "",
            "ip_address": "",
            "resource_path": "",
            "search_string": "",
            **x.attributes(config),
            "regions": config.get("Regions", []),
            "child_healthchecks": config.get("ChildHealthChecks", []),
            "arn": f"arn:{x.partition}:route53:::healthcheck/{x.id}",
            "tags": as_map(answer["ResourceTagSet"].get("Tags", [])),
        }

    def update(self, x: Task) -> None:
        """Change it; what was taken away is empty."""
        changed = {name for name in x.values if x.changed(name)} - {"tags", "tags_all"}
        arguments = x.arguments("update_health_check", only=changed, empty=True)
        for name, member in (("resource_path", "ResourcePath"), ("search_string", "SearchString")):
            if name in changed:
                arguments[member] = x[name] or ""
        if arguments:
            x.call("update_health_check", HealthCheckId=x.id, **arguments)

    def delete(self, x: Task) -> None:
        """Delete it."""
        self.find(x)
        super().delete(x)

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Tag by the kind of thing and its id."""
        x.call(
            "change_tags_for_resource",
            ResourceType="healthcheck",
            ResourceId=x.id,
            **({"AddTags": [{"Key": k, "Value": v} for k, v in new.items()]} if new else {}),
            **({"RemoveTagKeys": gone} if gone else {}),
        )
