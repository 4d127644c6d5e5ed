"""What is watched of instances, from inside and from outside (Amazon CloudWatch, Route 53)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from giban.catalogue import cloudwatch, route53, sns
from giban.compile.draft import Draft, Part
from giban.compile.instances import Made
from giban.compile.loadbalancer import HTTP, HTTPS
from giban.compile.names import label, named
from giban.compile.topic import alarm_topic
from giban.compile.watcher import Watch, Watcher
from giban.system import Service
from giban.values import Value

OUTSIDE = "us-east-1"
"""Where Route 53 keeps the figures of its health checks, and so where their alarms have to be."""
DISK_PERCENT = 85
MINUTE, DAY = 60, 24 * 60 * 60
REPAIRS = (
    ("system", "StatusCheckFailed_System", "recover", "The machine below it fails: it is moved."),
    ("instance", "StatusCheckFailed_Instance", "reboot", "It does not answer: it is restarted."),
)


def watch_instances(made: Made, watcher: Watcher, draft: Draft) -> None:
    """Watch CPU, memory and disk; of one instance also whether it lives, and repair it."""
    wanted, limits = made.wanted, draft.system.alarms
    part, dimensions = draft.part(f"instances.{wanted.name}", "alarms"), _dimensions(made)
    whose = f"Instances {wanted.name} use" if wanted.scale else f"Instance {wanted.name} uses"
    cpu = Watch(
        ends="cpu-high",
        metric="CPUUtilization",
        threshold=limits.cpu,
        words=f"{whose} more than {limits.cpu} % of their CPU."
        if wanted.scale
        else f"{whose} more than {limits.cpu} % of its CPU.",
    )
    watcher.watch(part, wanted.name, "AWS/EC2", dimensions, (cpu,))
    measured = (
        Watch(
            ends="memory-high",
            metric="mem_used_percent",
            threshold=limits.memory,
            words=f"{whose} more than {limits.memory} % of memory.",
        ),
        Watch(
            ends="disk-high",
            metric="disk_used_percent",
            threshold=DISK_PERCENT,
            words=f"{whose} more than {DISK_PERCENT} % of disk.",
            statistic="Maximum",
        ),
    )
    watcher.watch(part, wanted.name, made.namespace, dimensions, measured)
    if made.group is not None and wanted.scale:
        few = Watch(
            ends="too-few",
            metric="GroupInServiceInstances",
            threshold=wanted.scale.min,
            words=f"Fewer than {wanted.scale.min} instances {wanted.name} are in service.",
            statistic="Minimum",
            below=True,
            missing="breaching",
        )
        watcher.watch(part, wanted.name, "AWS/AutoScaling", dimensions, (few,))
    else:
        _repair(part, made, watcher, dimensions)


def _dimensions(made: Made) -> Mapping[str, Value]:
    if made.group is not None:
        return {"AutoScalingGroupName": made.group.ref.name}
    return {"InstanceId": made.server.ref.id if made.server else ""}


def _repair(part: Part, made: Made, watcher: Watcher, dimensions: Mapping[str, Value]) -> None:
    """Let EC2 repair what AWS's own checks find (ledger TO-OBS-01)."""
    system, name = part.draft.system, made.wanted.name
    for ends, metric, action, words in REPAIRS:
        part.add(
            cloudwatch.MetricAlarm(
                label(name, ends),
                alarm_name=named(system, name, f"{ends}-check"),
                alarm_description=f"Instance {name}: {words}",
                namespace="AWS/EC2",
                metric_name=metric,
                dimensions=dimensions,
                statistic="Maximum",
                period=60,
                evaluation_periods=2 if action == "recover" else 3,
                comparison_operator="GreaterThanThreshold",
                threshold=0,
                alarm_actions=[
                    f"arn:aws:automate:{system.region}:ec2:{action}",
                    watcher.topic,
                ],
                ok_actions=[watcher.topic],
                tags={"Name": named(system, name, f"{ends}-check")},
            )
        )


def watch_from_outside(made: Made, draft: Draft) -> None:
    """Ask each service of a public instance over the internet, and count the failures.

    The alarms are in another region than the rest, and so is the topic they report to.
    """
    services = [one.service for one in made.hosted if one.service.port is not None]
    if draft.system.domain is None or not services:
        return
    part = draft.part("alarms", "alarms").in_region(OUTSIDE)
    reports = _topic(part).ref.arn
    watcher = Watcher(reports, reports)
    for service in services:
        own = draft.part(f"services.{service.name}.health", "alarms")
        check = {"HealthCheckId": _health_check(own, service).ref.id}
        wanted = tuple(_outside(service, draft.system.slo))
        watcher.watch(own.in_region(OUTSIDE), service.name, "AWS/Route53", check, wanted)


def _outside(service: Service, slo: float | None) -> Iterator[Watch]:
    """Yield what is watched of a health check."""
    yield Watch(
        ends="unreachable",
        period=MINUTE,
        metric="HealthCheckStatus",
        threshold=1,
        words=f"Nobody on the internet gets {service.health.path} of service {service.name}.",
        statistic="Minimum",
        below=True,
        periods=3,
        missing="breaching",
    )
    if slo is not None:
        yield Watch(
            ends="slo",
            period=DAY,
            metric="HealthCheckPercentageHealthy",
            threshold=slo,
            words=f"Service {service.name} answered less than {slo:g} % of a day.",
            below=True,
            periods=1,
            missing="missing",
        )


def _health_check(part: Part, service: Service) -> route53.HealthCheck:
    system = part.draft.system
    name = named(system, service.name)
    return part.add(
        route53.HealthCheck(
            label(service.name),
            type="HTTPS",
            fqdn=system.domain or "",
            port=HTTPS if system.domain else HTTP,
            resource_path=service.health.path,
            request_interval=30,
            failure_threshold=3,
            tags={"Name": name},
        ),
        "Asked from several places in the world, every ten seconds or so in all.",
    )


def _topic(part: Part) -> sns.Topic:
    system = part.draft.system
    name = named(system, system.alarms.topic, "outside")
    return alarm_topic(
        part,
        sns.Topic("outside", name=name, tags={"Name": name}),
        system.alarms.email,
        "Alarms on health checks can report to this region only.",
    )
