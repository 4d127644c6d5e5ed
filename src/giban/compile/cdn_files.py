"""A CDN with a host of its own: files of buckets, from this region or from their copies.

The services keep their own name, which fails over by DNS. CloudFront turns to another origin for
GET, HEAD and OPTIONS alone, and so nothing else is answered here (defect D-HY-40).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from giban.catalogue import cloudfront
from giban.compile.abroad import abroad, tell_abroad_of
from giban.compile.account import account_id
from giban.compile.bucket import Store, bucket_stem
from giban.compile.caching import ALL_VIEWER_EXCEPT_HOST, CACHING_DISABLED, answers, files
from giban.compile.cdn import BALANCER, access_control, services, shown
from giban.compile.dns import alias, certificate
from giban.compile.draft import Draft, Part
from giban.compile.log_archive import CDN_REGION, Archive, access_log
from giban.compile.names import named
from giban.compile.site import SECURITY_HEADERS
from giban.system import Cdn, CdnPath
from giban.values import ABSENT, Value, text

EVERYTHING = "/*"
ASKED = ["GET", "HEAD", "OPTIONS"]
KEPT = ["GET", "HEAD"]
FAILED = [500, 502, 503, 504]
"""What S3 answers when it cannot, with which a request goes to the copy.

403 and 404 are answers: by them a file that was deleted, or closed, would come back from a copy
that has not heard of it yet.
"""
WHY = "The copy is made by the standby's root, which comes later; it is known by its name alone."
SOON = {"connection_attempts": 2, "connection_timeout": 5}
"""Seconds until the copy is asked when nobody answers: 10 in all, where CloudFront's own are 30.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
"""


def cdn_files(draft: Draft, buckets: Mapping[str, Store], logs: Archive | None) -> None:
    """Make a distribution before files, if there is to be one, and let its host point at it."""
    wanted = draft.system.cdn
    if wanted is None or wanted.host is None:
        return
    part = draft.part("cdn", "cdn")
    made = part.add(
        _distribution(part, wanted, wanted.host, buckets), WHY if draft.system.dr else ""
    )
    alias(part, "cdn", wanted.host, made.ref.domain_name, made.ref.hosted_zone_id, health=False)
    access_log(part, "cdn", made, logs)
    tell_abroad_of(part, made)
    draft.output("files", f"https://{wanted.host}", "Where the CDN answers files.")


def _distribution(
    part: Part, wanted: Cdn, host: str, buckets: Mapping[str, Store]
) -> cloudfront.Distribution:
    system, region = part.draft.system, part.draft.region(CDN_REGION)
    served = list(dict.fromkeys(one.bucket for one in wanted.paths if one.bucket))
    return cloudfront.Distribution(
        "main",
        enabled=True,
        comment=named(system, "cdn"),
        aliases=[host],
        default_root_object="index.html",
        http_version="http2and3",
        is_ipv6_enabled=False,
        price_class=wanted.price_class,
        origin=tuple(_origins(part, wanted, served, buckets)),
        origin_group=tuple(_group(name) for name in served) if system.dr else (),
        default_cache_behavior=_default(part, wanted, served[0]),
        ordered_cache_behavior=tuple(_ordered(part, wanted)),
        restrictions=cloudfront.Restrictions(
            geo_restriction=cloudfront.GeoRestriction(restriction_type="none")
        ),
        viewer_certificate=shown(certificate(part, "cdn", host, provider=region)),
        tags={"Name": named(system, "cdn")},
    )


def _origins(
    part: Part, wanted: Cdn, served: list[str], buckets: Mapping[str, Store]
) -> Iterator[cloudfront.Origin]:
    """Yield every bucket, its copy, and the services where a path leads there.

    Those by their own name, which fails over by DNS: what stands ready runs nothing until somebody
    starts it, and could only answer 503.
    """
    access = access_control(part).ref.id
    twice = part.draft.system.dr is not None
    for name in served:
        here: Value = buckets[name].bucket.ref.bucket_regional_domain_name
        home = _bucket(_home(name), here, access)
        yield home.replaced(**SOON) if twice else home
        if twice:
            yield _bucket(_copy(name), _abroad(part.draft, name), access)
    if any(one.bucket is None for one in wanted.paths):
        yield services(part.draft.system.domain or "")


def _bucket(id: str, domain: Value, access: Value) -> cloudfront.Origin:
    return cloudfront.Origin(origin_id=id, domain_name=domain, origin_access_control_id=access)


def _abroad(draft: Draft, name: str) -> Value:
    """Return where the copy of a bucket is, which a later stack makes: by its name."""
    system = draft.system
    there = abroad(system, system.dr) if system.dr else system
    stem = bucket_stem(there, name)
    return text(f"{stem}-", account_id(draft), f".s3.{there.region}.amazonaws.com")


def _group(name: str) -> cloudfront.OriginGroup:
    return cloudfront.OriginGroup(
        origin_id=_both(name),
        failover_criteria=cloudfront.FailoverCriteria(status_codes=FAILED),
        member=(
            cloudfront.Member(origin_id=_home(name)),
            cloudfront.Member(origin_id=_copy(name)),
        ),
    )


def _home(name: str) -> str:
    return f"bucket-{name}"


def _copy(name: str) -> str:
    return f"bucket-{name}-dr"


def _both(name: str) -> str:
    return f"bucket-{name}-with-failover"


def _target(part: Part, bucket: str | None) -> str:
    if bucket is None:
        return BALANCER
    return _both(bucket) if part.draft.system.dr else _home(bucket)


def _default(part: Part, wanted: Cdn, first: str) -> cloudfront.DefaultCacheBehavior:
    """Return what becomes of all other paths: the bucket's policy opens nothing there."""
    whole = next((one for one in wanted.paths if one.path == EVERYTHING), None)
    rest = whole or CdnPath(path=EVERYTHING, bucket=first, cache=0)
    return cloudfront.DefaultCacheBehavior(
        target_origin_id=_target(part, rest.bucket),
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=ASKED,
        cached_methods=KEPT,
        compress=True,
        cache_policy_id=_kept(part, rest),
        origin_request_policy_id=ABSENT if rest.bucket else ALL_VIEWER_EXCEPT_HOST,
        response_headers_policy_id=SECURITY_HEADERS if rest.bucket else ABSENT,
    )


def _ordered(part: Part, wanted: Cdn) -> Iterator[cloudfront.OrderedCacheBehavior]:
    """Yield what differs by path; the longest is asked first."""
    for one in sorted(wanted.paths, key=lambda one: (-len(one.path), one.path)):
        if one.path != EVERYTHING:
            yield cloudfront.OrderedCacheBehavior(
                path_pattern=one.path,
                target_origin_id=_target(part, one.bucket),
                viewer_protocol_policy="redirect-to-https",
                allowed_methods=ASKED,
                cached_methods=KEPT,
                compress=True,
                cache_policy_id=_kept(part, one),
                origin_request_policy_id=ABSENT if one.bucket else ALL_VIEWER_EXCEPT_HOST,
                response_headers_policy_id=SECURITY_HEADERS if one.bucket else ABSENT,
            )


def _kept(part: Part, one: CdnPath) -> Value:
    if one.bucket is None:
        return answers(part, one.cache)
    return files(part, {one.cache})[one.cache] if one.cache else CACHING_DISABLED
