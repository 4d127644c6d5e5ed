"""What stands beside the program in its task: sidecars, volumes, log groups, names."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from giban.manifest.part import Name, Part, Variable, key, spelled

Argument = Annotated[str, BeforeValidator(spelled, json_schema_input_type=str | int)]
EnvironmentText = Annotated[str, BeforeValidator(spelled, json_schema_input_type=str | int | bool)]
MountPath = Annotated[str, Field(pattern=r"^/[A-Za-z0-9_./-]+$")]
TEMPLATE = r"^[A-Za-z0-9_-]*(\{(project|environment|name)\}[A-Za-z0-9_-]*)*$"
Template = Annotated[str, Field(pattern=TEMPLATE, min_length=1)]


class Sidecar(Part):
    """A second container in every task; they reach each other at 127.0.0.1."""

    noun: ClassVar[str] = "a sidecar"
    image: str | None = key(
        "Its image, with a tag or digest of its own; must be written.",
        "public.ecr.aws/nginx/nginx:1.27.3",
        pattern=r"^[a-z0-9][A-Za-z0-9._/:@-]*$",
    )
    command: list[Argument] | None = key(
        "Arguments of its program; without it the image's own.", ["--config=/etc/x.yaml"]
    )
    environment: dict[Variable, EnvironmentText | None] | None = key(
        "Its environment variables; without it none.", {"LEVEL": "info"}
    )
    cpu: int | None = key(
        "CPU units of the task kept for it; without it it shares what is left.", 32, ge=1
    )
    memory: int | None = key(
        "MiB of the task's memory it may use at most; without it as much as is left.", 256, ge=6
    )
    essential: bool | None = key("Stops the task when it stops; without it no.", True)
    volumes: dict[Name, MountPath | None] | None = key(
        "Where it sees volumes of the service; without it none.", {"scratch": "/var/scratch"}
    )


class Names(Part):
    """Names of a service in AWS that differ from giban's own, for systems that have theirs."""

    noun: ClassVar[str] = "`names`"
    service: Template | None = key(
        "Name of the ECS service; without it as `naming` says.", "{project}-{environment}-service"
    )
    task: Template | None = key(
        "Family of the task definition; without it as `naming` says.", "{project}-{environment}"
    )
    container: Template | None = key(
        "Name of the program's container; without it the service's.", "{project}-app"
    )
    log: Template | None = key(
        "Last word of the name of its log group; without it the service's.", "application"
    )
