"""The jobs of a system: when each runs, and the task it runs."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from giban.system.checks import check_days
from giban.system.model import Job, Names, Service
from giban.system.reading import Reader, listed, nearest
from giban.system.services import size
from giban.system.uses import used
from giban.values.schedules import is_cron, is_rate

CRON_FIELDS = 6


def jobs(root: Reader, services: Mapping[str, Service]) -> dict[str, Job]:
    """Return all jobs; mistakes are left with the reader."""
    found = (_job(reader, root, services) for reader in root.each("jobs"))
    return {job.name: job for job in found if job is not None}


def _job(reader: Reader, root: Reader, services: Mapping[str, Service]) -> Job | None:
    _check_name(reader, services)
    _check_schedule(reader)
    if not reader.texts("command"):
        reader.text("command")
    of = _service(reader, services)
    if of is None:
        return None
    _check_on(reader, of)
    return Job(
        name=reader.name,
        schedule=reader.maybe("schedule"),
        retries=reader.number("retries"),
        task=_task(reader, root, of),
    )


def _task(reader: Reader, root: Reader, of: Service) -> Service:
    """Return the task: the service's image and processor, everything else its own."""
    cpu, memory = size(reader.below("size"))
    own = used(reader, root, {}, of.uses)
    return replace(
        of,
        name=reader.name,
        noun="jobs",
        image_of=of.name,
        port=None,
        paths=(),
        left=(),
        sticky=None,
        drain=0,
        cpu=cpu,
        memory=memory,
        disk=reader.maybe("size.disk") or 0,
        uses=own.uses,
        environment=own.environment,
        secrets=own.secrets,
        shared_secrets=own.shared_secrets,
        command=reader.texts("command"),
        sidecars=(),
        volumes={},
        logs={},
        names=Names(service=None, task=None, container=None, log=None),
        tracing=False,
        spot=100 if reader.flag("spot") else 0,
        log_days=check_days(reader, "log_days"),
        exec=False,
    )


def _service(reader: Reader, services: Mapping[str, Service]) -> Service | None:
    name = reader.maybe("service")
    if name is None:
        reader.text("service")
        return None
    if name not in services:
        reader.wrong(
            "unknown-name",
            "service",
            f"`{reader.name}` runs the image of `{name}`, which is no service.",
            fix=f"{nearest(name, list(services))}There are: {listed(sorted(services))}.",
        )
    return services.get(name)


def _check_on(reader: Reader, of: Service) -> None:
    if of.on is not None or of.image is not None:
        reader.wrong(
            "job-on-instances",
            "service",
            f"`{reader.name}` runs the image of `{of.name}`, which runs on instances.",
            why="Jobs run on Fargate, from an image in the project's own repository.",
            fix="Name a service on Fargate, or let the program itself keep the time.",
        )


def _check_name(reader: Reader, services: Mapping[str, Service]) -> None:
    if reader.name in services:
        reader.wrong(
            "same-name",
            "",
            f"`{reader.name}` is a service and a job.",
            why="Both would have the same task definition, roles and logs.",
            fix="Give one of them another name.",
        )


def _check_schedule(reader: Reader) -> None:
    schedule = reader.maybe("schedule")
    if schedule is None or is_cron(schedule) or is_rate(schedule):
        return
    reader.wrong(
        "bad-schedule",
        "schedule",
        f"EventBridge does not know the schedule `{schedule}`.",
        why=_why(schedule),
        fix="Write one like `cron(0 3 * * ? *)`, every day at 03:00, or `rate(6 hours)`.",
    )


def _why(schedule: str) -> str:
    """Say what is wrong, where it is one of the usual things."""
    fields = schedule.removeprefix("cron(").removesuffix(")").split()
    if schedule.startswith("rate("):
        return "A rate is a number and a unit: `rate(1 hour)`, but `rate(2 hours)`."
    if len(fields) != CRON_FIELDS:
        return (
            f"AWS wants six fields, minute to year, and here are {len(fields)}: "
            "a line of crontab has five."
        )
    if [fields[2], fields[4]].count("?") != 1:
        return "Exactly one of day of the month and day of the week has to be `?`."
    return "One of its six fields is out of bounds: minute, hour, day, month, weekday, year."
