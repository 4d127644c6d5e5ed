"""The CDN before load balancer and buckets: what is kept, and for whom."""

from __future__ import annotations

from giban.blueprint import Stack
from giban.catalogue import acm, cloudfront, route53, s3
from giban.compile import compile_project
from giban.compile.cdn import ALL_VIEWER, CACHING_DISABLED
from giban.manifest import loads
from giban.system import resolve_all

MANIFEST = """\
project: mate
region: ap-northeast-2
domain: mate.example.com
services: {web: {port: 3000}}
buckets: {static: {encryption: aws}}
cdn:
  cache: 3600
  paths:
    /_next/static/*: {bucket: static, cache: 31536000}
    /api/*: 0
environments: {prod: {availability: high}}
"""


def platform(manifest: str = MANIFEST) -> Stack:
    """Return the platform of production."""
    return compile_project(list(resolve_all(loads(manifest)).values()))["prod"].stacks[-1]


def distribution() -> cloudfront.Distribution:
    """Return the one distribution."""
    (one,) = (o for o in platform().resources() if isinstance(o, cloudfront.Distribution))
    return one


def test_files_are_kept_and_answers_are_not() -> None:
    """Files come from the bucket for a year; the API sees every visitor itself."""
    files, api = distribution().ordered_cache_behavior

    assert ("/_next/static/*", "bucket-static") == (files.path_pattern, files.target_origin_id)
    assert ["GET", "HEAD"] == files.allowed_methods
    assert ("/api/*", "alb", CACHING_DISABLED, ALL_VIEWER) == (
        api.path_pattern,
        api.target_origin_id,
        api.cache_policy_id,
        api.origin_request_policy_id,
    )


def test_pages_are_kept_by_cookie_and_only_if_they_say_so() -> None:
    """No visitor gets the page of another (D-CM-21)."""
    policies = {
        o.terraform_label: o
        for o in platform().resources()
        if isinstance(o, cloudfront.CachePolicy)
    }
    answers = policies["answers_3600"]

    assert (0, 0, 3600) == (answers.min_ttl, answers.default_ttl, answers.max_ttl)
    assert "cookie_behavior='all'" in repr(answers)
    assert "Authorization" in repr(answers)
    assert 31536000 == policies["files_31536000"].default_ttl


def test_only_the_distribution_reads_the_bucket() -> None:
    """By its ARN: another distribution may not."""
    policies = {
        o.terraform_label: o for o in platform().resources() if isinstance(o, s3.BucketPolicy)
    }

    assert "aws_cloudfront_distribution" in repr(policies["static"].policy)


def test_the_domain_leads_to_the_distribution() -> None:
    """Its certificate is made in CloudFront's region and proven by the record that is there."""
    objects = list(platform().resources())
    (main,) = (o for o in objects if isinstance(o, route53.Record) and o.terraform_label == "main")

    assert "aws_cloudfront_distribution" in repr(main.alias)
    assert 2 == len([o for o in objects if isinstance(o, acm.Certificate)])
    assert 2 == len([o for o in objects if isinstance(o, route53.Record)])
