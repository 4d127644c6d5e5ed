"""The services of a system, and what each of them uses."""

from __future__ import annotations

from collections.abc import Sequence

from giban.system.checks import check_days
from giban.system.containers import check_image, logs, names, sidecars
from giban.system.facts import FARGATE_MEMORY
from giban.system.model import Health, Messages, Scale, Service, Use
from giban.system.reading import Reader, listed
from giban.system.routing import check_paths, paths, sources
from giban.system.uses import used

_FEW = 4


def services(root: Reader) -> dict[str, Service]:
    """Return all services; mistakes are left with the reader."""
    found = {reader.name: _service(reader, root) for reader in root.each("services")}
    check_paths(root, found)
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
        health=_health(reader.below("health")),
        scale=_scale(reader.below("scale"), own.uses),
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


def _scale(reader: Reader, uses: Sequence[Use]) -> Scale:
    fewest, most = reader.number("min"), reader.number("max")
    if reader.maybe("max") is not None and fewest > most:
        reader.wrong(
            "min-max",
            "min",
            f"`min` is {fewest} and `max` is {most}.",
            why="They may come from two layers: `giban explain` shows from where.",
            fix=f"Raise `max` to {fewest} or more, or lower `min`.",
        )
    desired = reader.number("desired")
    if fewest <= most and not fewest <= desired <= most:
        reader.wrong(
            "desired",
            "desired",
            f"`desired` is {desired}, outside {fewest} to {most}.",
            why="Autoscaling would change it as soon as the service exists.",
            fix=f"Write a number from {fewest} to {most}, or change `min` and `max`.",
        )
    return Scale(
        min=fewest,
        max=most,
        desired=desired,
        messages=_messages(reader, uses),
        cpu=reader.maybe("cpu"),
        memory=reader.maybe("memory"),
        cooldown_in=reader.number("cooldown_in"),
        cooldown_out=reader.number("cooldown_out"),
    )


def _messages(reader: Reader, uses: Sequence[Use]) -> Messages | None:
    """Read the queue that tasks follow: the one named, or the only one received from."""
    if reader.maybe("messages") is None:
        return None
    queues = [use.name for use in uses if use.kind == "queue" and use.access != "send"]
    wanted = reader.maybe("messages.queue") or (queues[0] if len(queues) == 1 else None)
    if wanted not in queues:
        reader.wrong(
            "no-queue",
            "messages",
            f"There is no telling which queue `{reader.path[-2]}` scales by."
            if wanted is None
            else f"`{reader.path[-2]}` scales by `{wanted}`, which it does not receive from.",
            why="A service scales by the messages that wait for itself.",
            fix=f"Write `queue:` with one it receives from: {listed(queues)}."
            if queues
            else "Add a queue to its `uses`, with access receive or both.",
        )
    return Messages(queue=wanted or "", per_task=reader.number("messages.per_task"))
