"""CloudFront, Route 53 and WAF: https://aws.amazon.com/cloudfront/pricing/, /route53/, /waf/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.catalogue import cloudfront, route53, wafv2
from giban.pricing.amount import ONE
from giban.pricing.line import Charge
from giban.pricing.reading import blocks, flag, number, plain, word
from giban.pricing.scope import Scope

CDN, DNS, FIREWALL = "CloudFront", "Route 53", "WAF"
NEARBY = "viewers in the region of the system"
FAST_CHECK = 10


def distribution(thing: cloudfront.Distribution, scope: Scope) -> Iterator[Charge]:
    """Yield what viewers fetch; data from AWS to CloudFront is free."""
    del thing
    sent, asked = scope.assume("cdn_gb"), scope.assume("cdn_requests")
    yield Charge(
        name="Data to viewers", quantity=sent.value, price="cdn_out", rests_on=(sent,), note=NEARBY
    )
    yield Charge(
        name="HTTPS requests",
        quantity=asked.value,
        price="cdn_requests",
        rests_on=(asked,),
        note=NEARBY,
    )


def function(thing: cloudfront.Function, scope: Scope) -> Iterator[Charge]:
    """Yield a function's runs: one for each request of the distributions that use it."""
    del thing
    asked = scope.assume("cdn_requests")
    yield Charge(
        name="Function runs", quantity=asked.value, price="cdn_functions", rests_on=(asked,)
    )


def zone(thing: route53.Zone, scope: Scope) -> Iterator[Charge]:
    """Yield a hosted zone and its queries; queries for an AWS alias are free."""
    del thing
    asked = scope.assume("dns_queries")
    yield Charge(name="Hosted zone", quantity=ONE, price="zones")
    yield Charge(
        name="Queries",
        quantity=asked.value,
        price="route53.queries.standard.per_million",
        rests_on=(asked,),
    )


def health_check(thing: route53.HealthCheck, scope: Scope) -> Iterator[Charge]:
    """Yield a health check of an AWS endpoint and each optional feature it uses."""
    del scope
    kind = word(thing.type, "type")
    yield Charge(name="Health check", quantity=ONE, price="health_checks")
    features = (
        ("HTTPS", kind.startswith("HTTPS")),
        ("string matching", kind.endswith("STR_MATCH")),
        ("every 10 seconds", number(thing.request_interval, "interval", 30) == FAST_CHECK),
        ("latency", flag(thing.measure_latency)),
    )
    for name, used in features:
        if used:
            yield Charge(
                name=f"Health check feature: {name}",
                quantity=ONE,
                price="route53.health_check.optional_feature.aws.month",
            )


def web_acl(thing: wafv2.WebAcl, scope: Scope) -> Iterator[Charge]:
    """Yield a web ACL, its rules, and the requests it looks at, at the CDN if that names it."""
    rules = Decimal(len(blocks(thing.rule, "rule")))
    edges = scope.pointing(cloudfront.Distribution, "web_acl_id")
    asked = [scope.of(one).assume("cdn_requests") for one in edges] or [scope.assume("requests")]
    yield Charge(name="Web ACL", quantity=ONE, price="waf.web_acl.month")
    yield Charge(name="Rules", quantity=rules, price="waf.rule.month")
    yield Charge(
        name="Requests",
        quantity=sum((one.value for one in asked), Decimal()),
        price="waf.requests.per_million",
        rests_on=tuple(asked),
    )
    if any(_bot_control(rule) for rule in blocks(thing.rule, "rule")):
        yield Charge(name="Bot Control", quantity=ONE, price="waf.bot_control.month")


def _bot_control(rule: wafv2.Rule) -> bool:
    statement = rule.statement
    managed = statement.managed_rule_group_statement if statement else None
    return managed is not None and plain(managed.name) == "AWSManagedRulesBotControlRuleSet"
