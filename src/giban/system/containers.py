"""What stands beside a program in its task: sidecars, volumes, log groups, names."""

from __future__ import annotations

from collections.abc import Mapping

from giban.system.checks import check_days
from giban.system.model import Names, Sidecar
from giban.system.reading import Reader, listed, nearest

LEFT_MEMORY = 128
"""MiB that a program needs at least beside its sidecars."""


def sidecars(reader: Reader, cpu: int, memory: int) -> tuple[Sidecar, ...]:
    """Return the sidecars of a service; mistakes are left with the reader."""
    volumes = reader.table("volumes")
    found = tuple(_sidecar(each, volumes) for each in reader.each("sidecars"))
    _check_room(reader, found, cpu, memory)
    return found


def _sidecar(reader: Reader, volumes: Mapping[str, str]) -> Sidecar:
    check_image(reader)
    mounted = reader.table("volumes")
    for name in mounted:
        if name not in volumes:
            reader.wrong(
                "unknown-volume",
                f"volumes.{name}",
                f"There is no volume `{name}` in the service.",
                fix=f"{nearest(name, list(volumes))}Its `volumes` are: {listed(sorted(volumes))}.",
            )
    return Sidecar(
        name=reader.name,
        image=reader.text("image"),
        command=reader.texts("command"),
        environment=reader.table("environment"),
        cpu=reader.maybe("cpu") or 0,
        memory=reader.maybe("memory") or 0,
        essential=reader.flag("essential"),
        volumes=mounted,
    )


def check_image(reader: Reader) -> None:
    """Note an image whose tag says nothing."""
    image = reader.maybe("image") or ""
    last = image.rpartition("/")[2]
    if image and "@sha256:" not in image and (":" not in last or last.endswith(":latest")):
        reader.wrong(
            "unpinned-image",
            "image",
            f"`{image}` is another image tomorrow.",
            why="Tasks that start later would run something nobody has tried.",
            fix="Write its tag or digest, such as `nginx:1.27.3`.",
        )


def _check_room(reader: Reader, found: tuple[Sidecar, ...], cpu: int, memory: int) -> None:
    """Note sidecars that leave the program nothing: ECS refuses such a task definition."""
    wanted = {"cpu": sum(one.cpu for one in found), "memory": sum(one.memory for one in found)}
    if cpu and wanted["cpu"] >= cpu:
        reader.wrong(
            "sidecar-room",
            "sidecars",
            f"The sidecars take {wanted['cpu']} of the task's {cpu} CPU units.",
            why="The program itself gets what they leave.",
            fix="Raise `size.cpu`, or give the sidecars less.",
        )
    if memory and wanted["memory"] > memory - LEFT_MEMORY:
        reader.wrong(
            "sidecar-room",
            "sidecars",
            f"The sidecars take {wanted['memory']} of the task's {memory} MiB.",
            why=f"The program itself needs {LEFT_MEMORY} MiB or more.",
            fix="Raise `size.memory`, or give the sidecars less.",
        )


def logs(reader: Reader) -> dict[str, int]:
    """Return further log groups with the days they are kept."""
    return {name: check_days(reader, f"logs.{name}") for name in reader.table("logs")}


def log_variable(name: str) -> str:
    """Return the variable that tells a program the name of a log group."""
    return f"LOG_GROUP_{name.upper().replace('-', '_')}"


def names(reader: Reader) -> Names:
    """Return the patterns of names that the author chose."""
    return Names(
        service=reader.maybe("names.service"),
        task=reader.maybe("names.task"),
        container=reader.maybe("names.container"),
        log=reader.maybe("names.log"),
    )
