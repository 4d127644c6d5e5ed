"""The web application firewall in front of the load balancer (AWS WAF)."""

from __future__ import annotations

from giban.catalogue import cloudwatch, elb, wafv2
from giban.compile.draft import Draft
from giban.compile.key import Keys, key_arn
from giban.compile.names import named
from giban.system import Waf

LOG_DAYS = 90
COUNTED = {"AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",)}
"""Rules that would refuse what applications do every day
(https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html).
"""


def waf(draft: Draft, balancer: elb.LoadBalancer, key: Keys) -> None:
    """Make the web ACL, put it in front of the load balancer, and record what it sees."""
    system = draft.system
    if system.waf is None:
        return
    part = draft.part("waf", "waf")
    name = named(system, "waf")
    acl = part.add(
        wafv2.WebAcl(
            "main",
            name=name,
            description=f"In front of {named(system, 'alb')}",
            scope="REGIONAL",
            default_action=wafv2.DefaultAction(allow=wafv2.Allow()),
            rule=tuple(_rules(system.waf, name)),
            visibility_config=_visibility(name),
            tags={"Name": name},
        ),
        "Request bodies over 8 KiB are counted, not refused: forms and uploads are longer.",
    )
    part.add(
        wafv2.WebAclAssociation("main", resource_arn=balancer.ref.arn, web_acl_arn=acl.ref.arn)
    )
    logs = part.add(
        cloudwatch.LogGroup(
            "waf",
            name=f"aws-waf-logs-{named(system)}",
            retention_in_days=LOG_DAYS,
            kms_key_id=key_arn(key, "cloudwatch-logs"),
            tags={"Name": named(system, "waf")},
        ),
        "AWS WAF writes only to log groups whose name begins with aws-waf-logs-.",
    )
    part.add(
        wafv2.WebAclLoggingConfiguration(
            "main",
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
