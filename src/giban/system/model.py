"""One environment of the author's system, complete: every default in, every reference resolved.

The words are the author's; what AWS gets for them is decided in `compile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import ceil
from typing import Literal

from msgspec import Struct

from giban.system.facts import class_memory, connections
from giban.system.layers import Layers
from giban.values import Cidr

Availability = Literal["economy", "standard", "high"]
Access = Literal["read", "write", "send", "receive", "both"]


class Naming(Struct, frozen=True, kw_only=True):
    """Patterns of names: `{project}`, `{environment}` and `{name}` stand for what differs."""

    resources: str
    secrets: str


class Subnet(Struct, frozen=True, kw_only=True):
    """A range of addresses of one tier in one zone (`zone` is the letter: `a`)."""

    zone: str
    cidr: Cidr


class Network(Struct, frozen=True, kw_only=True):
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


class Use(Struct, frozen=True, kw_only=True):
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


class Health(Struct, frozen=True, kw_only=True):
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


class Messages(Struct, frozen=True, kw_only=True):
    """The queue that tasks follow, and how many waiting messages one task is enough for."""

    queue: str
    per_task: int


class Step(Struct, frozen=True, kw_only=True):
    """Bounds from a moment on; `cron` is in the words of Application Auto Scaling, local time."""

    name: str
    cron: str
    min: int
    max: int


class Scale(Struct, frozen=True, kw_only=True):
    """How many tasks run; cooldowns in seconds, `cpu` and `memory` are target percentages.

    `requests` is a target a minute for each task, `desired` is how many run at the start,
    `schedule` how the bounds change by the clock.
    """

    min: int
    max: int
    desired: int
    messages: Messages | None
    schedule: tuple[Step, ...]
    cpu: int | None
    memory: int | None
    requests: int | None
    cooldown_in: int
    cooldown_out: int


class Sidecar(Struct, frozen=True, kw_only=True):
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


class Names(Struct, frozen=True, kw_only=True):
    """Patterns of names in AWS; None where giban chooses. `log` ends a log group's name.

    `{project}`, `{environment}` and `{name}` stand for those of the system and the service.
    """

    service: str | None
    task: str | None
    container: str | None
    log: str | None


class Assets(Struct, frozen=True, kw_only=True):
    """Files of an image that a bucket serves, below `path`."""

    folder: str
    bucket: str
    path: str


class Build(Struct, frozen=True, kw_only=True):
    """How an image is built: `folder` is the repository's, `dockerfile` lies in it."""

    folder: str
    dockerfile: str
    assets: Assets | None


class Pipeline(Struct, frozen=True, kw_only=True):
    """What happens on a push to a branch; `migrate` is a job that runs before services change."""

    repository: str
    branch: str
    approval: bool
    migrate: str | None


class Trial(Struct, frozen=True, kw_only=True):
    """A port at which a new version answers first, to those who ask from `sources`."""

    port: int
    sources: tuple[str, ...]


class Deployment(Struct, frozen=True, kw_only=True):
    """How a new version takes over; `bake` and `step_bake` in minutes, `percent` of requests.

    Without a `strategy` ECS is told nothing, and replaces task by task. `alarms` says whether it
    goes back when alarms of the service ring. `hooks` are names of Lambda functions by the stage
    they are asked at, in ECS's words. What a strategy has not is 0.
    """

    strategy: Literal["rolling", "blue-green", "canary", "linear"] | None
    percent: float
    step_bake: int
    bake: int
    alarms: bool
    test: Trial | None
    hooks: Mapping[str, str]

    @property
    def shifts(self) -> bool:
        """Whether two versions stand beside each other and ECS moves the requests."""
        return self.strategy not in (None, "rolling")

    @property
    def minutes(self) -> int:
        """How long ECS looks on, beside the time that tasks take to start."""
        if not self.percent:
            return self.bake
        steps = 1 if self.strategy == "canary" else ceil(100 / self.percent) - 1
        return steps * self.step_bake + self.bake


class Service(Struct, frozen=True, kw_only=True):
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
    deployment: Deployment
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


class InstanceScale(Struct, frozen=True, kw_only=True):
    """How many instances run; `cpu` is a target percentage, `requests` a target a minute."""

    min: int
    max: int
    cpu: int | None
    requests: int | None


class Compose(Struct, frozen=True, kw_only=True):
    """Where a Docker Compose file is kept; without a `bucket` in giban's own."""

    bucket: str | None
    key: str


class Prometheus(Struct, frozen=True, kw_only=True):
    """Prometheus: the instances it looks at, and the service that is Grafana."""

    watches: tuple[str, ...]
    retention_days: int
    grafana: str | None


class Instances(Struct, frozen=True, kw_only=True):
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


class Job(Struct, frozen=True, kw_only=True):
    """A task that runs to its end; without a `schedule` only when it is asked to.

    `retries` counts the times a start is tried again.
    """

    name: str
    schedule: str | None
    retries: int
    task: Service


class Window(Struct, frozen=True, kw_only=True):
    """A weekly or daily window in UTC, as AWS wants it written: `sun:19:00-sun:20:00`."""

    utc: str


class Login(Struct, frozen=True, kw_only=True):
    """A user with a database of its own on a server."""

    name: str
    database: str
    username: str


class Database(Struct, frozen=True, kw_only=True):
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


class Cache(Struct, frozen=True, kw_only=True):
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
    log_days: int

    @property
    def port(self) -> int:
        """The port clients connect to, with TLS."""
        return 6379


class Cors(Struct, frozen=True, kw_only=True):
    """Which web pages may call a bucket; `max_age` is in seconds."""

    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...]
    max_age: int


class Bucket(Struct, frozen=True, kw_only=True):
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


class LogArchive(Struct, frozen=True, kw_only=True):
    """Days until access logs move to Glacier (None: never), and until they are deleted.

    With `log_exports` CloudWatch Logs may put copies of log groups there as well.
    """

    glacier_after: int | None
    expire_after: int | None
    log_exports: bool


class DeadLetter(Struct, frozen=True, kw_only=True):
    """Where a message goes that was handed out `after` times; kept for `retention_days`."""

    after: int
    retention_days: int


class Queue(Struct, frozen=True, kw_only=True):
    """A queue; `visibility`, `delay` and `wait` in seconds."""

    name: str
    fifo: bool
    visibility: int
    retention_days: int
    delay: int
    wait: int
    dead_letter: DeadLetter | None


class Site(Struct, frozen=True, kw_only=True):
    """Static files behind a CDN at `host`; `price_class` is CloudFront's."""

    name: str
    host: str | None
    price_class: str


class CdnPath(Struct, frozen=True, kw_only=True):
    """A path of the CDN; `bucket` is None for the load balancer, `cache` in seconds."""

    path: str
    bucket: str | None
    cache: int


class Backups(Struct, frozen=True, kw_only=True):
    """Daily copies of databases; `cron` is local time, `copy_to` a region for a second copy."""

    cron: str
    days: int
    copy_to: str | None
    copy_days: int


class Replica(Struct, frozen=True, kw_only=True):
    """A copy of a database that can be read."""

    name: str
    instance_class: str


class Cdn(Struct, frozen=True, kw_only=True):
    """What everything goes through; `cache` is the most that services' answers are kept.

    With a `host` of its own it answers what `paths` name, and nothing else goes through it.
    """

    host: str | None
    cache: int
    paths: tuple[CdnPath, ...]
    price_class: str


class Waf(Struct, frozen=True, kw_only=True):
    """The web ACL in front of the load balancer, or of the CDN that everything goes through.

    `rate_limit` is requests per 5 minutes per IP.
    """

    managed_rules: tuple[str, ...]
    rate_limit: int


class Slack(Struct, frozen=True, kw_only=True):
    """A Slack channel, by Slack's own ids."""

    workspace: str
    channel: str


class Alarms(Struct, frozen=True, kw_only=True):
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


class Budget(Struct, frozen=True, kw_only=True):
    """A monthly spending limit in USD and who hears of it."""

    monthly: int
    email: tuple[str, ...]


class Usage(Struct, frozen=True, kw_only=True):
    """How much it is used, as far as the author says; units are those of the manifest's keys.

    `each` holds figures by the key path of what they are for, or of a whole kind: `buckets`.
    """

    profile: Literal["small", "medium", "large"]
    free_allocations: bool
    figures: Mapping[str, Decimal]
    each: Mapping[str, Mapping[str, Decimal]]


class Cost(Struct, frozen=True, kw_only=True):
    """What somebody else than AWS asks for: US dollars a month, `reduction` percent of it saved."""

    name: str
    monthly: Decimal
    reduction: Decimal
    note: str


class Audit(Struct, frozen=True, kw_only=True):
    """What an account is watched by: the record of every call, kept for `days`, and GuardDuty."""

    trail: bool
    threats: bool
    days: int


class Recovery(Struct, frozen=True, kw_only=True):
    """What stands ready in another region; `instance_class` is of the database's replica.

    `rpo` and `rto` are minutes: of work that may be lost, and until the region answers.
    """

    region: str
    network: Network
    instance_class: str | None
    rpo: int
    rto: int


class Atlantis(Struct, frozen=True, kw_only=True):
    """A server that plans pull requests; `policies` are the ARNs of what it may."""

    host: str
    repositories: tuple[str, ...]
    version: str
    policies: tuple[str, ...]


class Tenant(Struct, frozen=True, kw_only=True):
    """An application that stands on a foundation, and what it is given there.

    `database` is None for one without a database on the shared instance.
    """

    name: str
    repositories: tuple[str, ...]
    database: str | None
    username: str


class Foundation(Struct, frozen=True, kw_only=True):
    """What an application stands on: another project's network, keys, images and database.

    `prefix` is the SSM path below which it exports, `environment` the one of its environments
    that is meant, `tenant` what it calls this application. `manifest` is the file that was read to
    check all that; None when it is assumed. `keeps_state` means the Terraform state lies in the
    foundation's bucket, `knows_github` that the account's GitHub identity is the foundation's;
    `elsewhere` is where the database's copy stands in the other region, which is peered.
    """

    prefix: str
    environment: str
    tenant: Tenant
    manifest: str | None
    keys: tuple[str, ...]
    database: Database | None
    keeps_state: bool
    knows_github: bool
    elsewhere: tuple[Subnet, ...] = ()


class Exports(Struct, frozen=True, kw_only=True):
    """What makes a project a foundation: where it exports, its keys, and who stands on it."""

    prefix: str
    keys: tuple[str, ...]
    tenants: Mapping[str, Tenant]


class System(Struct, frozen=True, kw_only=True):
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
    def behind_cdn(self) -> bool:
        """Whether everything goes through the CDN, which then has the domain."""
        return self.cdn is not None and self.cdn.host is None

    @property
    def at_the_edge(self) -> bool:
        """Whether CloudFront answers for it; what stands ready elsewhere is behind the same."""
        return bool(self.sites or self.cdn) and not self.standby

    @property
    def provisions(self) -> bool:
        """Whether something uses the application's own database on its foundation's instance."""
        return any(use.kind == "tenant" for task in self.tasks for use in task.uses)
