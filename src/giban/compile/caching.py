"""What CloudFront keeps, for whom and how long: its policies, ours and AWS's own."""

from __future__ import annotations

from collections.abc import Iterable

from giban.catalogue import cloudfront
from giban.compile.draft import Part
from giban.compile.names import label, named
from giban.values import Value

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""Managed policies; their ids are the same in every account
(https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html,
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html).
"""


def answers(part: Part, seconds: int) -> Value:
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


def files(part: Part, ages: Iterable[int]) -> dict[int, Value]:
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
