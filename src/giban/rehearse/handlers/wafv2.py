"""Web application firewalls: rules, what they stand in front of, and their logs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

from giban.catalogue import wafv2
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.mapping import to_api
from giban.rehearse.task import Task

GLOBAL = "us-east-1"
LOGS = "aws-waf-logs-"
MOST_UNITS = 5000
NOT_VALID = (
    "The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by "
    "colons or slashes."
)
MANAGED = {
    "AWSManagedRulesACFPRuleSet": 50,
    "AWSManagedRulesATPRuleSet": 50,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesAntiDDoSRuleSet": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesWordPressRuleSet": 100,
}
"""AWS's own rule groups and the capacity units each takes."""
UNITS = {
    "ByteMatchStatement": 10,
    "RateBasedStatement": 2,
    "RegexMatchStatement": 3,
    "RegexPatternSetReferenceStatement": 25,
    "SqliMatchStatement": 20,
    "XssMatchStatement": 40,
}


def _capacity(rules: list[dict[str, Any]]) -> int:
    """Return the units that rules take; those of a group are not known and count as none."""
    return sum(_units(kind, body) for rule in rules for kind, body in rule["Statement"].items())


def _units(kind: str, body: dict[str, Any]) -> int:
    if kind == "ManagedRuleGroupStatement":
        return MANAGED.get(body["Name"], 0)
    if kind == "RuleGroupReferenceStatement":
        return 0
    return UNITS.get(kind, 1) + 10 * len(body.get("TextTransformations", []))


def _invalid(reason: str, field: str, parameter: str) -> Refused:
    code = "WAFInvalidParameterException"
    return Refused(code, f"Error reason: {reason}, field: {field}, parameter: {parameter}")


def _scope_and_region_agree(x: Task) -> None:
    """A web ACL for CloudFront is made in us-east-1."""
    if x["scope"] == "CLOUDFRONT" and x.region != GLOBAL:
        raise _invalid("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT")


def _one_action_each(x: Task) -> None:
    """A rule group takes an override, every other rule an action, and exactly one of them."""
    for rule in x["rule"] or ():
        statement = (rule.get("statement") or [{}])[0]
        groups = ("managed_rule_group_statement", "rule_group_reference_statement")
        is_group = any(statement.get(name) for name in groups)
        given = [name for name in ("action", "override_action") if rule.get(name)]
        if given != (["override_action"] if is_group else ["action"]):
            reason = "You have used none or multiple values for a field that requires exactly one"
            raise _invalid(f"{reason} value.", "RULE", rule["name"])


def _priorities_differ(x: Task) -> None:
    """No two rules have the same name or the same priority."""
    for name in ("name", "priority"):
        seen: set[Any] = set()
        for rule in x["rule"] or ():
            if rule[name] in seen:
                reason = f"Two rules have the same {name}."
                raise _invalid(reason, "RULE", str(rule[name]))
            seen.add(rule[name])


def _groups_exist(x: Task) -> None:
    """A rule group of AWS's is one that AWS has."""
    for rule in x["rule"] or ():
        for statement in rule.get("statement") or ():
            for group in statement.get("managed_rule_group_statement") or ():
                if group["vendor_name"] == "AWS" and group["name"] not in MANAGED:
                    raise Refused(
                        "WAFNonexistentItemException",
                        "AWS WAF couldn’t perform the operation because your resource doesn’t "  # noqa: RUF001
                        f"exist: {group['name']}",
                    )


def _fits(x: Task) -> None:
    """The rules of a web ACL take at most 5000 units."""
    units = _capacity(WebAcl.wanted(x)["Rules"])
    if units > MOST_UNITS:
        message = "AWS WAF couldn’t perform the operation because you exceeded your resource limit"  # noqa: RUF001
        raise Refused("WAFLimitExceededException", f"{message}: {units} of {MOST_UNITS} WCUs")


def _not_in_front_of_anything(x: Task) -> None:
    """A web ACL that protects something cannot be deleted."""
    if any(_protected(x)):
        message = "AWS WAF couldn’t perform the operation because your resource is being used by"  # noqa: RUF001
        raise Refused("WAFAssociatedItemException", f"{message} another resource")


def _protected(x: Task) -> Iterator[str]:
    if x["scope"] == "CLOUDFRONT":
        listed = x.client("cloudfront").list_distributions()["DistributionList"].get("Items", [])
        yield from (one["ARN"] for one in listed if one.get("WebACLId") == x["arn"])
        return
    for balancer in x.client("elbv2").describe_load_balancers()["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        if (_acl_of(x, arn) or {}).get("ARN") == x["arn"]:
            yield arn


def _acl_of(x: Task, resource: str) -> dict[str, Any] | None:
    answer = x.call("get_web_acl_for_resource", ResourceArn=resource)
    found: dict[str, Any] | None = answer.get("WebACL")
    return found


def _with_search_strings(value: Any, change: Callable[[str], str]) -> Any:
    """Return values with every search string changed: the API takes them as bytes."""
    if isinstance(value, list):
        return [_with_search_strings(item, change) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: change(item) if key == "search_string" and item else _with_search_strings(item, change)
        for key, item in value.items()
    }


def _to_bytes(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _from_bytes(text: str) -> str:
    return base64.b64decode(text).decode()


class WebAcl(Handler):
    """A web ACL."""

    kind = wafv2.WebAcl
    service = "wafv2"
    create_op, created = "create_web_acl", "Summary.Id"
    names = {"custom_response_body": "", "association_config": ""}
    reads = {"rule_json": ""}
    local = ("scope",)
    guards = (
        _scope_and_region_agree,
        _one_action_each,
        _priorities_differ,
        _groups_exist,
        _fits,
    )
    delete_guards = (_not_in_front_of_anything,)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return all there is to a web ACL."""
        tags = [{"Key": key, "Value": value} for key, value in (x["tags_all"] or {}).items()]
        return {**self.wanted(x), **({"Tags": tags} if tags else {})}

    def find(self, x: Task) -> dict[str, Any]:
        """Look for it by its name, its scope and its id."""
        answer = x.call("get_web_acl", Name=x["name"], Scope=x["scope"], Id=x.id)
        return {**answer["WebACL"], "LockToken": answer["LockToken"]}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the rules, with the blocks that say something by being there."""
        bodies = found.get("CustomResponseBodies") or {}
        values = _with_search_strings(x.attributes(found, empty=True), _from_bytes)
        if x["rule_json"]:
            values.pop("rule", None)
        return {
            **values,
            "capacity": _capacity(found["Rules"]),
            "application_integration_url": "",
            "custom_response_body": [
                {"key": key, "content": body["Content"], "content_type": body["ContentType"]}
                for key, body in bodies.items()
            ],
        }

    def update(self, x: Task) -> None:
        """Write all of it anew, over what is there now."""
        if any(x.changed(name) for name in x.values if name not in ("tags", "tags_all")):
            token = self.find(x)["LockToken"]
            x.call("update_web_acl", **self.wanted(x), Id=x.id, LockToken=token)

    def delete(self, x: Task) -> None:
        """Delete what is there now."""
        token = self.find(x)["LockToken"]
        x.call("delete_web_acl", Name=x["name"], Scope=x["scope"], Id=x.id, LockToken=token)

    def import_(self, id: str) -> Values:
        """Return the parts of `id/name/scope`."""
        own, _, rest = id.partition("/")
        name, _, scope = rest.partition("/")
        return {"id": own, "name": name, "scope": scope}

    @staticmethod
    def wanted(x: Task) -> dict[str, Any]:
        """Return what creating and updating have in common."""
        values = _with_search_strings(x.values, _to_bytes)
        wanted = to_api(x.shape, {**values, "tags": None}, x.input_of("create_web_acl"), x.names)
        if x["rule_json"]:
            wanted["Rules"] = json.loads(x["rule_json"])
        bodies = {
            body["key"]: {"Content": body["content"], "ContentType": body["content_type"]}
            for body in x["custom_response_body"] or ()
        }
        return {"Rules": [], **wanted, **({"CustomResponseBodies": bodies} if bodies else {})}


def _both_exist(x: Task) -> None:
    """A web ACL of the region stands in front of a load balancer that exists."""
    arn = x["resource_arn"]
    if ":loadbalancer/app/" in arn:
        x.client("elbv2").describe_load_balancers(LoadBalancerArns=[arn])
    if ":global/" in x["web_acl_arn"]:
        raise _invalid("The ARN isn't valid.", "WEB_ACL", x["web_acl_arn"])


class WebAclAssociation(Handler):
    """A web ACL in front of something; its id is made of both ARNs."""

    kind = wafv2.WebAclAssociation
    service = "wafv2"
    guards = (_both_exist,)

    def create(self, x: Task) -> None:
        """Put it there, in place of another."""
        x.call("disassociate_web_acl", ResourceArn=x["resource_arn"])
        web_acl, resource = x["web_acl_arn"], x["resource_arn"]
        x.call("associate_web_acl", WebACLArn=web_acl, ResourceArn=resource)
        x.id = f"{web_acl},{resource}"

    def read(self, x: Task) -> Values:
        """Ask which web ACL is there now."""
        found = _acl_of(x, x["resource_arn"])
        if found is None or found["ARN"] != x["web_acl_arn"]:
            raise Gone
        return {"web_acl_arn": found["ARN"], "resource_arn": x["resource_arn"]}

    def delete(self, x: Task) -> None:
        """Take it away."""
        x.call("disassociate_web_acl", ResourceArn=x["resource_arn"])

    def import_(self, id: str) -> Values:
        """Return the two ARNs."""
        web_acl, _, resource = id.partition(",")
        return {"id": id, "web_acl_arn": web_acl, "resource_arn": resource}


def _destination_is_for_logs(x: Task) -> None:
    """AWS WAF writes only to what is named aws-waf-logs-."""
    for arn in x["log_destination_configs"] or ():
        name = arn.rpartition(":log-group:")[2] if ":log-group:" in arn else arn
        name = name.rpartition(":::")[2].rpartition("deliverystream/")[2]
        if not name.startswith(LOGS):
            raise _invalid(NOT_VALID, "LOG_DESTINATION", arn)


def _log_group_is_here(x: Task) -> None:
    """A log group is of the web ACL's region; for CloudFront that is us-east-1.

    https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
    """
    for arn in x["log_destination_configs"] or ():
        if ":log-group:" in arn and f":logs:{x.region}:" not in arn:
            raise _invalid(NOT_VALID, "LOG_DESTINATION", arn)


class WebAclLoggingConfiguration(Handler):
    """Where a web ACL writes its log; its id is the ARN of the web ACL."""

    kind = wafv2.WebAclLoggingConfiguration
    service = "wafv2"
    create_op = "put_logging_configuration"
    find_op, found, by = "get_logging_configuration", "LoggingConfiguration", "ResourceArn"
    delete_op = "delete_logging_configuration"
    guards = (_destination_is_for_logs, _log_group_is_here)

    def create(self, x: Task) -> None:
        """Write it."""
        shape = x.input_of(self.create_op).members["LoggingConfiguration"]
        wanted = to_api(x.shape, x.values, shape, x.names)
        x.call(self.create_op, LoggingConfiguration=wanted)
        x.id = x["resource_arn"]

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return it with the blocks that say something by being there."""
        return x.attributes(found, empty=True)

    def update(self, x: Task) -> None:
        """Write it anew."""
        self.create(x)

    def import_(self, id: str) -> Values:
        """Return the ARN of the web ACL."""
        return {"id": id, "resource_arn": id}
