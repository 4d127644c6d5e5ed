"""The services of a system, and what each of them uses."""

from __future__ import annotations

from giban.system.checks import check_days
from giban.system.containers import check_image, logs, names, sidecars
from giban.system.deployment import check_traffic, deployment
from giban.system.facts import FARGATE_MEMORY
from giban.system.model import Health, Service
from giban.system.pipeline import build
from giban.system.reading import Reader, listed
from giban.system.routing import check_paths, paths, sources
from giban.system.scaling import check_requests, scale
from giban.system.uses import used

_FEW = 4


def services(root: Reader) -> dict[str, Service]:
    """Return all services; mistakes are left with the reader."""
    found = {reader.name: _service(reader, root) for reader in root.each("services")}
    check_paths(root, found)
    check_traffic(root, found)
    return found


def size(reader: Reader) -> tuple[int, int]:
    """Return CPU units and MiB of a task, a pair that Fargate has."""
    cpu, memory = reader.number("cpu"), reader.number("memory")
    _check_size(reader, cpu, memory)
    return cpu, memory


def _limits(reader: Reader) -> tuple[int, int]:
    """Return the CPU units and MiB a container on instances may use, 0 for as much as there is."""
    return tuple(  # type: ignore[return-value]  # two of them
        reader.number(name) if reader.layers.key_span((*reader.path, name)) else 0
        for name in ("cpu", "memory")
    )


def _service(reader: Reader, root: Reader) -> Service:
    on = reader.maybe("on")
    cpu, memory = _limits(reader.below("size")) if on else size(reader.below("size"))
    groups = logs(reader)
    own = used(reader, root, groups)
    sent, left = paths(reader)
    taking_over = deployment(reader)
    check_requests(reader, shifts=taking_over.shifts)
    return Service(
        name=reader.name,
        noun="services",
        on=on,
        image=_image(reader),
        image_of=reader.name,
        port=reader.maybe("port"),
        paths=sent,
        left=left,
        sources=sources(reader),
        sticky=reader.maybe("sticky"),
        drain=reader.number("drain"),
        metrics=reader.maybe("metrics"),
        cpu=cpu,
        memory=memory,
        disk=reader.maybe("size.disk") or 0,
        architecture=reader.text("architecture"),  # type: ignore[arg-type]  # checked before
        repository=reader.text("repository"),
        build=build(reader, root),
        health=_health(reader.below("health")),
        deployment=taking_over,
        scale=scale(reader.below("scale"), own.uses),
        uses=own.uses,
        environment=own.environment,
        secrets=own.secrets,
        shared_secrets=own.shared_secrets,
        command=reader.texts("command"),
        sidecars=() if on else sidecars(reader, cpu, memory),
        volumes=reader.table("volumes"),
        logs=groups,
        names=names(reader),
        tracing=reader.flag("tracing"),
        spot=reader.number("spot"),
        log_days=check_days(reader, "log_days"),
        exec=reader.flag("exec"),
    )


def _image(reader: Reader) -> str | None:
    """Return the image that others make, which has to be the same tomorrow."""
    check_image(reader)
    image: str | None = reader.maybe("image")
    return image


def _check_size(reader: Reader, cpu: int, memory: int) -> None:
    allowed = FARGATE_MEMORY.get(cpu, ())
    if not allowed or not memory or memory in allowed:
        return
    fitting = [str(units) for units, sizes in FARGATE_MEMORY.items() if memory in sizes]
    other = f", or `cpu: {fitting[0]}` for {memory} MiB" if fitting else ""
    shown = (
        listed(allowed) if len(allowed) <= _FEW else f"{allowed[0]} to {allowed[-1]} in steps of "
    )
    steps = "" if len(allowed) <= _FEW else str(allowed[1] - allowed[0])
    near = min(allowed, key=lambda known: abs(known - memory))
    reader.wrong(
        "fargate-size",
        "memory",
        f"Fargate has no task of {cpu} CPU units with {memory} MiB.",
        why=f"With {cpu} CPU units memory is {shown}{steps} MiB.",
        fix=f"Write `memory: {near}`{other}.",
    )


def _health(reader: Reader) -> Health:
    interval, timeout = reader.number("interval"), reader.number("timeout")
    if interval <= timeout and interval:
        reader.wrong(
            "health-timeout",
            "timeout",
            f"A check may take {timeout} seconds and is repeated after {interval}.",
            why="The load balancer wants a timeout shorter than the interval.",
            fix="Lower `timeout` or raise `interval`.",
        )
    return Health(
        path=reader.text("path"),
        status=reader.text("status"),
        interval=interval,
        timeout=timeout,
        healthy=reader.number("healthy"),
        unhealthy=reader.number("unhealthy"),
        grace=reader.number("grace"),
        command=reader.maybe("command") or "none",
    )
