"""`buckets:` and `sites:` - files on S3, kept or published."""

from __future__ import annotations

from typing import ClassVar, Literal

from giban.manifest.part import Part, key


class Bucket(Part):
    """A private, encrypted bucket."""

    noun: ClassVar[str] = "a bucket"
    versioning: bool | None = key("Keeps what is overwritten or deleted; without it yes.", True)
    infrequent_after: int | None = key(
        "Days until objects move to Infrequent Access; without it never.", 30, ge=30
    )
    glacier_after: int | None = key(
        "Days until objects move to Glacier; without it never.", 90, ge=1
    )
    expire_after: int | None = key("Days until objects are deleted; without it never.", 365, ge=1)
    old_versions_expire_after: int | None = key(
        "Days until overwritten or deleted objects are gone, null for never; without it 30.",
        30,
        ge=1,
    )


class Site(Part):
    """Static files behind a CDN."""

    noun: ClassVar[str] = "a site"
    host: str | None = key(
        "Host name, or a label below the environment's `domain`; "
        "without it CloudFront's own address.",
        "static",
        "static.example.com",
        pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$",
    )
    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"] | None = key(
        "Which of CloudFront's places serve it; without it PriceClass_200, "
        "the cheapest that has Korea and Japan.",
        "PriceClass_200",
    )
