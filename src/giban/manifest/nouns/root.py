"""The manifest itself, and the environments that overlay it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from giban.manifest.nouns.backup import Backups
from giban.manifest.nouns.bill import CostEntry, Usage
from giban.manifest.nouns.cache import Cache
from giban.manifest.nouns.cdn import Cdn
from giban.manifest.nouns.database import Database
from giban.manifest.nouns.foundation import (
    PREFIX,
    Atlantis,
    FoundationEntry,
    KeyName,
    TenantEntry,
)
from giban.manifest.nouns.instances import Instances
from giban.manifest.nouns.job import Job
from giban.manifest.nouns.naming import NamingEntry
from giban.manifest.nouns.network import Network
from giban.manifest.nouns.pipeline import Pipeline
from giban.manifest.nouns.policy import Policy, Waiver
from giban.manifest.nouns.queue import Queue
from giban.manifest.nouns.recovery import DisasterRecovery
from giban.manifest.nouns.registry import Registry
from giban.manifest.nouns.routing import LoadBalancer
from giban.manifest.nouns.service import Service
from giban.manifest.nouns.storage import Bucket, LogArchive, Site
from giban.manifest.nouns.watch import Alarms, Audit, BudgetEntry, WafEntry
from giban.manifest.part import HOST, NAME, Each, Name, Part, key
from giban.manifest.written import Written

TagKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9 _.:/=+@-]{1,128}$")]


class Shared(Part):
    """What may be written for all environments or for one."""

    owner: str | None = key(
        "Team that answers for it, a tag on everything; without it the project's name.",
        "platform-team",
        pattern=r"^[A-Za-z0-9 _.:/=+@-]{1,256}$",
    )
    region: str | None = key("AWS region; must be written.", "ap-northeast-2")
    timezone: str | None = key(
        "Time zone of all windows, by its IANA name; without it UTC.", "Asia/Seoul"
    )
    domain: str | None = key(
        "Host name of production, other environments put their name before it; "
        "without it plain HTTP on the load balancer's own name.",
        "erp.example.com",
        pattern=HOST,
    )
    zone: str | None = key(
        "Route 53 hosted zone that holds `domain`; without it the one of that very name, or of "
        "the wildcard in `certificate`.",
        "example.com",
        pattern=HOST,
    )
    certificate: str | None = key(
        "Name on the load balancer's certificate, `domain` or a wildcard that covers it, "
        "which all environments share; without it `domain`.",
        "*.example.com",
        pattern=r"^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$",
    )
    dns: Literal["route53", "elsewhere"] | None = key(
        "Who looks after names and certificates: `elsewhere` makes no records, and looks up a "
        "certificate that is there already; without it route53.",
        "elsewhere",
    )
    slo: float | None = key(
        "Percentage of a day that services answer, a tag on everything; public instances get an "
        "alarm by it. Without it nothing is promised.",
        99.5,
        gt=50,
        lt=100,
    )
    load_balancer: LoadBalancer | None = key(
        "How the load balancer treats connections.", {"idle_timeout": 3600}
    )
    github: str | None = key(
        "Repository whose pipelines may deploy, without stored keys; without it no pipeline role.",
        "example/hospital-erp",
        pattern=r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$",
    )
    boundary: str | None = key(
        "IAM policy that is the permissions boundary of every role of an environment, by name; "
        "`giban permissions ENV --boundary` prints what it takes. Without it roles have none.",
        "production-boundary",
        pattern=r"^[A-Za-z0-9_+=,.@-]{1,128}$",
    )
    state_lock: Literal["s3", "dynamodb"] | None = key(
        "How Terraform's state is locked; without it s3, by a lock file.", "s3"
    )
    encryption: Literal["customer", "aws"] | None = key(
        "Who owns the encryption keys; without it as `availability` says.", "customer"
    )
    keys: list[KeyName] | None = key(
        "Encryption keys that a foundation has, one for each kind of thing; without it all seven.",
        ["cloudwatch-logs", "secrets-manager", "rds", "s3"],
        min_length=1,
    )
    log_days: int | None = key(
        "Days the logs of services, jobs, databases and caches are kept that do not say otherwise; "
        "without it as `availability` says.",
        30,
        ge=1,
    )
    secret_recovery_days: int | None = key(
        "Days a deleted secret can be brought back, 0 or 7 to 30; "
        "without it 0, 7 or 30 as availability rises.",
        30,
        ge=0,
        le=30,
    )
    deletion_protection: bool | None = key(
        "Refuses to delete what holds data or takes traffic; "
        "without it only when availability is high.",
        True,
    )
    network: Network | None = key("The network; without it a VPC of its own.")
    services: dict[Each, Service | None] | None = key(
        'Containers that keep running, by name; "*" is what all have that say nothing else, here '
        "as with every noun below."
    )
    instances: dict[Each, Instances | None] | None = key(
        "EC2 running Docker Compose, by name: services say `on: <name>` to run there."
    )
    jobs: dict[Each, Job | None] | None = key(
        "Tasks that run to their end, by name: once when asked, or by the clock."
    )
    databases: dict[Each, Database | None] | None = key("Relational databases, by name.")
    caches: dict[Each, Cache | None] | None = key("Redis and Valkey caches, by name.")
    buckets: dict[Each, Bucket | None] | None = key("Private buckets, by name.")
    queues: dict[Each, Queue | None] | None = key("Queues of messages, by name.")
    log_archive: LogArchive | None = key(
        "How long access logs of load balancer, CDN and network are kept.",
        {"glacier_after": 90, "expire_after": 365},
    )
    sites: dict[Each, Site | None] | None = key("Static sites behind a CDN, by name.")
    dr: DisasterRecovery | None = key(
        "What stands ready in another region; without it nothing.",
        {"region": "ap-northeast-1", "cidr": "10.1.0.0/16"},
    )
    atlantis: Atlantis | None = key(
        "A server that plans pull requests, on a foundation; without it none.",
        {"host": "atlantis.example.com"},
    )
    pipeline: Pipeline | None = key(
        "CodePipeline that builds and deploys on a push; without it none.",
        {"repository": "example/shop", "branch": "main", "migrate": "migrate"},
    )
    bastion: bool | None = key(
        "A small server from which people reach databases and caches, by Session Manager, without "
        "an open port; without it none.",
        True,
    )
    dashboard: bool | None = key(
        "A page of graphs: latency, traffic, errors, saturation; without it none.", True
    )
    backup: Backups | None = key(
        "Daily copies of databases in a vault of their own, beside RDS's; without it none.",
        {"days": 35, "copy_to": "ap-northeast-1"},
    )
    cdn: Cdn | None = key(
        "CloudFront before the load balancer; without it requests go there directly.",
        {"paths": {"/assets/*": {"bucket": "assets", "cache": 86400}}},
    )
    waf: WafEntry | None = key(
        "Web firewall before the load balancer, or before the CDN that everything goes "
        "through; without it yes, except when availability is economy.",
        False,
        {"rate_limit": 1000},
    )
    alarms: Alarms | None = key("When someone is told.", {"email": ["ops@example.com"]})
    usage: Usage | None = key(
        "How much the system is used, for the bill; without it a small or medium profile.",
        {"profile": "medium", "nat_gb": 100},
    )
    costs: dict[Name, CostEntry | None] | None = key(
        "What others than AWS ask for, US dollars a month, by name; part of the bill.",
        {"anthropic": 150},
    )
    queries: dict[Name, str | None] | None = key(
        "Queries over the logs of all services, by name, as CloudWatch Logs Insights writes them.",
        {"errors": "fields @timestamp, @message | filter @message like /ERROR/ | limit 100"},
    )
    tags: dict[TagKey, str | None] | None = key(
        "Tags on everything, beside Project, Environment, Owner and ManagedBy.",
        {"CostCenter": "1234"},
    )


class Environment(Shared):
    """One environment: how available it is, and where it differs from the rest."""

    noun: ClassVar[str] = "an environment"
    availability: Literal["economy", "standard", "high"] | None = key(
        "What a failure may cost: economy, standard, or high, which survives the loss of a "
        "zone; without it standard.",
        "high",
    )
    budget: BudgetEntry | None = key(
        "US dollars a month, or `{monthly, email}`; without it nobody is told.", 600
    )


def _present(value: Any) -> Any:
    """Let `dev:` with nothing under it mean an environment without differences."""
    return {} if value is None else value


EnvironmentEntry = Annotated[
    Environment, BeforeValidator(_present, json_schema_input_type=Environment | None)
]


class Manifest(Shared):
    """What the author wrote, checked key by key; nothing is filled in."""

    noun: ClassVar[str] = "the manifest"
    project: str | None = key(
        "Name of the whole, the first word of every name; must be written.",
        "hospital-erp",
        pattern=NAME,
    )
    naming: NamingEntry | None = key(
        "How things are called: a pattern of {project}, {environment} and {name}, or "
        "`{resources, secrets}`; without it {project}-{environment}-{name}.",
        "{project}-{name}-{environment}",
        {"resources": "{environment}-{project}-{name}"},
    )
    registry: Registry | None = key("What becomes of old container images.", {"keep": 10})
    state_bucket: str | None = key(
        "S3 bucket for Terraform's state, a name that nobody else in the world has; "
        "without it `<project>-terraform-state`.",
        "hospital-erp-terraform-state-7f3a",
        pattern=r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$",
    )
    foundation: FoundationEntry | None = key(
        "The foundation this application stands on: its manifest, or the SSM path it exports "
        "under; without it everything is the application's own.",
        "../foundation/giban.yaml",
        "/shared",
        {"manifest": "../foundation/giban.yaml", "tenant": "fileflow"},
    )
    exports: str | None = key(
        "SSM path below which this project exports what it owns, which makes it a foundation; "
        "without it nothing is shared.",
        "/shared",
        pattern=PREFIX,
    )
    tenants: dict[Name, TenantEntry] | None = key(
        "Applications that stand on this foundation, by name.", {"fileflow": {}}
    )
    audit: Audit | None = key(
        "Record of who did what in the account; without it none of ours.", {"trail": True}
    )
    policy: Policy | None = key(
        "What the project demands of itself beside giban's rules.", {"tags": {"CostCenter": None}}
    )
    waivers: list[Waiver] | None = key("Findings of `giban check` that somebody has accepted.")
    environments: dict[Name, EnvironmentEntry] | None = key(
        "Environments by name, each an overlay on the rest; at least one must be written.",
        {"dev": {"availability": "economy"}, "production": {"availability": "high"}},
    )
    _written: Written | None = PrivateAttr(default=None)
    _base: Manifest | None = PrivateAttr(default=None)

    @property
    def written(self) -> Written | None:
        """Where every value stands; None for a manifest made in memory."""
        return self._written

    @property
    def base(self) -> Manifest | None:
        """The manifest of the foundation, where `foundation` names one that was read."""
        return self._base

    def standing_on(self, base: Manifest) -> Manifest:
        """Return the same manifest, knowing the foundation it stands on."""
        copy = self.model_copy()
        copy._base = base  # noqa: SLF001 - our own copy
        return copy

    def placed(self, written: Written) -> Manifest:
        """Return the same manifest, knowing where it was written."""
        copy = self.model_copy()
        copy._written = written  # noqa: SLF001 - our own copy
        return copy

    def rewritten(self, tree: Mapping[str, Any]) -> Manifest:
        """Return the manifest of another tree, on the same foundation.

        Raises pydantic's `ValidationError` for a tree that is none; places are those of before.
        """
        other = type(self).model_validate(tree)
        other._written, other._base = self._written, self._base  # noqa: SLF001 - our own kind
        return other

    def tree(self) -> dict[str, Any]:
        """Return what was written as plain mappings, short forms expanded, nothing added."""
        return self.model_dump(exclude_unset=True, by_alias=True)
