"""What everything goes through: CloudFront over the load balancer and over buckets.

Only what nobody's cookie changes is kept (defect D-CM-21).
"""

from __future__ import annotations

from collections.abc import Mapping

from giban.catalogue import acm, cloudfront, s3, wafv2
from giban.compile.bucket import Store
from giban.compile.caching import ALL_VIEWER, CACHING_DISABLED, answers, files
from giban.compile.dns import alias, certificate_of
from giban.compile.draft import Draft, Part
from giban.compile.loadbalancer import Front
from giban.compile.log_archive import CDN_REGION, Archive, access_log
from giban.compile.names import named
from giban.compile.site import SECURITY_HEADERS
from giban.system import Cdn
from giban.values import ABSENT, Value

NAME_LIMIT = 64
BALANCER = "alb"
READS = ["GET", "HEAD"]
EVERYTHING = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
ANSWER_SECONDS = 60


def cdn(
    draft: Draft,
    front: Front,
    buckets: Mapping[str, Store],
    logs: Archive | None,
    acl: wafv2.WebAcl | None,
) -> cloudfront.Distribution | None:
    """Make what everything goes through, and let the domain point at it; None without one.

    `acl` is the web ACL that requests must pass, of CloudFront's scope; None lets all of them in.
    """
    wanted, domain = draft.system.cdn, draft.system.domain
    if wanted is None or domain is None or wanted.host:
        return None
    part = draft.part("cdn", "cdn")
    served = {one.bucket: buckets[one.bucket].bucket for one in wanted.paths if one.bucket}
    made = part.add(
        cloudfront.Distribution(
            "main",
            enabled=True,
            comment=named(draft.system, "cdn"),
            aliases=[domain],
            http_version="http2and3",
            is_ipv6_enabled=False,
            price_class=wanted.price_class,
            web_acl_id=acl.ref.arn if acl else ABSENT,
            origin=(services(front.balancer.ref.dns_name), *_origins(part, served)),
            default_cache_behavior=_default(part, wanted),
            ordered_cache_behavior=tuple(_behaviors(part, wanted)),
            restrictions=cloudfront.Restrictions(
                geo_restriction=cloudfront.GeoRestriction(restriction_type="none")
            ),
            viewer_certificate=_certificate(part),
            tags={"Name": named(draft.system, "cdn")},
        )
    )
    alias(part, "main", domain, made.ref.domain_name, made.ref.hosted_zone_id, health=False)
    access_log(part, "cdn", made, logs)
    return made


def services(name: Value) -> cloudfront.Origin:
    """Reach the load balancer by TLS, under a name that leads to it.

    Its certificate has to cover the host that is asked for: the visitor's where that is passed on,
    and otherwise this name
    (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html).
    """
    return cloudfront.Origin(
        origin_id=BALANCER,
        domain_name=name,
        custom_origin_config=cloudfront.CustomOriginConfig(
            http_port=80,
            https_port=443,
            origin_protocol_policy="https-only",
            origin_ssl_protocols=["TLSv1.2"],
            origin_read_timeout=ANSWER_SECONDS,
        ),
    )


def access_control(part: Part) -> cloudfront.OriginAccessControl:
    """Make how the CDN signs what it asks buckets for."""
    return part.add(
        cloudfront.OriginAccessControl(
            "main",
            name=named(part.draft.system, "cdn", limit=NAME_LIMIT),
            description="Buckets behind the CDN",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
        )
    )


def _origins(part: Part, served: Mapping[str, s3.Bucket]) -> list[cloudfront.Origin]:
    if not served:
        return []
    access = access_control(part)
    return [
        cloudfront.Origin(
            origin_id=_origin(name),
            domain_name=bucket.ref.bucket_regional_domain_name,
            origin_access_control_id=access.ref.id,
        )
        for name, bucket in served.items()
    ]


def _origin(bucket: str | None) -> str:
    return f"bucket-{bucket}" if bucket else BALANCER


def _default(part: Part, wanted: Cdn) -> cloudfront.DefaultCacheBehavior:
    return cloudfront.DefaultCacheBehavior(
        target_origin_id=BALANCER,
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=EVERYTHING,
        cached_methods=READS,
        compress=True,
        cache_policy_id=answers(part, wanted.cache),
        origin_request_policy_id=ALL_VIEWER,
    )


def _behaviors(part: Part, wanted: Cdn) -> list[cloudfront.OrderedCacheBehavior]:
    """Return what differs by path; the longest is asked first."""
    ordered = sorted(wanted.paths, key=lambda one: (-len(one.path), one.path))
    kept = files(part, {one.cache for one in ordered if one.bucket and one.cache})
    return [
        cloudfront.OrderedCacheBehavior(
            path_pattern=one.path,
            target_origin_id=_origin(one.bucket),
            viewer_protocol_policy="redirect-to-https",
            allowed_methods=READS if one.bucket else EVERYTHING,
            cached_methods=READS,
            compress=True,
            cache_policy_id=kept.get(one.cache, CACHING_DISABLED)
            if one.bucket
            else answers(part, one.cache),
            origin_request_policy_id=ABSENT if one.bucket else ALL_VIEWER,
            response_headers_policy_id=SECURITY_HEADERS if one.bucket else ABSENT,
        )
        for one in ordered
    ]


def _certificate(part: Part) -> cloudfront.ViewerCertificate:
    region = part.draft.region(CDN_REGION)
    return shown(certificate_of(part.draft.part("domain", "dns"), provider=region))


def shown(issued: acm.CertificateValidation) -> cloudfront.ViewerCertificate:
    """Return how a certificate of CloudFront's region is shown to visitors."""
    return cloudfront.ViewerCertificate(
        acm_certificate_arn=issued.ref.certificate_arn,
        ssl_support_method="sni-only",
        minimum_protocol_version="TLSv1.2_2021",
    )
