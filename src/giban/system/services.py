"""The services of a system, and what each of them uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from giban.system.checks import check_days
from giban.system.facts import FARGATE_MEMORY
from giban.system.model import Health, Scale, Service, Use
from giban.system.reading import Reader, listed, nearest

_KINDS = {"databases": "database", "caches": "cache", "buckets": "bucket", "queues": "queue"}
_PREFIXES = {"database": "DATABASE", "cache": "REDIS"}
# What `compile` injects for each kind of use, after the prefix.
INJECTED: Mapping[str, tuple[str, ...]] = {
    "database": ("_URL",),
    "cache": ("_URL", "_HOST", "_PORT", "_USER"),
    "bucket": ("_BUCKET",),
    "queue": ("_QUEUE_URL",),
}
_ACCESS = {"queue": ("send", "receive", "both")}
_FEW = 4
RESERVED = ("PORT", "APP_ENV", "AWS_REGION")


def services(root: Reader) -> dict[str, Service]:
    """Return all services; mistakes are left with the reader."""
    targets = _targets(root)
    found = {reader.name: _service(reader, targets) for reader in root.each("services")}
    _check_paths(root, found)
    return found


def _targets(root: Reader) -> dict[str, list[str]]:
    """Return what can be used, by name, each with the kinds of that name."""
    targets: dict[str, list[str]] = {}
    for noun, kind in _KINDS.items():
        for name in root.layers.names(noun):
            targets.setdefault(name, []).append(kind)
    return targets


def _service(reader: Reader, targets: Mapping[str, list[str]]) -> Service:
    size = reader.below("size")
    cpu, memory = size.number("cpu"), size.number("memory")
    _check_size(size, cpu, memory)
    uses = _uses(reader, targets)
    environment, secrets = reader.table("environment"), reader.texts("secrets")
    _check_names(reader, uses, environment, secrets)
    return Service(
        name=reader.name,
        port=reader.maybe("port"),
        path=reader.maybe("path"),
        cpu=cpu,
        memory=memory,
        architecture=reader.text("architecture"),  # type: ignore[arg-type]  # checked before
        repository=reader.text("repository"),
        health=_health(reader.below("health")),
        scale=_scale(reader.below("scale")),
        uses=uses,
        environment=environment,
        secrets=secrets,
        tracing=reader.flag("tracing"),
        spot=reader.number("spot"),
        log_days=check_days(reader, "log_days"),
        exec=reader.flag("exec"),
    )


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


def _scale(reader: Reader) -> Scale:
    fewest, most = reader.number("min"), reader.number("max")
    if reader.maybe("max") is not None and fewest > most:
        reader.wrong(
            "min-max",
            "min",
            f"`min` is {fewest} and `max` is {most}.",
            why="They may come from two layers: `giban explain` shows from where.",
            fix=f"Raise `max` to {fewest} or more, or lower `min`.",
        )
    return Scale(
        min=fewest,
        max=most,
        cpu=reader.maybe("cpu"),
        memory=reader.maybe("memory"),
        cooldown_in=reader.number("cooldown_in"),
        cooldown_out=reader.number("cooldown_out"),
    )


def _uses(reader: Reader, targets: Mapping[str, list[str]]) -> tuple[Use, ...]:
    uses: list[Use] = []
    for index, entry in enumerate(reader.maybe("uses") or ()):
        use = _use(reader, index, entry, targets)
        if use is None:
            continue
        if any(known.kind == use.kind and known.name == use.name for known in uses):
            reader.wrong(
                "used-twice",
                f"uses.{index}",
                f"`{use.name}` is used twice.",
                fix="Keep one of the two entries.",
            )
            continue
        uses.append(use)
    return tuple(uses)


def _use(
    reader: Reader, index: int, entry: Mapping[str, Any], targets: Mapping[str, list[str]]
) -> Use | None:
    name, at = entry.get("name"), f"uses.{index}"
    if not name:
        reader.wrong("missing-key", at, "This entry names nothing.", fix="Add `name: …` to it.")
        return None
    kinds = targets.get(name, [])
    if not kinds:
        reader.wrong(
            "unknown-name",
            at,
            f"`{reader.name}` uses `{name}`, which is no database, cache, bucket or queue.",
            fix=f"{nearest(name, list(targets))}There are: {listed(sorted(targets))}.",
        )
        return None
    if len(kinds) > 1:
        reader.wrong(
            "ambiguous-name",
            at,
            f"`{name}` is a {' and a '.join(kinds)}.",
            why="`uses` goes by name alone.",
            fix="Give one of them another name.",
        )
        return None
    kind = kinds[0]
    prefix = entry.get("as") or _PREFIXES.get(kind) or name.replace("-", "_").upper()
    access = _access(reader, at, entry, kind)
    return Use(kind=kind, name=name, access=access, prefix=prefix)  # type: ignore[arg-type]


def _access(reader: Reader, at: str, entry: Mapping[str, Any], kind: str) -> str:
    """Read what an edge is for; the words depend on what it leads to."""
    fitting = _ACCESS.get(kind, ("read", "write"))
    access = entry.get("access") or fitting[-1]
    if access not in fitting:
        reader.wrong(
            "access",
            f"{at}.access",
            f"A {kind} is not used for `{access}`.",
            fix=f"Write one of: {listed(fitting)}.",
        )
    return str(access)


def _check_names(
    reader: Reader, uses: Sequence[Use], environment: Mapping[str, str], secrets: Sequence[str]
) -> None:
    """Note environment variables that would be set twice."""
    owners = dict.fromkeys(RESERVED, "giban itself")
    entries = reader.maybe("uses") or ()
    for use in uses:
        names = [use.prefix + suffix for suffix in INJECTED[use.kind]]
        taken = next((name for name in names if name in owners), None)
        if taken:
            index = next(i for i, entry in enumerate(entries) if entry.get("name") == use.name)
            reader.wrong(
                "variable-twice",
                f"uses.{index}",
                f"`{use.name}` would set {taken}, which {owners[taken]} sets already.",
                fix=f"Give it a prefix of its own: "
                f"`{{name: {use.name}, as: {use.name.replace('-', '_').upper()}}}`.",
            )
        for name in names:
            owners.setdefault(name, f"`{use.name}`")
    for name in environment:
        _check_variable(reader, f"environment.{name}", name, owners)
        owners.setdefault(name, "`environment`")
    for index, name in enumerate(secrets):
        _check_variable(reader, f"secrets.{index}", name, owners)
        owners.setdefault(name, "`secrets`")


def _check_variable(reader: Reader, key: str, name: str, owners: Mapping[str, str]) -> None:
    if name in owners:
        reader.wrong(
            "variable-twice",
            key,
            f"The variable {name} is set already, by {owners[name]}.",
            fix="Remove it here, or rename it.",
        )


def _check_paths(root: Reader, found: Mapping[str, Service]) -> None:
    """Note services that would get the same requests."""
    seen: dict[str | None, str] = {}
    for name, service in found.items():
        if service.port is None:
            continue
        if service.path in seen:
            what = f"requests for {service.path}" if service.path else "what is not sent elsewhere"
            root.below("services", name).wrong(
                "same-path",
                "path" if service.path else "",
                f"`{name}` and `{seen[service.path]}` both take {what}.",
                why="The load balancer sends a request to one service.",
                fix="Give one of them a `path` of its own, such as /api/*.",
            )
        seen.setdefault(service.path, name)
