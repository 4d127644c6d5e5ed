"""Logs, audits and alarms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.catalogue import (
    cloudfront,
    cloudtrail,
    cloudwatch,
    codebuild,
    ecs,
    elasticache,
    elb,
    guardduty,
    instances,
    rds,
    s3,
    wafv2,
)
from giban.policy.asking import at_least, each, given, in_production, none_of, true
from giban.policy.rule import Rule, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal

MONTH = 30
ENGINE_LOGS = {"postgres": ("postgresql",), "mysql": ("error",), "mariadb": ("error",)}
CACHE_LOGS = ("slow-log", "engine-log")
WITHOUT_LOGS = ("2.", "3.", "4.", "5.", "6.0")
"""Versions of Redis that have not both of them."""


def _balancers(scene: Scene) -> Iterator[Verdict]:
    for balancer in scene.all(elb.LoadBalancer):
        logs = balancer.access_logs
        if scene.production and (logs is None or literal(logs.enabled) is False):
            yield Violation(balancer, "nobody keeps who asked for what", "access_logs")


def _distributions(scene: Scene) -> Iterator[Verdict]:
    sources = [
        one
        for one in scene.all(cloudwatch.LogDeliverySource)
        if list(scene.graph.users(one, cloudwatch.LogDelivery))
    ]
    for cdn in scene.all(cloudfront.Distribution) if scene.production else ():
        if cdn.logging_config is None and not any(
            cdn in scene.graph.targets(one.resource_arn, cloudfront.Distribution) for one in sources
        ):
            yield Violation(cdn, "nobody keeps who asked for what", "logging_config")


def _exports(scene: Scene) -> Iterator[Verdict]:
    for database in scene.all(rds.Instance):
        wanted = ENGINE_LOGS.get(str(literal(database.engine)), ())
        exported = literal(database.enabled_cloudwatch_logs_exports) or ()
        missing = [name for name in wanted if name not in exported]
        if scene.production and missing:
            what = f"its log {', '.join(missing)} stays on its own disk"
            yield Violation(database, what, "enabled_cloudwatch_logs_exports")


def _deliveries(scene: Scene) -> Iterator[Verdict]:
    for cache in scene.all(elasticache.ReplicationGroup) if scene.production else ():
        delivered = {literal(one.log_type) for one in cache.log_delivery_configuration or ()}
        missing = [name for name in CACHE_LOGS if name not in delivered]
        old = str(literal(cache.engine_version)).startswith(WITHOUT_LOGS)
        if missing and not old:
            what = f"its {' and its '.join(missing)} {'is' if len(missing) == 1 else 'are'} lost"
            yield Violation(cache, what, "log_delivery_configuration")


def _insights(scene: Scene) -> Iterator[Verdict]:
    for cluster in scene.all(ecs.Cluster):
        states = [
            literal(one.value)
            for one in cluster.setting or ()
            if literal(one.name) == "containerInsights"
        ]
        if scene.production and not set(states) & {"enabled", "enhanced"}:
            yield Violation(cluster, "nobody counts what its tasks use", "setting")


def _acls(scene: Scene) -> Iterator[Verdict]:
    for acl in scene.all(wafv2.WebAcl):
        if not list(scene.graph.users(acl, wafv2.WebAclLoggingConfiguration)):
            yield Violation(acl, "nobody keeps what it refused")


def _guarded(scene: Scene) -> Iterator[Verdict]:
    """Yield load balancers on the internet that no web ACL stands before, nor before their CDN."""
    for balancer in scene.all(elb.LoadBalancer):
        kind = literal(balancer.load_balancer_type) or "application"
        if not scene.production or literal(balancer.internal) is True or kind != "application":
            continue
        beside = list(scene.graph.users(balancer, wafv2.WebAclAssociation))
        if not beside and not any(given(one.web_acl_id) for one in _edges(scene, balancer)):
            yield Violation(balancer, "no web ACL stands before it")


def _edges(scene: Scene, balancer: elb.LoadBalancer) -> Iterator[cloudfront.Distribution]:
    """Yield distributions that ask a load balancer."""
    for cdn in scene.graph.users(balancer, cloudfront.Distribution):
        names = [one.domain_name for one in cdn.origin or ()]
        if balancer in scene.graph.targets(names, elb.LoadBalancer):
            yield cdn


def _empty_acl(scene: Scene) -> Iterator[Verdict]:
    for acl in scene.all(wafv2.WebAcl):
        if not acl.rule and acl.rule_json is None:
            yield Violation(acl, "it has no rules", "rule")


def _silent(scene: Scene) -> Iterator[Verdict]:
    quiet = {
        one.terraform_address
        for composite in scene.all(cloudwatch.CompositeAlarm)
        for one in scene.graph.targets(composite.alarm_rule, cloudwatch.MetricAlarm)
    }
    for alarm in scene.all(cloudwatch.MetricAlarm):
        if literal(alarm.actions_enabled) is False:
            yield Violation(alarm, "its actions are off", "actions_enabled")
        elif not alarm.alarm_actions and alarm.terraform_address not in quiet:
            if list(scene.graph.users(alarm, ecs.Service)):
                continue
            yield Violation(alarm, "nobody is told", "alarm_actions")


def _trail(scene: Scene, wanted: str) -> Iterator[Verdict]:
    for trail in scene.all(cloudtrail.Trail):
        value = literal(getattr(trail, wanted))
        if value is False or (
            value is None and wanted not in ("enable_logging", "include_global_service_events")
        ):
            yield Violation(trail, TRAIL[wanted], wanted)


TRAIL = {
    "enable_logging": "it records nothing",
    "is_multi_region_trail": "it does not see other regions",
    "enable_log_file_validation": "a record that was changed looks like one that was not",
    "include_global_service_events": "it does not see IAM, STS and CloudFront",
}


def _trails(scene: Scene) -> Iterator[Verdict]:
    for wanted in TRAIL:
        yield from _trail(scene, wanted)


def _insights_on(scene: Scene, database: Any) -> bool:
    """Tell whether to ask for Performance Insights: the smallest classes do not have them."""
    kind = str(literal(database.instance_class))
    small = kind.endswith((".micro", ".small")) and kind.startswith(("db.t2", "db.t3", "db.t4g"))
    return scene.production and not small


def _retained(scene: Scene) -> Iterator[Verdict]:
    for group in scene.all(cloudwatch.LogGroup):
        days = literal(group.retention_in_days)
        if days in (None, 0):
            if group.retention_in_days in (None, 0):
                yield Violation(group, "it is kept, and paid for, for ever", "retention_in_days")
        elif scene.production and not at_least(MONTH)(days):
            what = f"it is kept {int(days)} days only"
            yield Violation(group, what, "retention_in_days")


def _bucket_logs(scene: Scene) -> Iterator[Verdict]:
    """Yield buckets of which nobody records who reads; those that hold logs are left out."""
    logged = {
        bucket.terraform_address
        for one in scene.all(s3.BucketLogging)
        for bucket in scene.graph.targets(one.target_bucket, s3.Bucket)
    }
    trails = any(
        trail.event_selector or trail.advanced_event_selector
        for trail in scene.all(cloudtrail.Trail)
    )
    for bucket in scene.all(s3.Bucket) if scene.production and not trails and logged else ():
        users = list(scene.graph.users(bucket, s3.BucketLogging))
        own = [one for one in users if bucket in scene.graph.targets(one.bucket, s3.Bucket)]
        if not own and bucket.terraform_address not in logged:
            yield Violation(bucket, "nobody records who reads it")


RULES = (
    Rule(
        id="LOG-01",
        severity="medium",
        title="Load balancers keep who asked for what",
        why="After an attack it is the only record of what was asked.",
        fix="Add `access_logs` with a bucket.",
        reference=("ELB.5", "CM-LB-08"),
        like=("CKV_AWS_91",),
        check=_balancers,
    ),
    Rule(
        id="LOG-02",
        severity="low",
        title="Distributions keep who asked for what",
        why="What the CDN answered itself appears in no other log.",
        fix="Add `logging_config`, or a log delivery for it.",
        reference=("CloudFront.5",),
        like=("CKV_AWS_86", "AWS-0010"),
        check=_distributions,
    ),
    Rule(
        id="LOG-03",
        severity="medium",
        title="Logs are kept a month at least, and not for ever",
        why="An intrusion is found after weeks; storage nobody reads costs every month.",
        fix="Set `retention_in_days` to 30 or more.",
        key="log_days: 30",
        reference=("CloudWatch.16", "ERP-OBS-03"),
        like=("CKV_AWS_66", "CKV_AWS_338"),
        check=_retained,
    ),
    Rule(
        id="LOG-04",
        severity="medium",
        title="Databases hand their logs to CloudWatch",
        why="They are gone with the instance, and no alarm sees them.",
        fix="Set `enabled_cloudwatch_logs_exports`.",
        reference=("RDS.9",),
        like=("CKV_AWS_129", "CKV2_AWS_30"),
        check=_exports,
    ),
    Rule(
        id="LOG-05",
        severity="low",
        title="Production's databases are watched from inside",
        why="CloudWatch sees the machine; what the processes wait for only the agent does.",
        fix="Set `monitoring_interval` to 60.",
        key="monitoring: 60",
        reference=("RDS.6",),
        like=("CKV_AWS_118",),
        check=each(
            rds.Instance,
            attribute="monitoring_interval",
            wants=at_least(1),
            says="nobody watches it from inside",
            which=in_production,
        ),
    ),
    Rule(
        id="LOG-06",
        severity="low",
        title="Production's databases say which statements are slow",
        why="Without it a slow evening stays a riddle.",
        fix="Set `performance_insights_enabled = true`.",
        key="performance_insights: true",
        reference=("ERP-DB-09",),
        like=("CKV_AWS_353", "AWS-0133"),
        check=each(
            rds.Instance,
            attribute="performance_insights_enabled",
            wants=true,
            says="it has no Performance Insights",
            which=_insights_on,
        ),
    ),
    Rule(
        id="LOG-07",
        severity="low",
        title="Clusters count what their tasks use",
        why="Without it nobody can say which task took the memory.",
        fix="Set `containerInsights` to `enabled`.",
        reference=("ECS.12",),
        like=("CKV_AWS_65", "AWS-0034"),
        check=_insights,
    ),
    Rule(
        id="LOG-08",
        severity="medium",
        title="Web ACLs keep what they refuse",
        why="Whether a rule stops attackers or customers only the log says.",
        fix="Add `aws_wafv2_web_acl_logging_configuration`.",
        reference=("WAF.11",),
        like=("CKV2_AWS_31",),
        check=_acls,
    ),
    Rule(
        id="LOG-09",
        severity="medium",
        title="A web ACL stands before production",
        why="Scanners try the known holes within hours.",
        fix="Associate an `aws_wafv2_web_acl` with it, or name one in the `web_acl_id` of its CDN.",
        key="/waf: true",
        reference=("ELB.16", "ERP-SEC-02"),
        like=("CKV2_AWS_28",),
        check=_guarded,
    ),
    Rule(
        id="LOG-10",
        severity="medium",
        title="A web ACL has rules",
        why="Without any it lets everything pass, and looks like safety.",
        fix="Add rules.",
        reference=("WAF.10",),
        like=("CKV_AWS_175", "CKV_AWS_342"),
        check=_empty_acl,
    ),
    Rule(
        id="LOG-11",
        severity="medium",
        title="Alarms tell somebody",
        why="An alarm that nobody hears is a picture.",
        fix="Set `alarm_actions`.",
        key="/alarms: {email: [ops@example.com]}",
        reference=("CloudWatch.15", "CloudWatch.17"),
        like=("CKV_AWS_319",),
        check=_silent,
    ),
    Rule(
        id="LOG-12",
        severity="high",
        title="CloudTrail sees everything and cannot be changed unnoticed",
        why="It is the only record of who did what.",
        fix="Turn on logging, all regions, global events and file validation.",
        reference=("CloudTrail.1", "CloudTrail.4", "CM-SEC-07", "HY-SEC-07"),
        like=("CKV_AWS_67", "CKV_AWS_36", "CKV_AWS_251", "AWS-0014", "AWS-0016"),
        check=_trails,
    ),
    Rule(
        id="LOG-13",
        severity="low",
        title="CloudTrail can be searched and raise alarms",
        why="Files in a bucket tell nobody of a login as root.",
        fix="Set `cloud_watch_logs_group_arn`.",
        reference=("CloudTrail.5",),
        like=("CKV2_AWS_10", "AWS-0162"),
        check=each(
            cloudtrail.Trail,
            attribute="cloud_watch_logs_group_arn",
            wants=given,
            says="no alarm can see what it records",
        ),
    ),
    Rule(
        id="LOG-14",
        severity="high",
        title="GuardDuty is on",
        why="A detector that is off finds nothing.",
        fix="Set `enable = true`.",
        reference=("GuardDuty.1", "CM-SEC-07"),
        like=("CKV_AWS_238", "CKV2_AWS_3"),
        check=each(
            guardduty.Detector,
            attribute="enable",
            wants=none_of(False),
            says="it is off",
        ),
    ),
    Rule(
        id="LOG-15",
        severity="low",
        title="Builds keep what they wrote",
        why="Why a build failed, or what it sent where, is gone otherwise.",
        fix="Do not disable `logs_config`.",
        reference=("CodeBuild.4",),
        like=("CKV_AWS_314",),
        check=each(
            codebuild.Project,
            attribute="logs_config.cloudwatch_logs.status",
            wants=none_of("DISABLED"),
            says="nobody keeps what it writes",
            which=lambda _scene, one: bool(
                one.logs_config
                and one.logs_config.cloudwatch_logs
                and literal(one.logs_config.cloudwatch_logs.status) == "DISABLED"
            ),
        ),
    ),
    Rule(
        id="LOG-16",
        severity="low",
        title="Who reads a bucket is on record",
        why="Where some buckets are recorded, one that is not is the one taken.",
        fix="Add `aws_s3_bucket_logging`, or data events of CloudTrail.",
        reference=("S3.9",),
        like=("CKV_AWS_18", "AWS-0089", "AWS-0161"),
        check=_bucket_logs,
    ),
    Rule(
        id="LOG-17",
        severity="low",
        title="Production's instances are measured every minute",
        why="Scaling by figures of five minutes ago is late.",
        fix="Set `monitoring = true`.",
        like=("CKV_AWS_126",),
        check=each(
            instances.Instance,
            attribute="monitoring",
            wants=true,
            says="it is measured every five minutes only",
            which=in_production,
        ),
    ),
    Rule(
        id="LOG-18",
        severity="low",
        title="Production's caches deliver their logs",
        why="Slow commands are kept for the last 128, and why an engine failed over nowhere.",
        fix="Add `log_delivery_configuration` for `slow-log` and for `engine-log`; a cache that is "
        "there already takes them with `apply_immediately = true` only.",
        reference=("CM-OBS-01",),
        check=_deliveries,
    ),
)
