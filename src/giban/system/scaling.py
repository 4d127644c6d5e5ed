"""How many tasks of a service run, and when the bounds change."""

from __future__ import annotations

from collections.abc import Sequence

from giban.system.model import Messages, Scale, Step, Use
from giban.system.reading import Reader, listed

_PAIR = 2


def bounds(reader: Reader) -> tuple[int, int]:
    """Return the fewest and the most of a `scale`; a mistake is left where they cross."""
    fewest, most = reader.number("min"), reader.number("max")
    if reader.maybe("max") is not None and fewest > most:
        reader.wrong(
            "min-max",
            "min",
            f"`min` is {fewest} and `max` is {most}.",
            why="They may come from two layers: `giban explain` shows from where.",
            fix=f"Raise `max` to {fewest} or more, or lower `min`.",
        )
    return fewest, most


def scale(reader: Reader, uses: Sequence[Use]) -> Scale:
    """Return how many tasks run; mistakes are left with the reader."""
    fewest, most = bounds(reader)
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
        schedule=_schedule(reader, fewest, most),
        cpu=reader.maybe("cpu"),
        memory=reader.maybe("memory"),
        requests=reader.maybe("requests"),
        cooldown_in=reader.number("cooldown_in"),
        cooldown_out=reader.number("cooldown_out"),
    )


def check_requests(reader: Reader, *, shifts: bool) -> None:
    """Note a service that cannot follow its requests, for want of a port or of one target group.

    https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-ecs.html
    """
    if reader.maybe("scale.requests") is None:
        return
    if reader.maybe("port") is None:
        reader.wrong(
            "no-port",
            "scale.requests",
            f"`{reader.name}` has no port, so that there are no requests to count.",
            fix="Write `port: …`, or scale by `cpu` or `messages`.",
        )
    elif shifts:
        reader.wrong(
            "requests-two-versions",
            "scale.requests",
            f"`{reader.name}` cannot follow its requests while ECS moves them between versions.",
            why="They are counted at one target group, and there are two.",
            fix="Remove `requests` and scale by `cpu`, or write `deployment: rolling`.",
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


def _schedule(reader: Reader, fewest: int, most: int) -> tuple[Step, ...]:
    steps = tuple(_step(step, fewest, most) for step in reader.each("schedule"))
    if 0 < len(steps) < _PAIR:
        reader.wrong(
            "one-step",
            "schedule",
            f"After `{steps[0].name}` the bounds would never change again.",
            why="A step holds until the next one.",
            fix='Add the step that brings the tasks back, such as `morning: {at: "08:00"}`.',
        )
    return steps


def _step(reader: Reader, fewest: int, most: int) -> Step:
    low, high = reader.maybe("min"), reader.maybe("max")
    low, high = fewest if low is None else low, most if high is None else high
    if low > high:
        reader.wrong(
            "min-max",
            "min" if reader.maybe("min") is not None else "max",
            f"In `{reader.name}` the fewest tasks are {low} and the most {high}.",
            why="What a step does not say is as `scale` has it.",
            fix="Write both `min` and `max`.",
        )
    return Step(name=reader.name, cron=_cron(reader.text("at")), min=low, max=high)


def _cron(at: str) -> str:
    """Write a local time the way AWS reads it: `cron(0 22 ? * MON-FRI *)`.

    https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
    """
    days, _, clock = at.rpartition(" ")
    hour, _, minute = clock.partition(":")
    when = f"? * {days.upper()}" if days else "* * ?"
    return f"cron({int(minute or 0)} {int(hour or 0)} {when} *)"
