"""Alarms on queues: what a person has to look at."""

from __future__ import annotations

from giban.compile.draft import Draft
from giban.compile.queue import Queue
from giban.compile.watcher import Watch, Watcher


def watch_queue(made: Queue, watcher: Watcher, draft: Draft) -> None:
    """Say when somebody has to look at a dead letter (defect D-HY-25)."""
    name, dead = made.wanted.name, made.dead
    if dead is None:
        return
    watcher.watch(
        draft.part(f"queues.{name}", "alarms"),
        name,
        "AWS/SQS",
        {"QueueName": dead.ref.name},
        (
            Watch(
                ends="dead-letters",
                metric="ApproximateNumberOfMessagesVisible",
                threshold=0,
                words=f"Messages of queue {name} could not be dealt with and wait for a person.",
                statistic="Maximum",
                periods=1,
            ),
        ),
    )
