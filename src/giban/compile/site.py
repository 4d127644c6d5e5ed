"""Static files behind a content delivery network (Amazon CloudFront over Amazon S3)."""

from __future__ import annotations

from msgspec import Struct

from giban.catalogue import cloudfront, s3
from giban.compile.bucket import (
    bucket_policy,
    old_versions,
    private_bucket,
    read_by,
    unfinished_uploads,
)
from giban.compile.dns import alias, certificate
from giban.compile.draft import Draft, Part
from giban.compile.key import NO_KEYS
from giban.compile.log_archive import CDN_REGION, Archive, access_log
from giban.compile.names import label, named
from giban.system import Site
from giban.values import ABSENT, Value

OLD_VERSION_DAYS = 30

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"
"""Managed policies; their ids are the same in every account
(https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html,
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html).
"""


class Published(Struct, frozen=True):
    """Where a site's files go, and what serves them."""

    bucket: s3.Bucket
    distribution: cloudfront.Distribution


def site(draft: Draft, wanted: Site, logs: Archive | None) -> Published:
    """Make a bucket that only its distribution may read, and the distribution."""
    part = draft.part(f"sites.{wanted.name}", "cdn")
    made = private_bucket(part, wanted.name, NO_KEYS, versioning=True, disposable=True)
    part.add(
        s3.BucketLifecycleConfiguration(
            label(wanted.name),
            bucket=made.ref.id,
            rule=(old_versions(OLD_VERSION_DAYS), unfinished_uploads()),
        )
    )
    distribution = part.add(_distribution(part, wanted, made))
    bucket_policy(part, made, [read_by(made, distribution.ref.arn)])
    access_log(part, wanted.name, distribution, logs)
    if wanted.host:
        alias(
            part,
            wanted.name,
            wanted.host,
            distribution.ref.domain_name,
            distribution.ref.hosted_zone_id,
            health=False,
        )
    return Published(made, distribution)


def _distribution(part: Part, wanted: Site, made: s3.Bucket) -> cloudfront.Distribution:
    system = part.draft.system
    access = part.add(
        cloudfront.OriginAccessControl(
            label(wanted.name),
            name=named(system, wanted.name, limit=64),
            description=f"Site {wanted.name}",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
        )
    )
    return cloudfront.Distribution(
        label(wanted.name),
        enabled=True,
        comment=named(system, wanted.name),
        aliases=[wanted.host] if wanted.host else ABSENT,
        default_root_object="index.html",
        http_version="http2and3",
        is_ipv6_enabled=False,
        price_class=wanted.price_class,
        origin=(
            cloudfront.Origin(
                origin_id="bucket",
                domain_name=made.ref.bucket_regional_domain_name,
                origin_access_control_id=access.ref.id,
            ),
        ),
        default_cache_behavior=cloudfront.DefaultCacheBehavior(
            target_origin_id="bucket",
            viewer_protocol_policy="redirect-to-https",
            allowed_methods=["GET", "HEAD", "OPTIONS"],
            cached_methods=["GET", "HEAD"],
            compress=True,
            cache_policy_id=CACHING_OPTIMIZED,
            response_headers_policy_id=SECURITY_HEADERS,
        ),
        restrictions=cloudfront.Restrictions(
            geo_restriction=cloudfront.GeoRestriction(restriction_type="none")
        ),
        viewer_certificate=_viewer_certificate(part, wanted),
        tags={"Name": named(system, wanted.name)},
    )


def _viewer_certificate(part: Part, wanted: Site) -> cloudfront.ViewerCertificate:
    if not wanted.host:
        return cloudfront.ViewerCertificate(cloudfront_default_certificate=True)
    region = part.draft.region(CDN_REGION)
    issued: Value = certificate(part, wanted.name, wanted.host, provider=region).ref.certificate_arn
    return cloudfront.ViewerCertificate(
        acm_certificate_arn=issued,
        ssl_support_method="sni-only",
        minimum_protocol_version="TLSv1.2_2021",
    )
