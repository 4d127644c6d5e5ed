"""`registry:` - what becomes of old container images."""

from __future__ import annotations

from typing import ClassVar

from giban.manifest.part import Part, key


class Registry(Part):
    """The image repositories, which all environments share."""

    noun: ClassVar[str] = "`registry`"
    keep: int | None = key(
        "Images that are kept of each repository, and as many of each environment that tags what "
        "it runs; without it 300.",
        10,
        ge=1,
        le=1000,
    )
