"""Queues of a system."""

from __future__ import annotations

from giban.system.model import DeadLetter, Queue
from giban.system.reading import Reader

DEAD = "-dlq"
"""What the name of a dead-letter queue ends in."""


def queues(root: Reader) -> dict[str, Queue]:
    """Return all queues; mistakes are left with the reader."""
    names = root.layers.names("queues")
    for name in names:
        if name.endswith(DEAD) and name.removesuffix(DEAD) in names:
            root.below("queues", name).wrong(
                "queue-name",
                "",
                f"`{name}` is the dead-letter queue of `{name.removesuffix(DEAD)}`.",
                why="giban makes one beside every queue, by that name.",
                fix="Give this queue another name.",
            )
    return {reader.name: queue(reader) for reader in root.each("queues")}


def queue(reader: Reader) -> Queue:
    """Return one queue; mistakes are left with the reader."""
    visibility, wait = reader.number("visibility"), reader.number("wait")
    retention = reader.number("retention_days")
    _check_visibility(reader, visibility, wait)
    return Queue(
        name=reader.name,
        fifo=reader.flag("fifo"),
        visibility=visibility,
        retention_days=retention,
        delay=reader.number("delay"),
        wait=wait,
        dead_letter=_dead_letter(reader, retention),
    )


def _check_visibility(reader: Reader, visibility: int, wait: int) -> None:
    if visibility >= wait or not visibility:
        return
    reader.wrong(
        "queue-visibility",
        "visibility",
        f"A message is hidden for {visibility} seconds, and its consumer may wait {wait} for it.",
        why="It would be handed to a second consumer before the first has looked at it.",
        fix=f"Write `visibility: {wait}` or more, or lower `wait`.",
    )


def _dead_letter(reader: Reader, retention: int) -> DeadLetter | None:
    if reader.maybe("dead_letter") is None:
        return None
    kept = reader.number("dead_letter.retention_days")
    if kept <= retention and kept:
        reader.wrong(
            "queue-retention",
            "dead_letter.retention_days",
            f"Messages wait {retention} days in `{reader.name}` and {kept} as dead letters.",
            why="A message keeps its age when it moves: it may be gone as soon as it arrives.",
            fix="Keep dead letters longer, up to 14 days, or messages shorter.",
        )
    return DeadLetter(after=reader.number("dead_letter.after"), retention_days=kept)
