"""`buckets:` and `sites:` - files on S3, kept or published."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from giban.manifest.part import Part, key

Origin = Annotated[str, Field(pattern=r"^(\*|https?://[A-Za-z0-9*.-]+(:[0-9]+)?)$")]


class Cors(Part):
    """Which web pages may call a bucket from a browser."""

    noun: ClassVar[str] = "`cors`"
    origins: list[Origin] | None = key(
        "Where the pages come from; without it the environment's own address.",
        ["https://www.example.com"],
        min_length=1,
    )
    methods: list[Literal["GET", "HEAD", "PUT", "POST", "DELETE"]] | None = key(
        "What they may do; without it GET.", ["GET", "PUT"], min_length=1
    )
    headers: list[str] | None = key(
        'Headers they may send; without it all of them, `["*"]`.', ["*"], min_length=1
    )
    max_age: int | None = key(
        "Seconds a browser remembers the answer; without it 3000.", 3000, ge=0, le=86400
    )


class Bucket(Part):
    """A private, encrypted bucket."""

    noun: ClassVar[str] = "a bucket"
    versioning: bool | None = key("Keeps what is overwritten or deleted; without it yes.", True)
    infrequent_after: int | None = key(
        "Days until objects move to Infrequent Access; without it never.", 30, ge=30
    )
    glacier_after: int | None = key(
        "Days until objects move to Glacier Instant Retrieval; without it never.", 90, ge=1
    )
    glacier_flexible_after: int | None = key(
        "Days until objects move to Glacier Flexible Retrieval, where reading takes hours; "
        "without it never.",
        365,
        ge=1,
    )
    deep_archive_after: int | None = key(
        "Days until objects move to Glacier Deep Archive, where reading takes half a day; "
        "without it never.",
        365,
        ge=1,
    )
    tiering: int | None = key(
        "Lets S3 move objects by itself (Intelligent-Tiering), and archive those that nobody "
        "reads for so many days, 0 to archive none; without it objects move by age alone.",
        90,
        ge=0,
        le=730,
    )
    expire_after: int | None = key("Days until objects are deleted; without it never.", 365, ge=1)
    expire_tag: str | None = key(
        "`expire_after` is only for objects with this tag; without it for all.",
        "superseded=true",
        pattern=r"^[A-Za-z0-9 _.:/+@-]{1,128}=[A-Za-z0-9 _.:/+@-]{0,256}$",
    )
    replica: Literal["STANDARD", "STANDARD_IA", "GLACIER_IR"] | None = key(
        "Storage class of a copy in the region of `dr`, made within 15 minutes; without it none.",
        "STANDARD_IA",
    )
    log_exports: bool | None = key(
        "Lets CloudWatch Logs of this account put exported log groups there; without it no.", True
    )
    encryption: Literal["customer", "aws"] | None = key(
        "Whose key encrypts it; without it as the environment's `encryption`.", "aws"
    )
    cors: Cors | None = key(
        "Which web pages may call it from a browser; without it none.", {"methods": ["GET", "PUT"]}
    )
    old_versions_expire_after: int | None = key(
        "Days until overwritten or deleted objects are gone, null for never; without it 30.",
        30,
        ge=1,
    )


class LogArchive(Part):
    """The bucket of access logs: load balancer, CDN, network flows."""

    noun: ClassVar[str] = "`log_archive`"
    glacier_after: int | None = key("Days until logs move to Glacier; without it never.", 90, ge=1)
    expire_after: int | None = key("Days until logs are deleted; without it 90.", 365, ge=1)
    log_exports: bool | None = key(
        "Lets CloudWatch Logs of this account put exported log groups there too, below "
        "`exportedlogs/`; without it no.",
        True,
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
