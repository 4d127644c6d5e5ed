"""`jobs:` - tasks that run to their end: once when asked, or by the clock."""

from __future__ import annotations

from typing import ClassVar

from giban.manifest.nouns.container import Argument, EnvironmentText
from giban.manifest.nouns.service import SecretsEntry, Size, UseEntry
from giban.manifest.part import Name, Part, Variable, key


class Job(Part):
    """A task of a service's image that ends by itself."""

    noun: ClassVar[str] = "a job"
    service: Name | None = key(
        "The service whose image it runs; without it the only one there is.", "app"
    )
    command: list[Argument] | None = key(
        "What it runs instead of the service's program; must be written.", ["flyway", "migrate"]
    )
    schedule: str | None = key(
        "When it runs, in `timezone`: `cron(minute hour day month weekday year)` with ? for one "
        "of the two days, or `rate(6 hours)`; without it only when it is asked to.",
        "cron(0 3 * * ? *)",
        "rate(6 hours)",
    )
    retries: int | None = key(
        "Times the scheduler tries again when a task cannot be started; without it 3.",
        3,
        ge=0,
        le=185,
    )
    size: Size | None = key(
        "What its task gets; without it 256 CPU units.", {"cpu": 512, "memory": 1024}
    )
    uses: list[UseEntry] | None = key(
        "What it works with, as for services, told as its service is told of it; without it "
        "nothing.",
        ["main"],
    )
    environment: dict[Variable, EnvironmentText | None] | None = key(
        "Environment variables that are no secret; without it only those giban injects.",
        {"BATCH": 500},
    )
    secrets: SecretsEntry | None = key(
        "Environment variables kept in Secrets Manager, as those of a service; without it only "
        "those of `uses`.",
        ["API_KEY"],
    )
    spot: bool | None = key("Runs on Fargate Spot, which may stop it; without it no.", True)
    log_days: int | None = key(
        "Days its logs are kept; without it 30, or 365 when availability is high.", 30, ge=1
    )
