"""The containers of a task: the author's own, and the collector of traces beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from giban.catalogue import cloudwatch
from giban.compile.abroad import home_environment
from giban.compile.names import container_name, log_group_path, named
from giban.compile.wiring import Grant, Stored
from giban.system import Health, Service, Sidecar, System
from giban.system.containers import log_variable
from giban.values import Text, Value, text

COLLECTOR_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3"
COLLECTOR_PORT = 4318
DAEMON_PORT = 2000
"""Where programs with an X-Ray SDK send: the collector listens there too (D-HY-22)."""
COLLECTOR_MEMORY = 128
STOP_SECONDS = 30

HEALTH_COMMANDS = {
    "wget": "wget -q -O /dev/null {url} || exit 1",
    "curl": "curl -fsS -o /dev/null {url} || exit 1",
    "node": "node -e \"fetch('{url}').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))\"",
}


def containers(
    system: System,
    service: Service,
    image: Text,
    granted: Grant,
    kept: Sequence[Stored],
    logs: cloudwatch.LogGroup,
) -> list[dict[str, Any]]:
    """Return the container definitions of a service, in ECS's own words."""
    name = container_name(system, service)
    own: dict[str, Any] = {"name": name, "image": image, "essential": True}
    if service.command:
        own["command"] = list(service.command)
    if service.port is not None:
        own["portMappings"] = [{"containerPort": service.port, "protocol": "tcp"}]
    own["environment"] = _pairs(_environment(system, service, granted))
    own["secrets"] = _secrets(kept)
    own["logConfiguration"] = log_configuration(system, logs, name)
    if service.port is not None and service.health.command != "none":
        own["healthCheck"] = _health(service.health, service.port)
    if service.volumes:
        own["mountPoints"] = _mounts(service.volumes)
    own["stopTimeout"] = STOP_SECONDS
    beside = [_sidecar(system, one, logs) for one in service.sidecars]
    return [own, *beside, *([_collector(system, logs)] if service.tracing else [])]


def _secrets(kept: Sequence[Stored]) -> list[dict[str, Value]]:
    """Return the variables whose values ECS reads from secrets, by name."""
    found = {name: text(one.arn, f":{key}::") for one in kept for name, key in one.keys.items()}
    return [{"name": name, "valueFrom": found[name]} for name in sorted(found)]


def _environment(system: System, service: Service, granted: Grant) -> dict[str, Value]:
    """Return the plain variables: ours first, then those of `uses`, then the author's own."""
    ours: dict[str, Value] = {"APP_ENV": home_environment(system)}
    for name in service.logs:
        ours[log_variable(name)] = log_group_path(system, name)
    if service.port is not None:
        ours["PORT"] = str(service.port)
    if service.tracing:
        ours |= _telemetry(system, service)
    return {**ours, **granted.environment, **service.environment}


def _telemetry(system: System, service: Service) -> dict[str, Value]:
    """Send traces, and nothing else, to the collector; X-Ray knows environments by name only.

    The collector would write metrics to CloudWatch, which the task may not, and has no way for
    logs (`ecs-default-config.yaml` of aws-otel-collector).
    """
    return {
        "AWS_XRAY_DAEMON_ADDRESS": f"127.0.0.1:{DAEMON_PORT}",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{COLLECTOR_PORT}",
        "OTEL_LOGS_EXPORTER": "none",
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_PROPAGATORS": "xray",
        "OTEL_SERVICE_NAME": named(system, service.name),
    }


def _pairs(values: dict[str, Value]) -> list[dict[str, Value]]:
    """Return variables by name: ECS sorts them too, and a plan compares the text."""
    return [{"name": name, "value": values[name]} for name in sorted(values)]


def _health(health: Health, port: int) -> dict[str, Any]:
    """Ask by 127.0.0.1: `localhost` may resolve to ::1 first (defect D-ERP-06)."""
    url = f"http://127.0.0.1:{port}{health.path}"
    return {
        "command": ["CMD-SHELL", HEALTH_COMMANDS[health.command].format(url=url)],
        "interval": health.interval,
        "timeout": health.timeout,
        "retries": health.unhealthy,
        "startPeriod": health.grace,
    }


def log_configuration(system: System, group: cloudwatch.LogGroup, prefix: str) -> dict[str, Any]:
    """Return where a container's output goes."""
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": group.ref.name,
            "awslogs-region": system.region,
            "awslogs-stream-prefix": prefix,
        },
    }


def _mounts(volumes: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"sourceVolume": name, "containerPath": path, "readOnly": False}
        for name, path in volumes.items()
    ]


def _sidecar(system: System, wanted: Sidecar, logs: cloudwatch.LogGroup) -> dict[str, Any]:
    """Return a container beside the program, without what the author did not ask for."""
    maybe: dict[str, Any] = {
        "command": list(wanted.command),
        "cpu": wanted.cpu,
        "memory": wanted.memory,
        "environment": _pairs(dict(wanted.environment)),
        "mountPoints": _mounts(wanted.volumes),
    }
    return {
        "name": wanted.name,
        "image": wanted.image,
        "essential": wanted.essential,
        **{name: value for name, value in maybe.items() if value},
        "logConfiguration": log_configuration(system, logs, wanted.name),
    }


def _collector(system: System, logs: cloudwatch.LogGroup) -> dict[str, Any]:
    """Return the OpenTelemetry collector: the X-Ray daemon is at its end of life (D-ERP-21)."""
    return {
        "name": "traces",
        "image": COLLECTOR_IMAGE,
        "essential": False,
        "command": ["--config=/etc/ecs/ecs-default-config.yaml"],
        "memoryReservation": COLLECTOR_MEMORY,
        "logConfiguration": log_configuration(system, logs, "traces"),
    }
