"""CloudWatch, X-Ray, CloudTrail, GuardDuty: https://aws.amazon.com/cloudwatch/pricing/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.catalogue import cloudtrail, cloudwatch, ec2, elasticache, guardduty, s3, wafv2, xray
from giban.pricing.amount import DAYS, ONE
from giban.pricing.charges.ecs import asleep
from giban.pricing.line import Charge
from giban.pricing.reading import blocks, flag, number, plain, word
from giban.pricing.scope import Scope

GROUP, AUDIT, THREATS, TRACES = "CloudWatch", "CloudTrail", "GuardDuty", "X-Ray"
HIGH_RESOLUTION = 60
YEAR = 365
SERVICE = "logs_gb"
PARQUET = "parquet"
GB = Decimal(10) ** 9
ACCESS_LOG_LINE = Decimal(500)
"""Bytes that one request adds to the access logs of a distribution: 33 fields, before gzip."""


def alarm(thing: cloudwatch.MetricAlarm, scope: Scope) -> Iterator[Charge]:
    """Yield an alarm by the metrics it looks at; high resolution is below a minute."""
    del scope
    metrics = [one for one in blocks(thing.metric_query, "metric_query") if one.metric]
    periods = [one.metric.period for one in metrics if one.metric] or [thing.period]
    quick = min(number(one, "period", 300) for one in periods) < HIGH_RESOLUTION
    yield Charge(
        name="High-resolution alarm" if quick else "Alarm",
        quantity=Decimal(max(len(metrics), 1)),
        price="cloudwatch.alarm.high_resolution.month" if quick else "alarms",
    )


def composite_alarm(thing: cloudwatch.CompositeAlarm, scope: Scope) -> Iterator[Charge]:
    """Yield an alarm made of alarms."""
    del thing, scope
    yield Charge(name="Composite alarm", quantity=ONE, price="cloudwatch.alarm.composite.month")


def dashboard(thing: cloudwatch.Dashboard, scope: Scope) -> Iterator[Charge]:
    """Yield a dashboard."""
    del thing, scope
    yield Charge(name="Dashboard", quantity=ONE, price="dashboards")


def metric_filter(thing: cloudwatch.LogMetricFilter, scope: Scope) -> Iterator[Charge]:
    """Yield the metric that a filter makes of a log."""
    del thing, scope
    yield Charge(name="Metric of a log filter", quantity=ONE, price="metrics")


def log_group(thing: cloudwatch.LogGroup, scope: Scope) -> Iterator[Charge]:
    """Yield what is written to a group and what it keeps when its days are full."""
    key, vended = _writer(thing, scope)
    path = scope.node.origin.path
    if not key or (key == SERVICE and asleep(path, scope)):
        return
    written = scope.assume(key)
    amount = written.value / _groups(thing, scope, key)
    rare = word(thing.log_group_class, "log_group_class", "STANDARD") == "INFREQUENT_ACCESS"
    price = "cloudwatch.logs.ingestion.infrequent_access.gb" if rare else "logs"
    yield Charge(
        name="Logs taken in" if not vended else "Logs of AWS services taken in",
        quantity=amount,
        price="cloudwatch.logs.vended.first_10tb.gb" if vended else price,
        rests_on=(written,),
    )
    packed = scope.assume("log_compression")
    days = number(thing.retention_in_days, "retention_in_days") or Decimal(YEAR)
    yield Charge(
        name=f"Logs kept for {days:f} days" if thing.retention_in_days else "Logs kept for ever",
        quantity=amount * packed.value * days / DAYS,
        price="cloudwatch.logs.storage.gb_month",
        rests_on=(written, packed),
        note="when the days are full" if thing.retention_in_days else "after a year",
    )


def log_delivery(thing: cloudwatch.LogDelivery, scope: Scope) -> Iterator[Charge]:
    """Yield the delivery of a distribution's access logs; as text to a bucket it is free.

    https://aws.amazon.com/cloudwatch/pricing/ (vended logs)
    """
    to = scope.follow(thing.delivery_destination_arn, cloudwatch.LogDeliveryDestination)
    (place,) = blocks(to.delivery_destination_configuration, "destination") if to else (None,)
    where = place and place.destination_resource_arn
    written = word(to.output_format, "output_format", "w3c") if to else ""
    if written != PARQUET and scope.follow(where, s3.Bucket):
        return
    asked = scope.assume("cdn_requests")
    group = scope.follow(where, cloudwatch.LogGroup)
    yield Charge(
        name="Access logs delivered",
        quantity=asked.value * ACCESS_LOG_LINE / GB,
        price=f"cloudwatch.logs.{'vended' if group else 'delivered_to_s3'}.first_10tb.gb",
        rests_on=(asked,),
        note="about 500 bytes for each request",
    )


def _groups(thing: cloudwatch.LogGroup, scope: Scope, key: str) -> int:
    """Return among how many groups what one thing logs is divided."""
    groups = scope.ground.at(cloudwatch.LogGroup, scope.node.origin.path)
    same = [one for one in groups if one is thing or _writer(one, scope.of(one))[0] == key]
    return len(same)


def _writer(thing: cloudwatch.LogGroup, scope: Scope) -> tuple[str, bool]:
    """Return the usage key of whoever writes to a group, and whether AWS does."""
    if scope.pointing(ec2.FlowLog, "log_destination"):
        return "flow_logs_gb", True
    if scope.pointing(wafv2.WebAclLoggingConfiguration, "log_destination_configs"):
        return "waf_logs_gb", True
    name = plain(thing.name) or ""
    caches = scope.ground.graph.users(thing, elasticache.ReplicationGroup)
    if any(caches) or "/elasticache/" in name:
        return "cache_logs_gb", True
    if name.endswith("/upgrade"):  # written while an engine is upgraded, and at no other time
        return "", False
    return ("database_logs_gb" if "/rds/" in name else SERVICE), False


def traces(thing: xray.Group, scope: Scope) -> Iterator[Charge]:
    """Yield the traces of a service; there is a group for each that is traced."""
    del thing
    seen = scope.assume("traces")
    yield Charge(
        name="Traces recorded", quantity=seen.value, price="traces", rests_on=(seen,), group=TRACES
    )


def trail(thing: cloudtrail.Trail, scope: Scope) -> Iterator[Charge]:
    """Yield the data events and insights of a trail; the first copy of the rest is free."""
    selectors = blocks(thing.event_selector, "event_selector")
    recorded = any(one.data_resource for one in selectors) or bool(thing.advanced_event_selector)
    if recorded:
        events = scope.assume("data_events")
        yield Charge(
            name="Data events",
            quantity=events.value,
            price="cloudtrail.data_events.per_100k",
            rests_on=(events,),
        )
    if thing.insight_selector:
        looked = scope.assume("account_events")
        yield Charge(
            name="Events that Insights looks at",
            quantity=looked.value,
            price="cloudtrail.insights.per_100k",
            rests_on=(looked,),
        )


def detector(thing: guardduty.Detector, scope: Scope) -> Iterator[Charge]:
    """Yield what GuardDuty reads of the account."""
    if not flag(thing.enable, default=True):
        return
    events, flows = scope.assume("account_events"), scope.assume("flow_logs_gb")
    yield Charge(
        name="Management events",
        quantity=events.value,
        price="guardduty.cloudtrail_management.per_million",
        rests_on=(events,),
    )
    yield Charge(
        name="Flow and DNS logs",
        quantity=flows.value,
        price="guardduty.vpc_flow_dns.first_500gb",
        rests_on=(flows,),
    )
