"""The application load balancer: listeners, its log bucket, the way in."""

from __future__ import annotations

from msgspec import Struct

from giban.blueprint import Lifecycle
from giban.catalogue import ec2, elb
from giban.compile.dns import certificate_arn
from giban.compile.draft import Draft, Part
from giban.compile.failover import address
from giban.compile.firewall import open_to, open_to_cloudfront, open_to_world, security_group
from giban.compile.knobs import protection
from giban.compile.log_archive import ALB, Archive
from giban.compile.names import label, named
from giban.compile.network import PUBLIC, Network
from giban.compile.rules import Rules, Ways, rules
from giban.system import Service
from giban.values import ABSENT

HTTP, HTTPS = 80, 443
GREEN = "green"
NAME_LIMIT = 32
AWS_IDLE = 60
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
NOT_FOUND = elb.DefaultAction(
    type="fixed-response",
    fixed_response=elb.FixedResponse(
        content_type="text/plain", message_body="Not found", status_code="404"
    ),
)


class Front(Struct, frozen=True):
    """The load balancer, the listener that services attach themselves to, and their targets.

    Services that are deployed beside themselves have second targets in `greens`, and listeners by
    port in `trials`.
    """

    balancer: elb.LoadBalancer
    group: ec2.SecurityGroup
    listener: elb.Listener
    targets: dict[str, elb.TargetGroup]
    greens: dict[str, elb.TargetGroup]
    trials: dict[int, elb.Listener]
    rules: Rules


def front(draft: Draft, network: Network, logs: Archive | None) -> Front | None:
    """Make the load balancer for all services that have a port; None when none has."""
    system = draft.system
    services = list(system.balanced)
    if not services or logs is None:
        return None
    part = draft.part("services", "loadbalancer")
    group = security_group(part, network, "alb", "The load balancer: open to the internet")
    _open(part, group)
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
    targets = {one.name: _target_group(part, network, one) for one in services}
    shifting = [one for one in services if one.deployment.shifts]
    greens = {one.name: _target_group(part, network, one, GREEN) for one in shifting}
    listener = _listener(part, balancer, _default_action(services, targets))
    trials = _trials(part, listener, group, services)
    ways = rules(part, Ways(listener, trials, targets, greens), services)
    if system.domain and not system.behind_cdn and system.dns == "route53":
        address(draft, balancer, services[0])
    return Front(balancer, group, listener, targets, greens, trials, ways)


def _open(part: Part, group: ec2.SecurityGroup) -> None:
    """Let visitors in; where they pass a web ACL before the CDN, only CloudFront, by TLS.

    What the group says of itself stays: another description would be another group.
    """
    system = part.draft.system
    if system.waf and system.behind_cdn:
        open_to_cloudfront(part, group, HTTPS)
        return
    for port in (HTTP, HTTPS) if system.domain else (HTTP,):
        open_to_world(part, group, port)


def _target_group(part: Part, network: Network, service: Service, *ends: str) -> elb.TargetGroup:
    """Make a target group of a service, or the one of its other version.

    A new one is made before the old one goes: AWS deletes none that a listener uses, and the
    listener is told of the new one in between. So its name has the port, which it cannot change.
    """
    system, health = part.draft.system, service.health
    return part.add(
        elb.TargetGroup(
            label(service.name, *ends),
            name=named(system, service.name, str(service.port), *ends, limit=NAME_LIMIT),
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
            tags={"Name": named(system, service.name, *ends)},
        ),
        lifecycle=Lifecycle(create_before_destroy=True),
    )


def _listener(part: Part, balancer: elb.LoadBalancer, default: elb.DefaultAction) -> elb.Listener:
    """Make the listeners; returns the one that carries the traffic."""
    system = part.draft.system
    if system.domain is None:
        return part.add(
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
    return listener


def _default_action(
    services: list[Service], targets: dict[str, elb.TargetGroup]
) -> elb.DefaultAction:
    for service in services:
        if not service.paths:
            return elb.DefaultAction(type="forward", target_group_arn=targets[service.name].ref.arn)
    return NOT_FOUND


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


def _trials(
    part: Part, like: elb.Listener, group: ec2.SecurityGroup, services: list[Service]
) -> dict[int, elb.Listener]:
    """Make a listener for each port at which new versions are tried, open to those who try."""
    trials = (one.deployment.test for one in services)
    wanted = {trial.port: trial for trial in trials if trial is not None}
    for port, trial in wanted.items():
        for source in trial.sources:
            open_to(part, group, source, port)
    return {port: _trial(part, like, port) for port in wanted}


def _trial(part: Part, like: elb.Listener, port: int) -> elb.Listener:
    return part.add(
        elb.Listener(
            "test",
            each=str(port),
            load_balancer_arn=like.load_balancer_arn,
            port=port,
            protocol=like.protocol,
            ssl_policy=like.ssl_policy,
            certificate_arn=like.certificate_arn,
            default_action=(NOT_FOUND,),
            tags={"Name": named(part.draft.system, "test", str(port))},
        ),
        "Leads to the next version of a service before everybody is sent there.",
    )
