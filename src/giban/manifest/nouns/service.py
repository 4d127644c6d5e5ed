"""`services:` - containers that keep running."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, Tag

from giban.manifest.nouns.container import (
    Argument,
    EnvironmentText,
    MountPath,
    Names,
    Sidecar,
)
from giban.manifest.nouns.deployment import DeploymentEntry
from giban.manifest.nouns.pipeline import Build
from giban.manifest.nouns.routing import PathEntry
from giban.manifest.part import BY_SHAPE, CLOCK, DAY, CidrText, Name, Part, Variable, expands, key

Percent = Annotated[int, Field(ge=1, le=100)]
LogDays = Annotated[int, Field(ge=1)]


class Size(Part):
    """What one task gets."""

    noun: ClassVar[str] = "`size`"
    cpu: Literal[256, 512, 1024, 2048, 4096, 8192, 16384] | None = key(
        "CPU units, 1024 is one vCPU; without it 256.", 1024
    )
    memory: int | None = key(
        "Memory in MiB; without it twice the CPU units.", 2048, ge=512, le=122880
    )
    disk: int | None = key(
        "GiB of disk, gone with the task; without it the 20 that Fargate gives.", 50, ge=21, le=200
    )


class Messages(Part):
    """Tasks follow the messages that wait in a queue."""

    noun: ClassVar[str] = "`messages`"
    queue: Name | None = key(
        "The queue that is looked at; without it the only one the service receives from.", "jobs"
    )
    per_task: int | None = key(
        "Waiting messages that one task is enough for; must be written.", 100, ge=1
    )


MessagesEntry = Annotated[
    Annotated[int, Field(ge=1), Tag("=number")] | Annotated[Messages, Tag("=mapping")],
    BY_SHAPE,
    expands(Messages, "per_task"),
]


class Step(Part):
    """Bounds that hold from a time of day on, until the next step."""

    noun: ClassVar[str] = "a step of `schedule`"
    at: str | None = key(
        "When it begins, in `timezone`: a time of day, or one with a day or days of the week.",
        "22:00",
        "Mon-Fri 22:00",
        pattern=rf"^({DAY}(-{DAY}|(,{DAY})+)? )?{CLOCK}$",
    )
    min: int | None = key("Fewest tasks from then on; without it as `scale.min`.", 0, ge=0)
    max: int | None = key("Most tasks from then on; without it as `scale.max`.", 1, ge=0)


class Scale(Part):
    """How many tasks run."""

    noun: ClassVar[str] = "`scale`"
    min: int | None = key("Fewest tasks; without it 1, or 2 when availability is high.", 2, ge=0)
    max: int | None = key("Most tasks; without it twice `min`.", 6, ge=1)
    desired: int | None = key("Tasks at the start; without it `min`.", 3, ge=0)
    messages: MessagesEntry | None = key(
        "Waiting messages for each task to scale by, or `{queue, per_task}`; "
        "without it queues are ignored.",
        100,
        {"queue": "jobs", "per_task": 100},
    )
    schedule: dict[Name, Step | None] | None = key(
        "Bounds that change by the clock, by the names of the steps; without it they never do.",
        {"night": {"at": "22:00", "min": 0, "max": 0}, "morning": {"at": "08:00"}},
    )
    cpu: Percent | None = key("CPU percentage to scale by; without it 70, null to ignore CPU.", 70)
    memory: Percent | None = key("Memory percentage to scale by; without it memory is ignored.", 80)
    requests: int | None = key(
        "Requests a minute for each task to scale by; without it requests are ignored.", 1000, ge=1
    )
    cooldown_in: int | None = key(
        "Seconds to wait before removing more tasks; without it 300.", 300, ge=0
    )
    cooldown_out: int | None = key(
        "Seconds to wait before adding more tasks; without it 60.", 60, ge=0
    )


class Health(Part):
    """How health is judged."""

    noun: ClassVar[str] = "`health`"
    path: str | None = key(
        "Path that is asked; without it /health.", "/health", pattern=r"^/[^\s\"'\\$`]*$"
    )
    status: str | None = key(
        "HTTP status codes that mean healthy; without it 200.",
        "200",
        "200-299",
        pattern=r"^[2-4][0-9]{2}([-,][2-4][0-9]{2})*$",
    )
    interval: int | None = key("Seconds between checks; without it 30.", 30, ge=5, le=300)
    timeout: int | None = key("Seconds until a check fails; without it 5.", 5, ge=2, le=60)
    healthy: int | None = key("Successes in a row that mean healthy; without it 2.", 2, ge=2, le=10)
    unhealthy: int | None = key(
        "Failures in a row that mean unhealthy; without it 3.", 3, ge=2, le=10
    )
    grace: int | None = key("Seconds a task may take to start; without it 60.", 60, ge=0, le=300)
    command: Literal["wget", "node", "curl", "none"] | None = key(
        "Program in the image that asks from inside the container; without it wget, "
        "which Alpine images have. `none` leaves judging to the load balancer.",
        "wget",
    )


class Use(Part):
    """An edge to a database, cache, bucket or queue."""

    noun: ClassVar[str] = "an entry of `uses`"
    name: Name | None = key("Name of the database, cache, bucket or queue.", "main")
    as_: str | None = key(
        "What the injected variables start with; without it DATABASE, REDIS, "
        "or the own name of a bucket or queue.",
        "ORDERS",
        alias="as",
        pattern=r"^[A-Z][A-Z0-9_]*$",
    )
    form: Literal["url", "parts"] | None = key(
        "How a database is told: one secret _URL, or _HOST, _PORT, _NAME and the secrets _USER and "
        "_PASSWORD. Without it url.",
        "parts",
    )
    login: Name | None = key(
        "Which of the database's `logins` it is, told in parts; without it the owner.",
        "orders",
    )
    access: Literal["read", "write", "send", "receive", "both"] | None = key(
        "What it may be used for: a bucket or cache for read, or write, which includes read; "
        "a queue for send, receive, or both. Without it write, or both.",
        "read",
        "send",
    )


def _expand_use(value: Any) -> Any:
    return Use(name=value) if isinstance(value, str) else value


UseEntry = Annotated[
    Annotated[Name, Tag("=text")] | Annotated[Use, Tag("=mapping")],
    BY_SHAPE,
    AfterValidator(_expand_use),
]

HealthEntry = Annotated[
    Annotated[str, Field(pattern=r"^/[^\s\"'\\$`]*$"), Tag("=text")]
    | Annotated[Health, Tag("=mapping")],
    BY_SHAPE,
    expands(Health, "path"),
]


SecretsEntry = Annotated[
    Annotated[list[Variable], Tag("=list")]
    | Annotated[dict[Name, list[Variable] | None], Tag("=mapping")],
    BY_SHAPE,
]


class Service(Part):
    """A container on Fargate or on instances, behind the load balancer when it has a port."""

    noun: ClassVar[str] = "a service"
    on: Name | None = key(
        "The `instances` it runs on, with Docker Compose; without it Fargate.", "backend"
    )
    image: str | None = key(
        "Image that others make, with a tag or digest of its own, for a service on instances; "
        "without it the one in its `repository`.",
        "grafana/grafana:12.2.1",
        pattern=r"^[a-z0-9][A-Za-z0-9._/:@-]*$",
    )
    port: int | None = key(
        "Port the container listens on; without it the load balancer does not know it.",
        3000,
        ge=1,
        le=65535,
    )
    path: PathEntry | None = key(
        "Path, or paths, the load balancer sends here; without it everything not sent elsewhere.",
        "/api/*",
        ["/api/*", "/socket.io/*"],
    )
    except_: PathEntry | None = key(
        "Paths among those that go to the service without a `path` after all.",
        ["/api/health", "/api/auth/*"],
        alias="except",
    )
    sticky: int | None = key(
        "Seconds a client stays with the task that answered it first, by a cookie; "
        "without it any task answers.",
        86400,
        ge=1,
        le=604800,
    )
    drain: int | None = key(
        "Seconds a task that goes may still finish what it began; without it 30.",
        300,
        ge=0,
        le=3600,
    )
    from_: list[CidrText] | None = key(
        "Addresses that may ask the load balancer for it; without it anyone.",
        ["203.0.113.0/24"],
        alias="from",
        min_length=1,
        max_length=4,
    )
    metrics: str | None = key(
        "Path at which a service on instances tells Prometheus its figures; without it none.",
        "/metrics",
        pattern=r"^/[A-Za-z0-9_./-]*$",
    )
    health: HealthEntry | None = key("How health is judged: a path, or a mapping.", "/health")
    size: Size | None = key("What one task gets.", {"cpu": 1024, "memory": 2048})
    architecture: Literal["x86_64", "arm64"] | None = key(
        "Processor the image is built for; without it x86_64.", "arm64"
    )
    repository: str | None = key(
        "ECR repository of the image; without it the project's name for a service called `app`, "
        "else `<project>-<service>`.",
        "hospital-erp",
        pattern=r"^[a-z0-9]+([._/-][a-z0-9]+)*$",
    )
    build: Build | None = key(
        "How `pipeline` builds its image; without it somebody else does.",
        {"folder": "frontend", "dockerfile": "Dockerfile.prod"},
    )
    deployment: DeploymentEntry | None = key(
        "How a new version takes over: a strategy, or a mapping; without it rolling.",
        "blue-green",
        {"strategy": "canary", "percent": 10, "bake": 30},
    )
    scale: Scale | None = key("How many tasks run.", {"min": 2, "max": 6, "cpu": 70})
    uses: list[UseEntry] | None = key(
        "Databases, caches, buckets and queues it works with: opens the way there, grants the "
        "least it needs and injects addresses and secrets. Without it, nothing.",
        ["main", {"name": "orders", "as": "ORDERS"}],
    )
    environment: dict[Variable, EnvironmentText | None] | None = key(
        "Environment variables that are no secret; without it only those giban injects.",
        {"NODE_ENV": "production"},
    )
    secrets: SecretsEntry | None = key(
        "Environment variables whose values are stored in Secrets Manager, by hand, once: a list "
        "for a secret of the service's own, or by the names of secrets that services share. "
        "Without it only those of `uses`.",
        ["JWT_ACCESS_SECRET"],
        {"github-oauth": ["GITHUB_ID", "GITHUB_SECRET"]},
    )
    command: list[Argument] | None = key(
        "Arguments of the program; without it the image's own.", ["serve", "--workers", 4]
    )
    sidecars: dict[Name, Sidecar | None] | None = key(
        "Containers beside the program in every task, by name; without it none.",
        {"proxy": {"image": "public.ecr.aws/nginx/nginx:1.27.3"}},
    )
    volumes: dict[Name, MountPath | None] | None = key(
        "Folders on the task's own disk that sidecars may share, by name: where the program sees "
        "them. Without it none.",
        {"scratch": "/var/scratch"},
    )
    logs: dict[Name, LogDays | None] | None = key(
        "More log groups the program writes to by itself, by name: days they are kept. Each gives "
        "a variable LOG_GROUP_<NAME>; without it none.",
        {"error": 30},
    )
    names: Names | None = key(
        "Names in AWS that differ from giban's own.", {"container": "{project}-app"}
    )
    tracing: bool | None = key("Runs an X-Ray collector beside it; without it no.", True)
    spot: int | None = key(
        "Percentage of tasks above `min` on Fargate Spot; "
        "without it 100, 50 or 0 as availability rises.",
        50,
        ge=0,
        le=100,
    )
    log_days: int | None = key(
        "Days its logs are kept; without it 30, or 365 when availability is high.", 30, ge=1
    )
    exec: bool | None = key(
        "Allows a shell inside a task (`aws ecs execute-command`); "
        "without it yes, except when availability is high.",
        True,
    )
