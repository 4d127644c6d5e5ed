"""What everything goes through: CloudFront over the load balancer and over buckets.

Only what nobody's cookie changes is kept (defect D-CM-21).
"""

from __future__ import annotations

from collections.abc import Mapping

from giban.catalogue import acm, cloudfront, elb, s3
from giban.compile.bucket import Store
from giban.compile.dns import alias, certificate_of
from giban.compile.draft import Draft, Part
from giban.compile.loadbalancer import Front
from giban.compile.log_archive import CDN_REGION, Archive, access_log
from giban.compile.names import label, named
from giban.compile.site import SECURITY_HEADERS
from giban.system import Cdn
from giban.values import ABSENT, Value

NAME_LIMIT = 64
BALANCER = "alb"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
"""Managed policies; their ids are the same in every account
(https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html,
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html).
"""
READS = ["GET", "HEAD"]
EVERYTHING = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
ANSWER_SECONDS = 60


def cdn(
    draft: Draft, front: Front, buckets: Mapping[str, Store], logs: Archive | None
) -> cloudfront.Distribution | None:
    """Make the distribution, and let the domain point at it; None where nobody wants one."""
    wanted, domain = draft.system.cdn, draft.system.domain
    if wanted is None or domain is None:
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
            origin=(_balancer(front.balancer), *_origins(part, served)),
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


def _balancer(balancer: elb.LoadBalancer) -> cloudfront.Origin:
    """Reach the load balancer by TLS: its certificate covers the host that visitors ask for.

    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
    """
    return cloudfront.Origin(
        origin_id=BALANCER,
        domain_name=balancer.ref.dns_name,
        custom_origin_config=cloudfront.CustomOriginConfig(
            http_port=80,
            https_port=443,
            origin_protocol_policy="https-only",
            origin_ssl_protocols=["TLSv1.2"],
            origin_read_timeout=ANSWER_SECONDS,
        ),
    )


def _origins(part: Part, served: Mapping[str, s3.Bucket]) -> list[cloudfront.Origin]:
    if not served:
        return []
    access = part.add(
        cloudfront.OriginAccessControl(
            "main",
            name=named(part.draft.system, "cdn", limit=NAME_LIMIT),
            description="Buckets behind the CDN",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
        )
    )
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
        cache_policy_id=_answers(part, wanted.cache),
        origin_request_policy_id=ALL_VIEWER,
    )


def _behaviors(part: Part, wanted: Cdn) -> list[cloudfront.OrderedCacheBehavior]:
    """Return what differs by path; the longest is asked first."""
    ordered = sorted(wanted.paths, key=lambda one: (-len(one.path), one.path))
    files = _files(part, {one.cache for one in ordered if one.bucket and one.cache})
    return [
        cloudfront.OrderedCacheBehavior(
            path_pattern=one.path,
            target_origin_id=_origin(one.bucket),
            viewer_protocol_policy="redirect-to-https",
            allowed_methods=READS if one.bucket else EVERYTHING,
            cached_methods=READS,
            compress=True,
            cache_policy_id=files.get(one.cache, CACHING_DISABLED)
            if one.bucket
            else _answers(part, one.cache),
            origin_request_policy_id=ABSENT if one.bucket else ALL_VIEWER,
            response_headers_policy_id=SECURITY_HEADERS if one.bucket else ABSENT,
        )
        for one in ordered
    ]


def _answers(part: Part, seconds: int) -> Value:
    """Return the policy for answers of services: kept only if they say so, by every cookie."""
    if not seconds:
        return CACHING_DISABLED
    policy = cloudfront.CachePolicy(
        label("answers", str(seconds)),
        name=named(part.draft.system, "answers", str(seconds)),
        comment=f"What answers allow, at most {seconds} s, for each visitor's cookies",
        min_ttl=0,
        default_ttl=0,
        max_ttl=seconds,
        parameters_in_cache_key_and_forwarded_to_origin=_parameters("all", ["Authorization"]),
    )
    return _once(part, policy).ref.id


def _files(part: Part, ages: set[int]) -> dict[int, Value]:
    """Return the policies for files: kept that long, whoever asks."""
    return {
        seconds: _once(
            part,
            cloudfront.CachePolicy(
                label("files", str(seconds)),
                name=named(part.draft.system, "files", str(seconds)),
                comment=f"Files that are kept {seconds} s",
                min_ttl=0,
                default_ttl=seconds,
                max_ttl=seconds,
                parameters_in_cache_key_and_forwarded_to_origin=_parameters("none", []),
            ),
        ).ref.id
        for seconds in sorted(ages)
    }


def _once(part: Part, policy: cloudfront.CachePolicy) -> cloudfront.CachePolicy:
    """Add a policy, unless it is there already."""
    known = (node.object for node in part.draft.nodes)
    if any(one.terraform_address == policy.terraform_address for one in known):
        return policy
    return part.add(policy)


def _parameters(
    kept: str, headers: list[str]
) -> cloudfront.ParametersInCacheKeyAndForwardedToOrigin:
    return cloudfront.ParametersInCacheKeyAndForwardedToOrigin(
        enable_accept_encoding_brotli=True,
        enable_accept_encoding_gzip=True,
        cookies_config=cloudfront.CookiesConfig(cookie_behavior=kept),
        headers_config=cloudfront.HeadersConfig(
            header_behavior="whitelist" if headers else "none",
            headers=cloudfront.Headers(items=headers) if headers else None,
        ),
        query_strings_config=cloudfront.QueryStringsConfig(query_string_behavior=kept),
    )


def _certificate(part: Part) -> cloudfront.ViewerCertificate:
    region = part.draft.region(CDN_REGION)
    issued: acm.CertificateValidation = certificate_of(
        part.draft.part("domain", "dns"), provider=region
    )
    return cloudfront.ViewerCertificate(
        acm_certificate_arn=issued.ref.certificate_arn,
        ssl_support_method="sni-only",
        minimum_protocol_version="TLSv1.2_2021",
    )
