"""A whole life of an environment, and what it calls: up, plan, and down, stack by stack."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from giban.blueprint import Blueprint, Stack
from giban.permissions import Reach
from giban.rehearse.session import Session
from giban.rehearse.warmup import QUESTIONS
from tests.calls import Call, Recording

UNPROTECTED = ("-var", "deletion_protection=false")
QUIET, STEP = 10.0, 0.2


@dataclass(frozen=True)
class Heard:
    """What was called for one stack, by the role that shall be allowed it."""

    stack: Stack
    reach: Reach
    calls: list[Call]


def rehearse(session: Session, blueprint: Blueprint) -> Iterator[Heard]:
    """Yield what is called to make each stack, to plan it, and to destroy it."""
    recording = Recording(session.resident.endpoint)
    _settle(recording)
    for stack in blueprint.stacks:
        _do(session, stack)
        yield Heard(stack, "change", recording.calls())
        recording.start()
        session.plan(stack, silent)
        yield Heard(stack, "read", recording.calls())
        recording.start()
    for stack in reversed(blueprint.stacks):
        options = UNPROTECTED if stack.name == "platform" else ()
        _do(session, stack, options=options)
        _do(session, stack, options=options, destroy=True)
        yield Heard(stack, "change", recording.calls())
        recording.start()


def _do(
    session: Session, stack: Stack, *, options: tuple[str, ...] = (), destroy: bool = False
) -> None:
    session.plan(stack, silent, options=options, destroy=destroy)
    session.apply(stack, silent)


def _settle(recording: Recording) -> None:
    """Wait until the rehearsal has asked every service something, as it does to warm up.

    It may have done so before anybody listened: then nothing is heard for a while.
    """
    recording.start()
    service, operation, _ = QUESTIONS[-1]
    last = (service, operation.replace("_", ""))
    heard, since = -1, time.monotonic()
    while time.monotonic() - since < QUIET:
        calls = recording.calls()
        if last in {(one.service, one.operation.lower()) for one in calls}:
            break
        if len(calls) != heard:
            heard, since = len(calls), time.monotonic()
        recording.go_on()
        time.sleep(STEP)
    recording.start()


def silent(_event: object) -> None:
    """Hear nothing."""
