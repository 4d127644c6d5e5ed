"""`instances:` - EC2 running Docker Compose: one instance, or an Auto Scaling group."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from giban.manifest.part import Name, Part, key

Percent = Annotated[int, Field(ge=1, le=100)]


class InstanceScale(Part):
    """How many instances run."""

    noun: ClassVar[str] = "`scale`"
    min: int | None = key(
        "Fewest instances; without it 1, or 2 when availability is high.", 2, ge=0
    )
    max: int | None = key("Most instances; without it twice `min`, at least 2.", 6, ge=1)
    cpu: Percent | None = key(
        "CPU percentage to scale by; without it 60, null to ignore CPU. Where `min` is `max` "
        "nothing scales.",
        60,
    )
    requests: int | None = key(
        "Requests a minute for each instance to scale by, of the first service there that has a "
        "port; without it requests are ignored.",
        1000,
        ge=1,
    )


class Compose(Part):
    """Where the Docker Compose file is kept, for instances to fetch."""

    noun: ClassVar[str] = "`compose`"
    bucket: str | None = key(
        "S3 bucket that is made for it, a name that nobody else in the world has; without it "
        "giban's own for the environment.",
        "example-deploy-scripts",
        pattern=r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$",
    )
    key: str | None = key(
        "Key of the file in the bucket; without it `<instances>/docker-compose.yml`.",
        "config/docker-compose.prod.yml",
        pattern=r"^[a-z0-9][A-Za-z0-9._/-]*\.ya?ml$",
    )


class Prometheus(Part):
    """Prometheus on these instances, which finds the others by itself (EC2 service discovery)."""

    noun: ClassVar[str] = "`prometheus`"
    watches: list[Name] | None = key(
        "The instances it looks at: each gets a node exporter, and services with `metrics` are "
        "asked. Without it all.",
        ["backend"],
    )
    retention_days: int | None = key("Days its data is kept; without it 15.", 15, ge=1)
    grafana: Name | None = key(
        "The service that is Grafana: it is told where Prometheus is; without it none.", "grafana"
    )


class Instances(Part):
    """EC2 running Docker Compose: one instance, or with `scale` an Auto Scaling group."""

    noun: ClassVar[str] = "an entry of `instances`"
    type: str | None = key(
        "Instance type, which also says the processor; without it t3.small.",
        "t3.medium",
        pattern=r"^[a-z][a-z0-9-]*\.[a-z0-9]+$",
    )
    disk: int | None = key(
        "GiB of the encrypted gp3 root volume; without it 20.", 20, ge=8, le=16384
    )
    scale: InstanceScale | None = key(
        "How many instances run behind the load balancer; without it one.", {"min": 2, "max": 6}
    )
    public: bool | None = key(
        "Stands in a public subnet with an Elastic IP, and takes requests itself through Caddy, "
        "which also gets the certificate; without it yes, except with `scale`.",
        False,
    )
    compose: Compose | None = key(
        "Where the Docker Compose file is kept.", {"bucket": "example-deploy-scripts"}
    )
    data: int | None = key(
        "GiB of a disk for the volumes of its containers that outlives the instance, in the first "
        "zone; without it they go with the instance.",
        20,
        ge=1,
        le=16384,
    )
    prometheus: Prometheus | None = key(
        "Runs Prometheus there; without it no.", {"watches": ["backend"], "retention_days": 15}
    )
    backup_days: int | None = key(
        "Days that daily snapshots of its disks are kept, 0 for none; "
        "without it 7 where something is kept on them, else 0.",
        7,
        ge=0,
        le=365,
    )
