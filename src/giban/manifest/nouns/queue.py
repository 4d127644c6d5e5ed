"""`queues:` - messages on SQS that wait until somebody has dealt with them."""

from __future__ import annotations

from typing import ClassVar

from giban.manifest.part import Part, key


class DeadLetter(Part):
    """Where messages go that nobody could deal with."""

    noun: ClassVar[str] = "`dead_letter`"
    after: int | None = key(
        "Times a message is handed out before it goes there; without it 3.", 3, ge=1, le=1000
    )
    retention_days: int | None = key(
        "Days it waits there for a person; without it 14, the longest SQS has.", 14, ge=1, le=14
    )


class Queue(Part):
    """A queue, always encrypted, with a dead-letter queue beside it."""

    noun: ClassVar[str] = "a queue"
    fifo: bool | None = key(
        "Keeps messages in order and drops repeated ones; the name then ends in .fifo. "
        "Without it no.",
        True,
    )
    visibility: int | None = key(
        "Seconds a consumer has for a message before another one gets it; without it 300.",
        300,
        ge=0,
        le=43200,
    )
    retention_days: int | None = key(
        "Days a message waits to be taken; without it 4.", 4, ge=1, le=14
    )
    delay: int | None = key(
        "Seconds before a new message can be taken; without it 0.", 0, ge=0, le=900
    )
    wait: int | None = key(
        "Seconds an empty queue lets its consumer wait for a message; without it 20, the longest "
        "and cheapest.",
        20,
        ge=0,
        le=20,
    )
    dead_letter: DeadLetter | None = key(
        "What becomes of messages that nobody could deal with; null for no such queue.",
        {"after": 3, "retention_days": 14},
    )
