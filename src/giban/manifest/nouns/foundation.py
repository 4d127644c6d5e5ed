"""`foundation:` on an application, `tenants:` and `keys:` on the foundation it stands on."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Tag

from giban.manifest.part import BY_SHAPE, HOST, Name, Part, key

PREFIX = r"^(/[A-Za-z0-9_.-]+)+$"
MANIFESTS = (".yaml", ".yml", ".py")
KeyName = Literal["cloudwatch-logs", "secrets-manager", "rds", "s3", "sqs", "ssm", "elasticache"]
DatabaseName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class Foundation(Part):
    """Where an application finds the network, keys, images and database it shares."""

    noun: ClassVar[str] = "`foundation`"
    manifest: str | None = key(
        "Manifest of the foundation, a path from this one; without it nobody checks "
        "what the foundation really exports.",
        "../foundation/giban.yaml",
        pattern=r"\.(yaml|yml|py)$",
    )
    prefix: str | None = key(
        "SSM path below which it exports; without it what its manifest says, or /shared.",
        "/shared",
        pattern=PREFIX,
    )
    tenant: Name | None = key(
        "What the foundation calls this application; without it the project's name.", "fileflow"
    )
    environments: dict[Name, Name] | None = key(
        "Which of its environments each of ours stands on; without it the one of the same name.",
        {"qa": "staging"},
    )


def _expanded(value: Any) -> Any:
    """Take text for a path: of a manifest if it ends like one, else below which SSM is read."""
    if not isinstance(value, str):
        return value
    if value.endswith(MANIFESTS):
        return Foundation(manifest=value)
    return Foundation(prefix=value)


FoundationEntry = Annotated[
    Annotated[str, Field(pattern=rf"{PREFIX}|\.(yaml|yml|py)$"), Tag("=text")]
    | Annotated[Foundation, Tag("=mapping")],
    BY_SHAPE,
    AfterValidator(_expanded),
]


class Tenant(Part):
    """An application that stands on this foundation."""

    noun: ClassVar[str] = "a tenant"
    repositories: list[Name] | None = key(
        "Image repositories it pushes to; without it one of its name.",
        ["fileflow", "fileflow-worker"],
    )
    database: DatabaseName | Literal[False] | None = key(
        "Its database on the shared instance, false for none; without it its name, with _ for -.",
        "fileflow",
        False,
    )
    username: DatabaseName | None = key(
        "User that owns that database; without it the database's name and _user.",
        "fileflow_user",
    )


def _present(value: Any) -> Any:
    """Let `crawler:` with nothing under it mean a tenant with everything as usual."""
    return {} if value is None else value


TenantEntry = Annotated[Tenant, BeforeValidator(_present, json_schema_input_type=Tenant | None)]


class Atlantis(Part):
    """A server that plans and applies pull requests: https://www.runatlantis.io."""

    noun: ClassVar[str] = "`atlantis`"
    host: str | None = key(
        "Host name it answers at; must be written.", "atlantis.example.com", pattern=HOST
    )
    repositories: list[str] | None = key(
        "Repositories it serves, as Atlantis spells them; without it those of `github`'s owner.",
        ["github.com/example/*"],
    )
    version: str | None = key(
        "Version of its image; without it v0.35.1.", "v0.35.1", pattern=r"^v[0-9]+\.[0-9]+\.[0-9]+$"
    )
    policies: list[str] | None = key(
        "ARNs of IAM policies it works with; without it ReadOnlyAccess: it plans and cannot apply.",
        ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    )
