"""What holds when nobody says otherwise: the only place with defaults, each with its reason.

`*` stands for every name the author wrote. Availability is not considered here; what depends
on it is in `presets.py`, what is worked out from other values in `derived.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giban.system.foundation import KEYS
from giban.system.layers import Default

TABLE: dict[str, tuple[Any, str]] = {
    "timezone": ("UTC", "AWS reads every window in UTC"),
    "state_lock": ("s3", "S3 locks natively since Terraform 1.11, without another table"),
    "naming.resources": ("{project}-{environment}-{name}", "ERP-GOV-03: sorted by environment"),
    "naming.secrets": ("{project}-{environment}/{name}", "a folder for each environment"),
    "keys": (list(KEYS), "HY-KMS-01: one for each kind of thing"),
    # --- network
    "network.cidr": ("10.0.0.0/16", "ERP-NET-01: the range all five reference systems use"),
    "network.endpoints": ([], "NAT gateways are there already"),
    "network.nat_type": ("t4g.nano", "D-CM-12: 3.80 USD a month, for up to 5 Gbit/s at times"),
    "network.flow_log_to": ("logs", "where they can be asked with Logs Insights"),
    "network.flow_log_days": (0, "flow logs cost 0.76 USD a GB in Seoul"),
    # --- services
    "services.*.architecture": ("x86_64", "what GitHub's usual runners build"),
    "services.*.size.cpu": (256, "the smallest task Fargate has"),
    "services.*.scale.cpu": (70, "ERP-CMP-15: target tracking at 70 %"),
    "services.*.scale.memory": (None, "CPU alone decides; memory seldom falls again"),
    "services.*.scale.cooldown_in": (300, "ERP-CMP-15: slow to remove tasks"),
    "services.*.scale.cooldown_out": (60, "ERP-CMP-15: quick to add tasks"),
    "services.*.health.path": ("/health", "ERP-LB-05: the path the reference systems answer"),
    "services.*.health.status": ("200", "ERP-LB-05"),
    "services.*.health.interval": (30, "ERP-CMP-09"),
    "services.*.health.timeout": (5, "ERP-CMP-09"),
    "services.*.health.healthy": (2, "ERP-LB-05"),
    "services.*.health.unhealthy": (3, "ERP-CMP-09"),
    "services.*.health.grace": (60, "ERP-CMP-09: startPeriod; D-ERP-18"),
    "services.*.health.command": ("wget", "D-ERP-06: Alpine images have no curl"),
    "services.*.port": (None, "only services with a port stand behind the load balancer"),
    "services.*.path": (None, "everything not sent elsewhere"),
    "services.*.size.disk": (None, "the 20 GiB Fargate gives for nothing"),
    "services.*.scale.messages": (None, "queues are ignored"),
    "services.*.scale.requests": (None, "CPU alone decides; what a request costs differs"),
    "services.*.sidecars.*.essential": (False, "the program goes on without it"),
    "services.*.except": (None, "a service keeps all of its paths"),
    "services.*.sticky": (None, "a service keeps nothing of a client in its own memory"),
    "services.*.drain": (30, "ERP-LB-04: longer than requests take, short enough for deploys"),
    "load_balancer.idle_timeout": (60, "what AWS has by itself"),
    "services.*.tracing": (False, "a collector beside every task costs CPU and traces"),
    # --- jobs
    "jobs.*.schedule": (None, "only when it is asked to"),
    "jobs.*.retries": (3, "a scheduler that tries for a day starts yesterday's job"),
    "jobs.*.size.cpu": (256, "the smallest task Fargate has"),
    "jobs.*.size.disk": (None, "the 20 GiB Fargate gives for nothing"),
    "jobs.*.spot": (False, "what stops half-way has to be able to begin again"),
    # --- instances
    "instances.*.type": ("t3.small", "TO-CMP-01: the smallest that runs a few containers"),
    "instances.*.disk": (20, "TO-CMP-02: images and logs of a few containers"),
    "instances.*.compose.bucket": (None, "giban's own, with the account's number in its name"),
    "instances.*.scale": (None, "one instance"),
    "instances.*.prometheus": (None, "CloudWatch has the alarms"),
    "dns": ("route53", "names and certificates are made with the rest"),
    "registry.keep": (300, "more images than production ever lies behind the newest"),
    # --- databases
    "databases.*.storage.size": (20, "the smallest gp3 volume RDS has"),
    "databases.*.secret": (None, "its own name, in the folder databases"),
    "databases.*.username": ("dbadmin", "`admin` and `root` are reserved by some engines"),
    "databases.*.backup.window": ("03:00-04:00", "ERP-DB-08, in local time: D-ERP-14"),
    "databases.*.maintenance": ("Mon 04:00-05:00", "ERP-DB-08, in local time: D-ERP-14"),
    "databases.*.monitoring": (60, "ERP-DB-10: Enhanced Monitoring every minute"),
    # --- caches
    "caches.*.node": ("cache.t4g.micro", "the smallest current node"),
    "caches.*.shards": (None, "D-CM-10: a cluster needs clients that know it is one"),
    "caches.*.snapshot.window": ("02:00-03:00", "ERP-CCH-06, in local time: D-ERP-14"),
    "caches.*.maintenance": ("Mon 05:00-06:00", "after the databases' window"),
    # --- buckets, sites
    "buckets.*.versioning": (True, "ERP-STO-01: a deleted file can come back"),
    "buckets.*.infrequent_after": (None, "objects stay where they are"),
    "buckets.*.glacier_after": (None, "objects stay where they are"),
    "buckets.*.glacier_flexible_after": (None, "objects stay where they are"),
    "buckets.*.replica": (None, "no copy, even where there is another region"),
    "buckets.*.log_exports": (False, "nobody but services writes there"),
    "buckets.*.deep_archive_after": (None, "D-CM-22: what is served must be there at once"),
    "buckets.*.tiering": (None, "objects move by age alone"),
    "buckets.*.expire_tag": (None, "age alone decides"),
    "buckets.*.cors": (None, "no page calls it"),
    "buckets.*.expire_after": (None, "nothing is deleted that nobody asked to delete"),
    "buckets.*.old_versions_expire_after": (30, "old versions are paid for like new ones"),
    # --- queues
    "queues.*.fifo": (False, "order costs throughput, and is seldom needed"),
    "queues.*.visibility": (300, "HY-QUE-01: five minutes for a message"),
    "queues.*.retention_days": (4, "D-HY-25: shorter than its dead letters are kept"),
    "queues.*.delay": (0, "messages can be taken at once"),
    "queues.*.wait": (20, "long polling: fewer empty answers, which cost like full ones"),
    "queues.*.dead_letter.after": (3, "HY-QUE-02: maxReceiveCount"),
    "queues.*.dead_letter.retention_days": (14, "HY-QUE-02: two weeks, the longest SQS has"),
    "log_archive.glacier_after": (None, "logs of three months are not worth a move"),
    "log_archive.log_exports": (False, "logs stay where they are searched"),
    "log_archive.expire_after": (90, "long enough to look into an incident"),
    "sites.*.host": (None, "CloudFront's own address"),
    "sites.*.price_class": ("PriceClass_200", "the cheapest with places in Korea and Japan"),
    # --- what is watched
    "audit": (None, "one trail for an account, often somebody else's"),
    "dr": (None, "another region is paid for like this one"),
    "atlantis": (None, "HY-CMP-10: an option"),
    "waf.managed_rules": (
        [
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet",
            "AWSManagedRulesSQLiRuleSet",
            "AWSManagedRulesAmazonIpReputationList",
        ],
        "ERP-SEC-02: 1125 of the 1500 capacity units a web ACL has without extra cost",
    ),
    "waf.rate_limit": (10000, "33 requests a second from one address: a whole office shares one"),
    "alarms.email": ([], "nobody was named"),
    "alarms.cpu": (80, "ERP-OBS-02"),
    "alarms.memory": (85, "memory alarm of the hybrid reference; D-ERP-22"),
    "alarms.slack": (None, "no channel was named"),
    "alarms.topic": ("alarms", "what reports there"),
    "alarms.error_periods": (1, "ERP-OBS-04: the first 5 minutes with so many errors"),
    "alarms.application_insights": (False, "it makes alarms of its own, and they are paid for"),
    "alarms.urgent": ([], "one topic for everything"),
    "alarms.errors": (10, "ERP-OBS-04: in 5 minutes"),
    "alarms.error_seconds": (300, "ERP-OBS-04: in 5 minutes"),
    "alarms.unhealthy_seconds": (600, "longer than a task takes to be replaced"),
    "budget": (None, "no limit was written"),
    # --- the bill
    "usage.free_allocations": (True, "an account has them whether it asks or not"),
    "costs.*.reduction": (0, "nothing is saved that nobody said"),
    "costs.*.note": (None, "the name says it"),
}


def grown(table: Mapping[str, tuple[Any, str]]) -> dict[str, Any]:
    """Turn a table of dotted paths into the tree that layers merge."""
    tree: dict[str, Any] = {}
    for path, (value, reason) in table.items():
        *outer, last = path.split(".")
        here = tree
        for step in outer:
            here = here.setdefault(step, {})
        here[last] = Default(value, reason)
    return tree


def defaults() -> dict[str, Any]:
    """Return the lowest layer."""
    return grown(TABLE)
