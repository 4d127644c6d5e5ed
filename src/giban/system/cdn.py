"""The CDN of a system: what is answered from where, and for how long."""

from __future__ import annotations

from giban.system.model import Cdn, CdnPath, System
from giban.system.reading import Reader, listed, nearest

SLOW = ("glacier_flexible_after", "deep_archive_after", "tiering")
"""What takes objects to where reading takes hours."""


def cdn(root: Reader) -> Cdn | None:
    """Return what stands before everything, or before files; mistakes are left with the reader."""
    if root.maybe("cdn") is None:
        return None
    reader = root.below("cdn")
    host = reader.maybe("host")
    if root.maybe("domain") is None:
        reader.wrong(
            "no-domain",
            "",
            "A CDN needs a host name, and there is no `domain`.",
            why="Requests reach it under that name or one beside it, with a certificate for it.",
            fix="Write `domain: …` at the top, or remove `cdn`.",
        )
    elif host:
        host = _host(root, reader, host)
    elif root.maybe("dr") is not None:
        reader.wrong(
            "cdn-dr",
            "",
            "With `dr` the name of the services fails over by itself, and a CDN would take it.",
            why="CloudFront turns to another region for GET, HEAD and OPTIONS only.",
            fix="Add `host: files…` here: then it answers files only, under a name of its own.",
        )
    return Cdn(
        host=host,
        cache=reader.number("cache"),
        paths=tuple(_path(root, one) for one in reader.each("paths")),
        price_class=reader.text("price_class"),
    )


def check_cdn(root: Reader, system: System) -> None:
    """Note paths that lead nowhere: to services where none is behind the load balancer."""
    if system.cdn is None or system.balanced:
        return
    reader = root.below("cdn")
    led = [one.path for one in system.cdn.paths if not one.bucket]
    if system.cdn.host is None or led:
        reader.wrong(
            "cdn-services",
            f"paths.{led[0]}" if led else "",
            f"{led[0] if led else 'What no path names'} is answered by services, and none has a "
            "port.",
            fix="Give a service a `port`, or name a `bucket`.",
        )


def _host(root: Reader, reader: Reader, host: str) -> str:
    """Return the whole host name, which is nobody else's and lies in the zone."""
    domain = root.maybe("domain")
    whole = host if "." in host else f"{host}.{domain}"
    zone = root.maybe("zone") if root.maybe("dns") != "elsewhere" else None
    taken = {domain: "the services'", **{s.maybe("host"): "a site's" for s in root.each("sites")}}
    if host in taken or whole in taken:
        reader.wrong(
            "cdn-host",
            "host",
            f"{whole} is {taken.get(host) or taken[whole]} own name.",
            why="A name leads to one place.",
            fix="Write another one, such as files, or remove `host`: then the CDN stands before "
            "everything.",
        )
    elif zone is None or not whole.endswith(f".{zone}"):
        reader.wrong(
            "cdn-zone",
            "host",
            f"{whole} does not lie in a hosted zone of the environment.",
            why="Its record and the proof of its certificate have to be written there.",
            fix=f"Write a host below {zone}." if zone else "Remove `dns: elsewhere` and `cdn`.",
        )
    _check_files(root, reader)
    return whole


def _check_files(root: Reader, reader: Reader) -> None:
    """Note a CDN of its own that would answer no files, or what it does not answer."""
    if not any(one.maybe("bucket") for one in reader.each("paths")):
        reader.wrong(
            "cdn-files",
            "",
            "A CDN with a host of its own answers files, and no path names a bucket.",
            why="What no path names is refused there.",
            fix="Add `paths: {/*: {bucket: …}}`, or remove `host`.",
        )
    if root.layers.key_span("cdn.cache") is not None:
        reader.wrong(
            "cdn-cache",
            "cache",
            "With `host`, nothing is answered but what `paths` name.",
            why="`cache` is for the rest.",
            fix="Say at each path how long it is kept, and remove this line.",
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
        return
    _check_at_once(root.below("buckets", bucket), reader, bucket)
    if root.maybe("dr") is not None and root.maybe(f"buckets.{bucket}.replica") is None:
        reader.wrong(
            "cdn-replica",
            "bucket",
            f"{reader.name} is answered from `{bucket}`, which has no copy in the region of `dr`.",
            why="When this region is lost, CloudFront turns to the copy.",
            fix=f"Add `replica: STANDARD_IA` to the bucket `{bucket}`.",
        )


def _check_at_once(found: Reader, reader: Reader, bucket: str) -> None:
    """Note files that nobody could read after a while (D-CM-22)."""
    slow = [key for key in SLOW if found.maybe(key)]
    if slow:
        reader.wrong(
            "cdn-glacier",
            "bucket",
            f"{reader.name} is answered from `{bucket}`, whose objects move away by `{slow[0]}`.",
            why="What is there has to be called back for hours; CloudFront answers 403.",
            fix=f"Use `glacier_after`, where reading takes no time, or remove `{slow[0]}` there.",
        )
