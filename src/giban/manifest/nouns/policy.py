"""`waivers:` and `policy:` - what a project demands of itself, and what it has accepted."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from giban.manifest.part import Part, key

TagKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9 _.:/=+@-]{1,128}$")]


class Waiver(Part):
    """A finding of `giban check` that somebody has accepted for a time."""

    noun: ClassVar[str] = "a waiver"
    rule: str | None = key(
        "Id of the rule; must be written.", "LOG-02", pattern=r"^[A-Z][A-Z0-9]*-[A-Za-z0-9_.-]+$"
    )
    address: str | None = key(
        "Address of what it covers, as `giban check` prints it, `*` for any text; with "
        "`environment/stack:` before it only there. Without it everything the rule finds.",
        "production/platform:aws_cloudfront_distribution.*",
    )
    reason: str | None = key(
        "Why it may be so; must be written.",
        "The site holds no personal data; requests are counted by CloudFront itself.",
        min_length=10,
    )
    owner: str | None = key("Who has accepted it; must be written.", "security@example.com")
    until: str | None = key(
        "Last day on which it holds, after which it is itself a finding; must be written.",
        "2027-03-31",
        pattern=r"^\d{4}-\d{2}-\d{2}$",
    )


class Policy(Part):
    """What a project demands of itself."""

    noun: ClassVar[str] = "`policy`"
    tags: dict[TagKey, list[str] | None] | None = key(
        "Tags that everything must have, each with the values allowed; nothing after it allows "
        "any. Without it Environment, ManagedBy, Owner and Project.",
        {"Environment": ["dev", "staging", "production"], "CostCenter": None},
    )
