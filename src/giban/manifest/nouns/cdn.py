"""`cdn:` - CloudFront in front of the load balancer and of buckets, or of buckets alone."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Tag

from giban.manifest.nouns.routing import RequestPath
from giban.manifest.part import BY_SHAPE, Name, Part, expands, key

Seconds = Annotated[int, Field(ge=0, le=31_536_000)]


class CdnPath(Part):
    """Where requests for a path are answered from, and for how long."""

    noun: ClassVar[str] = "a path of the CDN"
    bucket: Name | None = key(
        "Bucket that has the files, under the same path; without it the load balancer.", "static"
    )
    cache: Seconds | None = key("Seconds an answer is kept, 0 for never; without it 0.", 31536000)


CdnPathEntry = Annotated[
    Annotated[Seconds, Tag("=number")] | Annotated[CdnPath, Tag("=mapping")],
    BY_SHAPE,
    expands(CdnPath, "cache"),
]


class Cdn(Part):
    """A content delivery network that everything goes through, or with `host` what `paths` name."""

    noun: ClassVar[str] = "`cdn`"
    host: str | None = key(
        "Host name of its own, or a label below the environment's `domain`: only what `paths` name "
        "is answered there, and only GET, HEAD and OPTIONS; with `dr` files come from their copy "
        "when this region fails. Without it everything goes through the CDN.",
        "files",
        "files.example.com",
        pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$",
    )
    cache: Seconds | None = key(
        "Most seconds that an answer of the services is kept, and only if it says that it may be; "
        "cookies tell visitors apart. Without it 0: never.",
        86400,
    )
    paths: dict[RequestPath, CdnPathEntry | None] | None = key(
        "Paths that differ: seconds, or `{bucket, cache}`. Without it none.",
        {"/_next/static/*": {"bucket": "static", "cache": 31536000}, "/api/*": 0},
    )
    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"] | None = key(
        "Which of CloudFront's places serve it; without it PriceClass_200, "
        "the cheapest that has Korea and Japan.",
        "PriceClass_200",
    )
