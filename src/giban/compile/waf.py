"""The web application firewall in front of the load balancer or the CDN (AWS WAF)."""

from __future__ import annotations

from giban.blueprint import Lifecycle
from giban.catalogue import cloudwatch, elb, wafv2
from giban.compile.draft import Draft, Part
from giban.compile.key import Keys, key_arn, log_key
from giban.compile.log_archive import CDN_REGION
from giban.compile.names import label, named
from giban.system import Waf
from giban.values import Value

LOG_DAYS = 90
EDGE = "edge"
COUNTED_WHY = "Request bodies over 8 KiB are counted, not refused: forms and uploads are longer."
COUNTED = {"AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",)}
"""Rules that would refuse what applications do every day
(https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html).
"""


def waf(draft: Draft, balancer: elb.LoadBalancer, keys: Keys) -> None:
    """Make the web ACL, put it in front of the load balancer, and record what it sees.

    Where everything goes through the CDN the load balancer sees CloudFront's addresses only, which
    many visitors share: then `edge_waf` makes it.
    """
    system = draft.system
    if system.waf is None or system.behind_cdn:
        return
    part = draft.part("waf", "waf")
    acl = part.add(
        _web_acl(
            "main",
            system.waf,
            name=named(system, "waf"),
            scope="REGIONAL",
            before=named(system, "alb"),
        ),
        COUNTED_WHY,
    )
    part.add(
        wafv2.WebAclAssociation("main", resource_arn=balancer.ref.arn, web_acl_arn=acl.ref.arn)
    )
    _record(part, acl, key_arn(keys, "cloudwatch-logs"))


def edge_waf(draft: Draft, keys: Keys) -> wafv2.WebAcl | None:
    """Make the web ACL that the distribution names, and record what it sees; None without both.

    It and its log are in CloudFront's region, and so are its metrics
    (https://docs.aws.amazon.com/waf/latest/developerguide/monitoring-cloudwatch.html). Its labels
    are not those of `waf`: its provider would look for the other's objects in this region, not find
    them, and forget them.
    """
    system = draft.system
    if system.waf is None or not system.behind_cdn:
        return None
    part = draft.part("waf", "waf").in_region(CDN_REGION)
    acl = part.add(
        _web_acl(
            EDGE,
            system.waf,
            name=named(system, "waf"),
            scope="CLOUDFRONT",
            before=named(system, "cdn"),
        ),
        COUNTED_WHY,
        lifecycle=Lifecycle(create_before_destroy=True),
    )
    _record(part, acl, log_key(part, keys, CDN_REGION), EDGE)
    return acl


def _web_acl(own: str, wanted: Waf, *, name: str, scope: str, before: str) -> wafv2.WebAcl:
    return wafv2.WebAcl(
        own,
        name=name,
        description=f"In front of {before}",
        scope=scope,
        default_action=wafv2.DefaultAction(allow=wafv2.Allow()),
        rule=tuple(_rules(wanted, name)),
        visibility_config=_visibility(name),
        tags={"Name": name},
    )


def _record(part: Part, acl: wafv2.WebAcl, key: Value, *ends: str) -> None:
    """Keep what a web ACL sees, in its region, without what would let others in."""
    system = part.draft.system
    logs = part.add(
        cloudwatch.LogGroup(
            label("waf", *ends),
            name=f"aws-waf-logs-{named(system, *ends)}",
            retention_in_days=LOG_DAYS,
            kms_key_id=key,
            tags={"Name": named(system, "waf")},
        ),
        "AWS WAF writes only to log groups whose name begins with aws-waf-logs-.",
    )
    part.add(
        wafv2.WebAclLoggingConfiguration(
            acl.terraform_label,
            resource_arn=acl.ref.arn,
            log_destination_configs=[logs.ref.arn],
            redacted_fields=tuple(
                wafv2.RedactedFields(single_header=wafv2.SingleHeader(name=header))
                for header in ("authorization", "cookie")
            ),
        )
    )


def _rules(wanted: Waf, name: str) -> list[wafv2.Rule]:
    rules = [
        wafv2.Rule(
            name="rate-limit",
            priority=0,
            action=wafv2.Action(block=wafv2.WebAclBlock()),
            statement=wafv2.Statement(
                rate_based_statement=wafv2.RateBasedStatement(
                    limit=wanted.rate_limit, aggregate_key_type="IP"
                )
            ),
            visibility_config=_visibility(f"{name}-rate-limit"),
        )
    ]
    for priority, group in enumerate(wanted.managed_rules, start=1):
        managed = wafv2.ManagedRuleGroupStatement(
            vendor_name="AWS",
            name=group,
            rule_action_override=tuple(_counted(rule) for rule in COUNTED.get(group, ())),
        )
        rules.append(
            wafv2.Rule(
                name=group,
                priority=priority * 10,
                override_action=wafv2.OverrideAction(none=wafv2.WebAclNone()),
                statement=wafv2.Statement(managed_rule_group_statement=managed),
                visibility_config=_visibility(f"{name}-{group}"),
            )
        )
    return rules


def _counted(rule: str) -> wafv2.RuleActionOverride:
    return wafv2.RuleActionOverride(name=rule, action_to_use=wafv2.ActionToUse(count=wafv2.Count()))


def _visibility(metric: str) -> wafv2.VisibilityConfig:
    return wafv2.VisibilityConfig(
        metric_name=metric, cloudwatch_metrics_enabled=True, sampled_requests_enabled=True
    )
