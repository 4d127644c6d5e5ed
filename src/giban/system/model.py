"""One environment of the author's system, complete: every default in, every reference resolved.

The words are the author's; what AWS gets for them is decided in `compile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from giban.system.facts import class_memory, connections
from giban.system.layers import Layers
from giban.values import Cidr

Availability = Literal["economy", "standard", "high"]
Access = Literal["read", "write", "send", "receive", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Patterns of names: `{project}`, `{environment}` and `{name}` stand for what differs."""

    resources: str
    secrets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subnet:
    """A range of addresses of one tier in one zone (`zone` is the letter: `a`)."""

    zone: str
    cidr: Cidr


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A VPC. `tiers` maps a tier's name to its subnets, one a zone, in the order of `zones`.

    A tier may have zones of its own; `data_tier` is the one where databases and caches stand.
    `nat` is how private subnets reach the internet; `flow_log_days` 0 means no flow log, unless
    it goes to the bucket of access logs.
    """

    cidr: Cidr
    zones: tuple[str, ...]
    tiers: Mapping[str, tuple[Subnet, ...]]
    data_tier: str
    nat: Literal["per-zone", "single", "instance", "none"]
    nat_type: str = "t4g.nano"
    endpoints: tuple[str, ...]
    flow_log_to: Literal["logs", "bucket"]
    flow_log_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """An edge from a service to something it uses.

    A `tenant` is the application's own database on the instance of its foundation.
    `prefix` is what its environment variables start with: `DATABASE`, `REDIS`, `BACKUPS`; `form`
    says whether a database is told as one URL or in parts, `login` as whom.
    """

    kind: Literal["database", "cache", "bucket", "queue", "tenant"]
    name: str
    access: Access
    prefix: str
    form: Literal["url", "parts"] = "url"
    replicas: tuple[str, ...] = ()
    login: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How health is judged, by the load balancer and inside the container; seconds.

    `command` is the program the image has for the check inside the container.
    """

    path: str
    status: str
    interval: int
    timeout: int
    healthy: int
    unhealthy: int
    grace: int
    command: Literal["wget", "node", "curl", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The queue that tasks follow, and how many waiting messages one task is enough for."""

    queue: str
    per_task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Bounds from a moment on; `cron` is in the words of Application Auto Scaling, local time."""

    name: str
    cron: str
    min: int
    max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How many tasks run; cooldowns in seconds, `cpu` and `memory` are target percentages.

    `desired` is how many run at the start, `schedule` how the bounds change by the clock.
    """

    min: int
    max: int
    desired: int
    messages: Messages | None
    schedule: tuple[Step, ...]
    cpu: int | None
    memory: int | None
    cooldown_in: int
    cooldown_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """A container beside the program; `cpu` in CPU units, `memory` in MiB, 0 for what is left.

    `volumes` says where it sees volumes of the service.
    """

    name: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    cpu: int
    memory: int
    essential: bool
    volumes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Patterns of names in AWS; None where giban chooses. `log` ends a log group's name.

    `{project}`, `{environment}` and `{name}` stand for those of the system and the service.
    """

    service: str | None
    task: str | None
    container: str | None
    log: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """Files of an image that a bucket serves, below `path`."""

    folder: str
    bucket: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How an image is built: `folder` is the repository's, `dockerfile` lies in it."""

    folder: str
    dockerfile: str
    assets: Assets | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """What happens on a push to a branch; `migrate` is a job that runs before services change."""

    repository: str
    branch: str
    approval: bool
    migrate: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A container that keeps running, behind the load balancer when it has a `port`.

    `cpu` is in CPU units (1024 is one vCPU), `memory` in MiB. `paths` is what the load balancer
    sends here; none is everything not sent elsewhere, with what others leave (`left`). `sticky`
    and `drain` are seconds. `spot` is the share of tasks above `min` that run on Fargate Spot,
    in percent. `repository` is the ECR repository of its image, and `image_of` the service whose
    tag it runs: its own. `disk` is in GiB, 0 for Fargate's own. `logs` are further log groups by
    name with the days they are kept. `secrets` are variables of a secret of its own,
    `shared_secrets` those of secrets by name. On instances (`on`) `cpu` and `memory` are limits,
    0 for none, `image` is one that others make, and Prometheus asks at `metrics`; `sources` are
    the addresses that may ask the load balancer for it, none for anyone. A job's task is one too:
    `noun` says where it stands in the manifest.
    """

    name: str
    noun: Literal["services", "jobs"]
    on: str | None
    image: str | None
    image_of: str
    port: int | None
    paths: tuple[str, ...]
    left: tuple[str, ...]
    sources: tuple[str, ...]
    sticky: int | None
    drain: int
    metrics: str | None
    cpu: int
    memory: int
    disk: int
    architecture: Literal["x86_64", "arm64"]
    repository: str
    build: Build | None
    health: Health
    scale: Scale
    uses: tuple[Use, ...]
    environment: Mapping[str, str]
    secrets: tuple[str, ...]
    shared_secrets: Mapping[str, tuple[str, ...]]
    command: tuple[str, ...]
    sidecars: tuple[Sidecar, ...]
    volumes: Mapping[str, str]
    logs: Mapping[str, int]
    names: Names
    tracing: bool
    spot: int
    log_days: int
    exec: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceScale:
    """How many instances run; `cpu` is a target percentage, `requests` a target a minute."""

    min: int
    max: int
    cpu: int | None
    requests: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compose:
    """Where a Docker Compose file is kept; without a `bucket` in giban's own."""

    bucket: str | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prometheus:
    """Prometheus: the instances it looks at, and the service that is Grafana."""

    watches: tuple[str, ...]
    retention_days: int
    grafana: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instances:
    """EC2 running Docker Compose: one, or a group that `scale` describes.

    `disk` and `data` are GiB of the root volume and of a disk that stays, 0 for none. One that is
    `public` has an Elastic IP and takes requests itself.
    """

    name: str
    type: str
    architecture: Literal["x86_64", "arm64"]
    disk: int
    scale: InstanceScale | None
    public: bool
    compose: Compose
    data: int
    prometheus: Prometheus | None
    backup_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task that runs to its end; without a `schedule` only when it is asked to.

    `retries` counts the times a start is tried again.
    """

    name: str
    schedule: str | None
    retries: int
    task: Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A weekly or daily window in UTC, as AWS wants it written: `sun:19:00-sun:20:00`."""

    utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A user with a database of its own on a server."""

    name: str
    database: str
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A relational database. Sizes in GiB, `backup_days` in days, `monitoring` in seconds."""

    name: str
    engine: Literal["postgres", "mysql"]
    version: str
    instance_class: str
    storage: int
    storage_max: int
    multi_az: bool
    database: str
    username: str
    logins: Mapping[str, Login]
    secret: str | None
    parameters: Mapping[str, str]
    replicas: tuple[Replica, ...]
    backup_days: int
    backup_window: Window
    maintenance_window: Window
    deletion_protection: bool
    final_snapshot: bool
    performance_insights: bool
    monitoring: int
    log_days: int

    @property
    def major(self) -> str:
        """The engine's major version: `16` for PostgreSQL, `8.0` for MySQL."""
        parts = self.version.split(".")
        return parts[0] if self.engine == "postgres" else ".".join(parts[:2])

    @property
    def class_memory(self) -> float:
        """The memory of the instance class in GiB, by its family and size."""
        return class_memory(self.instance_class)

    @property
    def connections(self) -> int:
        """About how many connections it takes: a parameter, or what RDS reckons by memory."""
        written = self.parameters.get("max_connections", "")
        if written.isdecimal():
            return int(written)
        return connections(self.engine, self.class_memory)

    @property
    def port(self) -> int:
        """The port clients connect to."""
        return 5432 if self.engine == "postgres" else 3306


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """A Redis or Valkey cache; `nodes` counts the primary and its replicas.

    With `shards` it is a cluster, and `nodes` are those of one shard.
    """

    name: str
    engine: Literal["redis", "valkey"]
    version: str
    node_type: str
    nodes: int
    shards: int | None
    snapshot_days: int
    snapshot_window: Window
    maintenance_window: Window

    @property
    def port(self) -> int:
        """The port clients connect to, with TLS."""
        return 6379


@dataclass(frozen=True, slots=True, kw_only=True)
class Cors:
    """Which web pages may call a bucket; `max_age` is in seconds."""

    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...]
    max_age: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A private bucket. Days count from an object's creation; None means never.

    `tiering` is the days without a reader after which S3 archives by itself, 0 for no archive;
    `expire_tag` is the tag (`key=value`) of the only objects that expire.
    """

    name: str
    versioning: bool
    infrequent_after: int | None
    glacier_after: int | None
    glacier_flexible_after: int | None
    deep_archive_after: int | None
    tiering: int | None
    expire_after: int | None
    expire_tag: str | None
    old_versions_expire_after: int | None
    replica: str | None
    log_exports: bool
    encryption: Literal["customer", "aws"]
    cors: Cors | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogArchive:
    """Days until access logs move to Glacier (None: never), and until they are deleted."""

    glacier_after: int | None
    expire_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Where a message goes that was handed out `after` times; kept for `retention_days`."""

    after: int
    retention_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue; `visibility`, `delay` and `wait` in seconds."""

    name: str
    fifo: bool
    visibility: int
    retention_days: int
    delay: int
    wait: int
    dead_letter: DeadLetter | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Static files behind a CDN at `host`; `price_class` is CloudFront's."""

    name: str
    host: str | None
    price_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CdnPath:
    """A path of the CDN; `bucket` is None for the load balancer, `cache` in seconds."""

    path: str
    bucket: str | None
    cache: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backups:
    """Daily copies of databases; `cron` is local time, `copy_to` a region for a second copy."""

    cron: str
    days: int
    copy_to: str | None
    copy_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """A copy of a database that can be read."""

    name: str
    instance_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cdn:
    """What everything goes through; `cache` is the most that services' answers are kept."""

    cache: int
    paths: tuple[CdnPath, ...]
    price_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waf:
    """The web ACL in front of the load balancer; `rate_limit` is requests per 5 minutes per IP."""

    managed_rules: tuple[str, ...]
    rate_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """A Slack channel, by Slack's own ids."""

    workspace: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """Thresholds: percentages of CPU, memory, storage and connections; errors a period.

    `topic` ends the name of the topic; `error_periods` counts periods in a row.
    """

    email: tuple[str, ...]
    urgent: tuple[str, ...]
    slack: Slack | None
    topic: str
    error_periods: int
    application_insights: bool
    cpu: int
    memory: int
    errors: int
    error_seconds: int
    unhealthy_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A monthly spending limit in USD and who hears of it."""

    monthly: int
    email: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much it is used, as far as the author says; units are those of the manifest's keys.

    `each` holds figures by the key path of what they are for, or of a whole kind: `buckets`.
    """

    profile: Literal["small", "medium", "large"]
    free_allocations: bool
    figures: Mapping[str, Decimal]
    each: Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What somebody else than AWS asks for: US dollars a month, `reduction` percent of it saved."""

    name: str
    monthly: Decimal
    reduction: Decimal
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an account is watched by: the record of every call, kept for `days`, and GuardDuty."""

    trail: bool
    threats: bool
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What stands ready in another region; `instance_class` is of the database's replica."""

    region: str
    network: Network
    instance_class: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlantis:
    """A server that plans pull requests; `policies` are the ARNs of what it may."""

    host: str
    repositories: tuple[str, ...]
    version: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """An application that stands on a foundation, and what it is given there.

    `database` is None for one without a database on the shared instance.
    """

    name: str
    repositories: tuple[str, ...]
    database: str | None
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What an application stands on: another project's network, keys, images and database.

    `prefix` is the SSM path below which it exports, `environment` the one of its environments
    that is meant, `tenant` what it calls this application. `manifest` is the file that was read to
    check all that; None when it is assumed. `keeps_state` means the Terraform state lies in the
    foundation's bucket, `knows_github` that the account's GitHub identity is the foundation's.
    """

    prefix: str
    environment: str
    tenant: Tenant
    manifest: str | None
    keys: tuple[str, ...]
    database: Database | None
    keeps_state: bool
    knows_github: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """What makes a project a foundation: where it exports, its keys, and who stands on it."""

    prefix: str
    keys: tuple[str, ...]
    tenants: Mapping[str, Tenant]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One environment, complete.

    `environments` lists all environments of the project. `domain` is this environment's host
    name, `zone` the hosted zone it lies in, `certificate` the name on its certificate; all None
    without a domain. `idle_timeout` is the load balancer's, in seconds.
    `foundation` is what an application stands on, `exports` what makes a project one.
    `layers` answers where each value came from.
    """

    project: str
    naming: Naming
    keep_images: int
    environment: str
    environments: tuple[str, ...]
    owner: str
    region: str
    availability: Availability
    timezone: str
    domain: str | None
    zone: str | None
    certificate: str | None
    dns: Literal["route53", "elsewhere"]
    slo: float | None
    idle_timeout: int
    github: str | None
    boundary: str | None
    state_bucket: str
    state_lock: Literal["s3", "dynamodb"]
    encryption: Literal["customer", "aws"]
    secret_recovery_days: int
    deletion_protection: bool
    network: Network
    services: Mapping[str, Service]
    instances: Mapping[str, Instances]
    jobs: Mapping[str, Job]
    databases: Mapping[str, Database]
    caches: Mapping[str, Cache]
    buckets: Mapping[str, Bucket]
    queues: Mapping[str, Queue]
    log_archive: LogArchive
    sites: Mapping[str, Site]
    pipeline: Pipeline | None
    bastion: bool
    dashboard: bool
    backup: Backups | None
    cdn: Cdn | None
    waf: Waf | None
    alarms: Alarms
    budget: Budget | None
    queries: Mapping[str, str]
    usage: Usage
    costs: Mapping[str, Cost]
    audit: Audit | None
    dr: Recovery | None
    atlantis: Atlantis | None
    foundation: Foundation | None
    exports: Exports | None
    tags: Mapping[str, str]
    layers: Layers
    standby: bool = False

    @property
    def tasks(self) -> tuple[Service, ...]:
        """Everything that runs as a task: services on Fargate, and what jobs run."""
        return (*self.fargate.values(), *(job.task for job in self.jobs.values()))

    @property
    def programs(self) -> tuple[Service, ...]:
        """Everything that runs: services wherever they do, and what jobs run."""
        return (*self.services.values(), *(job.task for job in self.jobs.values()))

    @property
    def fargate(self) -> dict[str, Service]:
        """The services that run on Fargate."""
        return {name: one for name, one in self.services.items() if one.on is None}

    def hosted(self, on: str) -> tuple[Service, ...]:
        """Return the services that run on some instances."""
        return tuple(one for one in self.services.values() if one.on == on)

    @property
    def balanced(self) -> tuple[Service, ...]:
        """The services behind the load balancer: those with a port, but for public instances."""
        return tuple(
            one
            for one in self.services.values()
            if one.port is not None
            and not any(there.public and there.name == one.on for there in self.instances.values())
        )

    @property
    def provisions(self) -> bool:
        """Whether something uses the application's own database on its foundation's instance."""
        return any(use.kind == "tenant" for task in self.tasks for use in task.uses)
