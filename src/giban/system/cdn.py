"""The CDN of a system: what is answered from where, and for how long."""

from __future__ import annotations

from giban.system.model import Cdn, CdnPath
from giban.system.reading import Reader, listed, nearest


def cdn(root: Reader) -> Cdn | None:
    """Return what everything goes through; mistakes are left with the reader."""
    if root.maybe("cdn") is None:
        return None
    reader = root.below("cdn")
    if root.maybe("domain") is None:
        reader.wrong(
            "no-domain",
            "",
            "A CDN before the load balancer needs a host name, and there is no `domain`.",
            why="Requests reach the services under that name, with the certificate for it.",
            fix="Write `domain: …` at the top, or remove `cdn`.",
        )
    return Cdn(
        cache=reader.number("cache"),
        paths=tuple(_path(root, one) for one in reader.each("paths")),
        price_class=reader.text("price_class"),
    )


def _path(root: Reader, reader: Reader) -> CdnPath:
    bucket = reader.maybe("bucket")
    if bucket is not None:
        _check_bucket(root, reader, bucket)
    return CdnPath(path=reader.name, bucket=bucket, cache=reader.maybe("cache") or 0)


def _check_bucket(root: Reader, reader: Reader, bucket: str) -> None:
    known = root.layers.names("buckets")
    if bucket not in known:
        reader.wrong(
            "unknown-name",
            "bucket",
            f"{reader.name} is answered from `{bucket}`, which is no bucket.",
            fix=f"{nearest(bucket, known)}There are: {listed(sorted(known))}.",
        )
    elif root.maybe(f"buckets.{bucket}.encryption") == "customer":
        reader.wrong(
            "cdn-key",
            "bucket",
            f"CloudFront cannot read what the environment's key encrypts in `{bucket}`.",
            why="What everybody may see needs no key of one's own.",
            fix=f"Write `encryption: aws` for the bucket `{bucket}`.",
        )
