"""`naming:` - what everything is called in AWS."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, Tag

from giban.manifest.part import BY_SHAPE, Part, expands, key

Pattern = Annotated[str, Field(pattern=r"^[a-z0-9{][a-z0-9{}-]*[a-z0-9}]$")]


class Naming(Part):
    """How names are put together from the project, the environment and a thing's own name."""

    noun: ClassVar[str] = "`naming`"
    resources: Pattern | None = key(
        "Name of a thing; without it {project}-{environment}-{name}.",
        "{project}-{name}-{environment}",
    )
    secrets: str | None = key(
        "Name of a secret; without it {project}-{environment}/{name}.",
        "{project}/{environment}/{name}",
        pattern=r"^[A-Za-z0-9{/][A-Za-z0-9{}/_+=.@-]*$",
    )


NamingEntry = Annotated[
    Annotated[Pattern, Tag("=text")] | Annotated[Naming, Tag("=mapping")],
    BY_SHAPE,
    expands(Naming, "resources"),
]
