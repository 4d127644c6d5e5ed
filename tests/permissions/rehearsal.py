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
WARM, STEP = 60.0, 0.2


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
    """Wait until the rehearsal has asked every service something, as it does to warm up."""
    recording.start()
    service, operation, _ = QUESTIONS[-1]
    last = (service, operation.replace("_", ""))
    deadline = time.monotonic() + WARM
    while last not in {(one.service, one.operation.lower()) for one in recording.calls()}:
        assert time.monotonic() < deadline, "the rehearsal does not warm up"
        recording.go_on()
        time.sleep(STEP)
    recording.start()


def silent(_event: object) -> None:
    """Hear nothing."""
