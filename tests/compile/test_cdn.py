"""The CDN before load balancer and buckets: what is kept, and for whom."""

from __future__ import annotations

from typing import TypeVar

from giban.blueprint import Object, Stack
from giban.catalogue import acm, cloudfront, cloudwatch, ec2, kms, route53, s3, wafv2
from giban.compile import compile_project
from giban.compile.caching import ALL_VIEWER, ALL_VIEWER_EXCEPT_HOST, CACHING_DISABLED
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


Found = TypeVar("Found", bound=Object)


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


def places(kind: type[Object], manifest: str = MANIFEST) -> dict[str, str | None]:
    """Return the provider of each resource of a type, by its label."""
    nodes = [node for node in platform(manifest).nodes if isinstance(node.object, kind)]
    return {node.object.terraform_label: node.provider for node in nodes}


def test_the_web_acl_stands_before_the_distribution() -> None:
    """There it counts visitors; the load balancer sees addresses that many of them share."""
    acl = found(wafv2.WebAcl, MANIFEST)["edge"]

    assert "CLOUDFRONT" == acl.scope
    assert acl.ref.arn == distribution().web_acl_id
    assert {} == found(wafv2.WebAclAssociation, MANIFEST)
    assert {"edge": "us_east_1"} == places(wafv2.WebAcl)


def test_the_web_acl_keeps_its_log_beside_itself() -> None:
    """In CloudFront's region, under a key of that region that its log service may use."""
    (logs,) = found(wafv2.WebAclLoggingConfiguration, MANIFEST).values()
    group = found(cloudwatch.LogGroup, MANIFEST)["waf_edge"]
    key = found(kms.Key, MANIFEST)["waf_logs"]

    assert [group.ref.arn] == logs.log_destination_configs
    assert key.ref.arn == group.kms_key_id
    assert "logs.us-east-1.amazonaws.com" in repr(key.policy)
    assert "arn:aws:logs:us-east-1:" in repr(key.policy)
    assert {"us_east_1"} == {
        *places(wafv2.WebAclLoggingConfiguration).values(),
        places(cloudwatch.LogGroup)["waf_edge"],
        places(kms.Key)["waf_logs"],
        places(kms.Alias)["waf_logs"],
    }


def test_no_key_is_made_for_its_log_that_is_there_or_not_wanted() -> None:
    """In CloudFront's own region the environment's key serves; with AWS's keys none does."""
    there = MANIFEST.replace("ap-northeast-2", "us-east-1")
    plain = MANIFEST.replace("services:", "encryption: aws\nservices:")

    assert ["main"] == list(found(kms.Key, there))
    assert (
        found(kms.Key, there)["main"].ref.arn
        == found(cloudwatch.LogGroup, there)["waf_edge"].kms_key_id
    )
    assert {} == found(kms.Key, plain)
    assert found(cloudwatch.LogGroup, plain)["waf_edge"].kms_key_id is None


def test_nobody_comes_past_the_web_acl() -> None:
    """The load balancer answers CloudFront alone, by TLS; with no web ACL it answers everybody."""
    ingress = found(ec2.IngressRule, MANIFEST)
    lists = [n.object for n in platform().nodes if isinstance(n.object, ec2.PrefixListData)]
    open_ = MANIFEST.replace("services:", "waf: false\nservices:")

    assert ["com.amazonaws.global.cloudfront.origin-facing"] == [one.name for one in lists]
    assert lists[0].ref.id == ingress["alb_from_cloudfront"].prefix_list_id
    assert 443 == ingress["alb_from_cloudfront"].from_port == ingress["alb_from_cloudfront"].to_port
    assert "alb_from_internet" not in ingress
    assert "alb_from_internet" in found(ec2.IngressRule, open_)
    assert "alb_from_cloudfront" not in found(ec2.IngressRule, open_)


def test_without_a_web_acl_everybody_is_let_in() -> None:
    """As codemate's document has it."""
    open_ = MANIFEST.replace("services:", "waf: false\nservices:")

    assert found(cloudfront.Distribution, open_)["main"].web_acl_id is None
    assert {} == found(wafv2.WebAcl, open_)


FILES = """\
project: mate
region: ap-northeast-2
domain: mate.example.com
services: {web: {port: 3000}}
encryption: customer
buckets: {public: {}, other: {}}
cdn:
  host: files
  paths:
    /a/*: {bucket: public, cache: 60}
    /api/news: 60
environments: {prod: {availability: high}}
"""


def found(kind: type[Found], manifest: str = FILES) -> dict[str, Found]:
    """Return the resources of a type by their labels."""
    return {o.terraform_label: o for o in platform(manifest).resources() if isinstance(o, kind)}


def test_with_a_host_of_its_own_it_only_reads() -> None:
    """Nothing else goes through it, and what no path names is asked of a bucket that is shut."""
    edge = found(cloudfront.Distribution)["main"]
    behaviours = (edge.default_cache_behavior, *edge.ordered_cache_behavior)

    assert ["files.mate.example.com"] == edge.aliases
    assert [["GET", "HEAD", "OPTIONS"]] * 3 == [one.allowed_methods for one in behaviours if one]
    assert ["bucket-public", "alb", "bucket-public"] == [
        one.target_origin_id for one in behaviours if one
    ]
    assert () == edge.origin_group
    policy = found(s3.BucketPolicy)["public"].policy
    assert "/a/*" in repr(policy)
    assert "cloudfront" not in repr(found(s3.BucketPolicy)["other"].policy)


def test_its_root_is_no_list_of_the_bucket() -> None:
    """Who may list a bucket is shown its keys at the root, unless that is some object."""
    assert "index.html" == found(cloudfront.Distribution)["main"].default_root_object


def test_services_keep_their_web_acl_where_only_files_go_through() -> None:
    """Visitors reach the load balancer themselves, and it sees who they are."""
    assert {"main": "REGIONAL"} == {name: acl.scope for name, acl in found(wafv2.WebAcl).items()}
    assert ["main"] == list(found(wafv2.WebAclAssociation))
    assert found(cloudfront.Distribution)["main"].web_acl_id is None


def test_services_are_asked_by_their_own_name() -> None:
    """Their certificate covers that, and DNS says which region it is; the visitor's host stays."""
    edge = found(cloudfront.Distribution)["main"]
    (news,) = (o for o in edge.ordered_cache_behavior if o.path_pattern == "/api/news")

    assert "mate.example.com" == edge.origin[-1].domain_name
    assert ALL_VIEWER_EXCEPT_HOST == news.origin_request_policy_id
    assert "aws_lb" in repr(found(route53.Record)["main"].alias)


def test_the_key_lets_cloudfront_read() -> None:
    """Only where the CDN answers from what it encrypts."""
    plain = FILES.replace("public: {}", "public: {encryption: aws}")

    assert "cloudfront.amazonaws.com" in repr(found(kms.Key)["main"].policy)
    assert "cloudfront.amazonaws.com" not in repr(found(kms.Key, plain)["main"].policy)


def test_a_path_of_everything_is_the_default() -> None:
    """No behaviour is left that nothing reaches."""
    edge = found(cloudfront.Distribution, FILES.replace("/a/*", "/*"))["main"]

    assert ["/api/news"] == [one.path_pattern for one in edge.ordered_cache_behavior]
    assert edge.default_cache_behavior
    assert CACHING_DISABLED != edge.default_cache_behavior.cache_policy_id
