"""Which region answers: records that fail over by themselves (Amazon Route 53; HY-DNS-01)."""

from __future__ import annotations

from giban.catalogue import elb, route53
from giban.compile.abroad import tell_abroad
from giban.compile.dns import alias, zone_id
from giban.compile.draft import Draft, Part
from giban.compile.names import named
from giban.compile.takeover import FAILED_OVER
from giban.system import Service
from giban.values import ABSENT

HTTPS = 443
FAILURES, INTERVAL = 3, 30
CHECK = "health-check-id"


def address(draft: Draft, balancer: elb.LoadBalancer, asked: Service) -> None:
    """Point the domain at a load balancer: alone, first, or second of two regions."""
    system, part = draft.system, draft.part("domain", "dns")
    host = system.domain or ""
    if system.standby:
        _record(part, host, balancer, "SECONDARY")
    elif system.dr is not None and system.foundation is not None:
        check = _health_check(part, balancer, asked)
        _record(part, host, balancer, "PRIMARY", check)
        tell_abroad(part, CHECK, check.ref.id, "Health check that says whether the first one is up")
    else:
        alias(part, "main", host, balancer.ref.dns_name, balancer.ref.zone_id, health=True)


def _health_check(part: Part, balancer: elb.LoadBalancer, asked: Service) -> route53.HealthCheck:
    """Ask over HTTPS, where no redirect looks healthy (defect D-HY-42).

    By the load balancer's own name: by the domain it would ask whichever region answers, and
    switch back as soon as the other one does. After a takeover it is told to be unhealthy: a
    disabled check counts as healthy, and this one means the opposite of what it says. So the first
    region does not answer again before its database follows.
    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
    """
    system = part.draft.system
    return part.add(
        route53.HealthCheck(
            "main",
            type="HTTPS",
            fqdn=balancer.ref.dns_name,
            port=HTTPS,
            resource_path=asked.health.path,
            failure_threshold=FAILURES,
            request_interval=INTERVAL,
            enable_sni=True,
            disabled=FAILED_OVER,
            invert_healthcheck=FAILED_OVER,
            tags={"Name": named(system, "health-check")},
        ),
        "Of the load balancer by its own name: by the domain it would ask the other region too.",
    )


def _record(
    part: Part,
    host: str,
    balancer: elb.LoadBalancer,
    role: str,
    check: route53.HealthCheck | None = None,
) -> None:
    part.add(
        route53.Record(
            "main",
            zone_id=zone_id(part.draft),
            name=host,
            type="A",
            set_identifier="dr" if check is None else "primary",
            health_check_id=ABSENT if check is None else check.ref.id,
            failover_routing_policy=route53.FailoverRoutingPolicy(type=role),
            alias=route53.Alias(
                name=balancer.ref.dns_name,
                zone_id=balancer.ref.zone_id,
                evaluate_target_health=True,
            ),
        )
    )
