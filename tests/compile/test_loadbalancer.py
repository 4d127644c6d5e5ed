"""The load balancer: who gets which requests, under which certificate."""

from __future__ import annotations

from giban.blueprint import Stack
from giban.catalogue import acm, elb
from giban.compile import compile_project
from giban.manifest import loads
from giban.system import resolve_all

MANIFEST = """\
project: mate
region: ap-northeast-2
domain: mate.example.com
zone: example.com
certificate: "*.example.com"
load_balancer: {idle_timeout: 3600}
services:
  web: {port: 3000}
  api:
    port: 3001
    path: [/api/*, /socket.io/*]
    except: [/api/health, /api/auth/*]
    sticky: 86400
    drain: 300
environments:
  dev: {availability: economy, domain: mate-dev.example.com}
  prod: {availability: high}
"""


def stacks(environment: str) -> tuple[Stack, ...]:
    """Return the stacks of an environment."""
    blueprints = compile_project(list(resolve_all(loads(MANIFEST)).values()))
    return blueprints[environment].stacks


def test_what_a_service_leaves_goes_to_the_one_without_a_path() -> None:
    """Its paths are asked first, the longest before the others (D-CM-03)."""
    rules = [one for one in stacks("prod")[-1].resources() if isinstance(one, elb.ListenerRule)]
    ways = [
        (one.terraform_label, one.each) for one in sorted(rules, key=lambda r: int(str(r.priority)))
    ]

    assert [
        ("api", "/socket.io/*"),
        ("web", "/api/auth/*"),
        ("web", "/api/health"),
        ("api", "/api/*"),
    ] == ways


def test_connections_are_kept_as_wished() -> None:
    """The idle timeout is the load balancer's, stickiness and draining the service's own."""
    made = {
        one.terraform_address.label: one
        for one in stacks("prod")[-1].resources()
        if isinstance(one, elb.TargetGroup)
    }
    (balancer,) = (o for o in stacks("prod")[-1].resources() if isinstance(o, elb.LoadBalancer))

    assert 3600 == balancer.idle_timeout
    assert elb.Stickiness(type="lb_cookie", cookie_duration=86400) == made["api"].stickiness
    assert ("300", "30") == (made["api"].deregistration_delay, made["web"].deregistration_delay)
    assert None is made["web"].stickiness


def test_a_wildcard_is_shared() -> None:
    """The bootstrap stack makes it, once; environments read it and wait until it is issued."""
    bootstrap, platform = stacks("dev")

    assert ["*.example.com"] == [
        one.domain_name for one in bootstrap.resources() if isinstance(one, acm.Certificate)
    ]
    assert [] == [one for one in platform.resources() if isinstance(one, acm.Certificate)]
    assert 1 == len([o for o in platform.resources() if isinstance(o, acm.CertificateValidation)])
