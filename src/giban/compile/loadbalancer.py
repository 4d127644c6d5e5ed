"""The application load balancer: listeners, its log bucket, the way in."""

from __future__ import annotations

from msgspec import Struct

from giban.blueprint import Lifecycle
from giban.catalogue import ec2, elb
from giban.compile.dns import certificate_arn
from giban.compile.draft import Draft, Part
from giban.compile.failover import address
from giban.compile.firewall import open_to_world, security_group
from giban.compile.knobs import protection
from giban.compile.log_archive import ALB, Archive
from giban.compile.names import label, named
from giban.compile.network import PUBLIC, Network
from giban.system import Service
from giban.values import ABSENT

HTTP, HTTPS = 80, 443
NAME_LIMIT = 32
AWS_IDLE = 60
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
RULE_STEP = 10


class Front(Struct, frozen=True):
    """The load balancer and the listener that services attach themselves to."""

    balancer: elb.LoadBalancer
    group: ec2.SecurityGroup
    listener: elb.Listener
    targets: dict[str, elb.TargetGroup]


def front(draft: Draft, network: Network, logs: Archive | None) -> Front | None:
    """Make the load balancer for all services that have a port; None when none has."""
    system = draft.system
    services = list(system.balanced)
    if not services or logs is None:
        return None
    part = draft.part("services", "loadbalancer")
    group = security_group(part, network, "alb", "The load balancer: open to the internet")
    for port in (HTTP, HTTPS) if system.domain else (HTTP,):
        open_to_world(part, group, port)
    balancer = part.add(
        elb.LoadBalancer(
            "main",
            name=named(system, "alb", limit=NAME_LIMIT),
            internal=False,
            load_balancer_type="application",
            security_groups=[group.ref.id],
            subnets=network.ids(PUBLIC),
            drop_invalid_header_fields=True,
            idle_timeout=ABSENT if system.idle_timeout == AWS_IDLE else system.idle_timeout,
            enable_deletion_protection=protection(system.deletion_protection),
            access_logs=elb.AccessLogs(bucket=logs.bucket.ref.id, prefix=ALB, enabled=True),
            tags={"Name": named(system, "alb")},
        ),
        after=[logs.ready],
    )
    targets = {service.name: _target_group(part, network, service) for service in services}
    listener = _listeners(part, balancer, services, targets)
    if system.domain and system.cdn is None and system.dns == "route53":
        address(draft, balancer, services[0])
    return Front(balancer, group, listener, targets)


def _target_group(part: Part, network: Network, service: Service) -> elb.TargetGroup:
    """Make the target group of a service.

    A new one is made before the old one goes: AWS deletes none that a listener uses, and the
    listener is told of the new one in between. So its name has the port, which it cannot change.
    """
    system, health = part.draft.system, service.health
    return part.add(
        elb.TargetGroup(
            label(service.name),
            name=named(system, service.name, str(service.port), limit=NAME_LIMIT),
            port=service.port or ABSENT,
            protocol="HTTP",
            target_type="instance" if service.on else "ip",
            vpc_id=network.vpc_id,
            deregistration_delay=str(service.drain),
            stickiness=None
            if service.sticky is None
            else elb.Stickiness(type="lb_cookie", cookie_duration=service.sticky),
            health_check=elb.HealthCheck(
                enabled=True,
                path=health.path,
                matcher=health.status,
                port="traffic-port",
                protocol="HTTP",
                interval=health.interval,
                timeout=health.timeout,
                healthy_threshold=health.healthy,
                unhealthy_threshold=health.unhealthy,
            ),
            tags={"Name": named(system, service.name)},
        ),
        lifecycle=Lifecycle(create_before_destroy=True),
    )


def _listeners(
    part: Part,
    balancer: elb.LoadBalancer,
    services: list[Service],
    targets: dict[str, elb.TargetGroup],
) -> elb.Listener:
    """Make the listeners; returns the one that carries the traffic."""
    system = part.draft.system
    default = _default_action(services, targets)
    if system.domain is None:
        listener = part.add(
            elb.Listener(
                "http",
                load_balancer_arn=balancer.ref.arn,
                port=HTTP,
                protocol="HTTP",
                default_action=(default,),
                tags={"Name": named(system, "http")},
            ),
            "Without a domain there is no certificate, and so no TLS.",
        )
    else:
        listener = part.add(
            elb.Listener(
                "https",
                load_balancer_arn=balancer.ref.arn,
                port=HTTPS,
                protocol="HTTPS",
                ssl_policy=TLS_POLICY,
                certificate_arn=certificate_arn(part.draft),
                default_action=(default,),
                tags={"Name": named(system, "https")},
            )
        )
        _redirect(part, balancer)
    _rules(part, listener, services, targets)
    return listener


def _default_action(
    services: list[Service], targets: dict[str, elb.TargetGroup]
) -> elb.DefaultAction:
    for service in services:
        if not service.paths:
            return elb.DefaultAction(type="forward", target_group_arn=targets[service.name].ref.arn)
    return elb.DefaultAction(
        type="fixed-response",
        fixed_response=elb.FixedResponse(
            content_type="text/plain", message_body="Not found", status_code="404"
        ),
    )


def _redirect(part: Part, balancer: elb.LoadBalancer) -> None:
    part.add(
        elb.Listener(
            "http",
            load_balancer_arn=balancer.ref.arn,
            port=HTTP,
            protocol="HTTP",
            default_action=(
                elb.DefaultAction(
                    type="redirect",
                    redirect=elb.Redirect(
                        port=str(HTTPS), protocol="HTTPS", status_code="HTTP_301"
                    ),
                ),
            ),
            tags={"Name": named(part.draft.system, "http")},
        )
    )


def _rules(
    part: Part,
    listener: elb.Listener,
    services: list[Service],
    targets: dict[str, elb.TargetGroup],
) -> None:
    """Send each path to its service; the longest path is asked first."""
    rest = next((service for service in services if not service.paths), None)
    routed = [(path, service) for service in services for path in service.paths]
    routed += [(path, rest) for service in services if rest for path in service.left]
    routed.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    for number, (path, service) in enumerate(routed, start=1):
        part.add(
            elb.ListenerRule(
                label(service.name),
                each=path,
                listener_arn=listener.ref.arn,
                priority=number * RULE_STEP,
                action=(
                    elb.Action(type="forward", target_group_arn=targets[service.name].ref.arn),
                ),
                condition=_condition(path, service),
                tags={"Name": named(part.draft.system, service.name)},
            )
        )


def _condition(path: str, service: Service) -> tuple[elb.Condition, ...]:
    asked = elb.Condition(path_pattern=elb.PathPattern(values=[path]))
    if not service.sources:
        return (asked,)
    return (asked, elb.Condition(source_ip=elb.SourceIp(values=list(service.sources))))
