"""EC2 running Docker Compose, and what services that run there may and may not say."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from giban.system.checks import check_size
from giban.system.facts import ARM
from giban.system.model import Compose, Instances, InstanceScale, Network, Prometheus, Service
from giban.system.network import APP, PUBLIC
from giban.system.reading import Reader, listed, nearest
from giban.system.scaling import bounds

FARGATE_ONLY = (
    "architecture",
    "deployment",
    "exec",
    "logs",
    "names",
    "scale",
    "sidecars",
    "size.disk",
    "spot",
    "tracing",
)
RESERVED = ("caddy", "prometheus", "node-exporter")
"""Containers that giban itself puts beside services."""

INSTANCES_ONLY = ("image", "metrics")
BALANCED_ONLY = ("drain", "from", "sticky")


def instances(root: Reader) -> dict[str, Instances]:
    """Return all instances; mistakes are left with the reader."""
    return {reader.name: _instances(reader, root) for reader in root.each("instances")}


def _instances(reader: Reader, root: Reader) -> Instances:
    type, public = reader.text("type"), reader.flag("public")
    scaled = reader.maybe("scale") is not None
    check_size(reader, "type", "")
    if public and scaled:
        reader.wrong(
            "public-scale",
            "public",
            f"`{reader.name}` has `scale` and so no address of its own.",
            why="An Elastic IP belongs to one instance; those of a group come and go.",
            fix="Remove `public` and let the load balancer stand before them, or remove `scale`.",
        )
    return Instances(
        name=reader.name,
        type=type,
        architecture="arm64" if ARM.fullmatch(type.partition(".")[0]) else "x86_64",
        disk=reader.number("disk"),
        scale=_scale(reader.below("scale")) if scaled else None,
        public=public,
        compose=Compose(bucket=reader.maybe("compose.bucket"), key=reader.text("compose.key")),
        data=_data(reader),
        prometheus=_prometheus(reader, root) if reader.maybe("prometheus") is not None else None,
        backup_days=_backup(reader),
    )


def _scale(reader: Reader) -> InstanceScale:
    fewest, most = bounds(reader)
    return InstanceScale(
        min=fewest, max=most, cpu=reader.maybe("cpu"), requests=reader.maybe("requests")
    )


def _data(reader: Reader) -> int:
    """Return the size of the disk that stays, which only one instance can have."""
    size, most = reader.maybe("data") or 0, reader.maybe("scale.max") or 1
    if size and most > 1:
        reader.wrong(
            "shared-disk",
            "data",
            f"`{reader.name}` may be {most} instances, and one disk cannot be shared.",
            why="An EBS volume is attached to one instance at a time.",
            fix="Write `scale: {min: 1, max: 1}`, or keep the data in a database or bucket.",
        )
    return int(size)


def _backup(reader: Reader) -> int:
    """Return how long snapshots are kept; a group without a disk that stays has none to take."""
    days = reader.number("backup_days")
    if days and reader.maybe("scale") is not None and not reader.maybe("data"):
        reader.wrong(
            "nothing-kept",
            "backup_days",
            f"`{reader.name}` keeps nothing that could be backed up.",
            why="Instances of a group come and go with their disks.",
            fix="Remove it, or give the one instance a disk that stays: `data: 20`.",
        )
    return days


def _prometheus(reader: Reader, root: Reader) -> Prometheus:
    known = root.layers.names("instances")
    own = reader.below("prometheus")
    watches = own.texts("watches")
    for index, name in enumerate(watches):
        if name not in known:
            own.wrong(
                "unknown-name",
                f"watches.{index}",
                f"There are no instances `{name}`.",
                fix=f"{nearest(name, known)}There are: {listed(sorted(known))}.",
            )
    return Prometheus(
        watches=watches,
        retention_days=own.number("retention_days"),
        grafana=_grafana(own, root, reader.name),
    )


def _grafana(own: Reader, root: Reader, on: str) -> str | None:
    name = own.maybe("grafana")
    beside = [one for one in root.layers.names("services") if _runs_on(root, one) == on]
    if name is not None and name not in beside:
        own.wrong(
            "unknown-name",
            "grafana",
            f"No service `{name}` runs on `{on}`.",
            why="Prometheus answers to containers beside it, and to nobody else.",
            fix=f"{nearest(name, beside)}There run: {listed(sorted(beside))}.",
        )
    return str(name) if name is not None else None


def _runs_on(root: Reader, service: str) -> object:
    return root.layers.value(("services", service, "on"))


def check_services(
    root: Reader, found: Mapping[str, Service], there: Mapping[str, Instances]
) -> None:
    """Note services that say what does not go together with where they run."""
    for name, service in found.items():
        reader = root.below("services", name)
        if service.on is None:
            _refuse(reader, INSTANCES_ONLY, "is for services on instances", "add `on: …` to it")
        elif service.on not in there:
            reader.wrong(
                "unknown-name",
                "on",
                f"There are no instances `{service.on}`.",
                fix=f"{nearest(service.on, list(there))}There are: {listed(sorted(there))}.",
            )
        else:
            _check_hosted(reader, service, there[service.on])
    _check_ports(root, found, there)


def _check_hosted(reader: Reader, service: Service, on: Instances) -> None:
    if service.name in RESERVED:
        reader.wrong(
            "reserved-name",
            "",
            f"A service on instances cannot be called `{service.name}`.",
            why="giban puts a container of this name beside services.",
            fix="Give it another name.",
        )
    if service.sources and not service.paths:
        reader.wrong(
            "from-everywhere",
            "from",
            f"`{reader.name}` takes what is not sent elsewhere, from whoever asks.",
            why="Without a `path` it is the load balancer's last resort, which has no condition.",
            fix="Give it a `path`, such as /admin/*.",
        )
    _refuse(reader, FARGATE_ONLY, "is for services on Fargate", f"say it of `instances.{on.name}`")
    if on.public:
        _refuse(
            reader, BALANCED_ONLY, "is for services behind the load balancer", "remove `public`"
        )
    if service.image and reader.layers.key_span((*reader.path, "repository")):
        reader.wrong(
            "image-and-repository",
            "image",
            f"`{reader.name}` has two images: this one, and that of its `repository`.",
            fix="Remove one of the two lines.",
        )


def _refuse(reader: Reader, keys: tuple[str, ...], why: str, other: str) -> None:
    """Note each of the keys that somebody wrote."""
    for key in keys:
        if (
            reader.layers.key_span((*reader.path, *key.split(".")))
            and reader.maybe(key) is not None
        ):
            where = f"on `{reader.maybe('on')}`" if reader.maybe("on") else "on Fargate"
            reader.wrong(
                "wrong-place",
                key,
                f"`{reader.name}` runs {where}, and `{key}` says nothing there.",
                why=f"It {why}.",
                fix=f"Remove it, or {other}.",
            )


def _check_ports(
    root: Reader, found: Mapping[str, Service], there: Mapping[str, Instances]
) -> None:
    """Note two services that want one port of the same instance."""
    for on in there:
        ports = sorted(
            (one.port, one.name) for one in found.values() if one.on == on and one.port is not None
        )
        for (first, taken), (second, name) in pairwise(ports):
            if first == second and not there[on].public:
                root.below("services", name).wrong(
                    "same-port",
                    "port",
                    f"`{taken}` listens on port {second} of `{on}` already.",
                    why="Containers of one instance share its ports.",
                    fix="Give one of them another port.",
                )


def check_network(root: Reader, network: Network, there: Mapping[str, Instances]) -> None:
    """Note instances without the subnets they would stand in."""
    for name, one in there.items():
        tier = PUBLIC if one.public else APP
        if tier not in network.tiers and not root.mistakes:
            root.below("instances", name).wrong(
                "missing-tier",
                "",
                f"`{name}` stands in `{tier}`, which `network.subnets` leaves out.",
                why="Instances with `public` stand in public, all others in app.",
                fix=f"Add `{tier}: …` to `network.subnets`.",
            )
