"""Schedules: how scaling actions change a week, and how often a month something runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from giban.pricing.amount import HOURS
from giban.pricing.reading import Undecided

DAY = 24 * 60
WEEK = 7 * DAY
NAMES = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_UNITS = {"minute": 1, "hour": 60, "day": DAY}
_CRON = re.compile(r"(?:cron\()?([^)]*)\)?")


class Change(Struct, frozen=True):
    """From a moment that a cron expression names on: the new fewest and most, None as before."""

    schedule: str
    low: Decimal | None
    high: Decimal | None


def average(low: Decimal, high: Decimal, changes: Sequence[Change]) -> tuple[Decimal, Decimal]:
    """Return the average fewest and most over a week, in which every change happens.

    Raises `Undecided` for an expression that is not of minutes, hours and days of the week.
    """
    events = sorted(
        ((minute, change) for change in changes for minute in minutes(change.schedule)),
        key=lambda event: event[0],
    )
    if not events:
        return low, high
    for _, change in events:  # what last week left behind
        low, high = _after(change, low, high)
    starts = [start for start, _ in events]
    lows, highs = low * starts[0], high * starts[0]
    for (start, change), end in zip(events, [*starts[1:], WEEK], strict=True):
        low, high = _after(change, low, high)
        lows, highs = lows + low * (end - start), highs + high * (end - start)
    return lows / WEEK, highs / WEEK


def _after(change: Change, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    return (
        low if change.low is None else change.low,
        high if change.high is None else change.high,
    )


def minutes(schedule: str) -> list[int]:
    """Return the minutes of a week, Sunday 00:00 being 0, that a cron expression names.

    AWS writes `cron(minute hour day-of-month month day-of-week year)`, Auto Scaling groups five
    fields, the day of the week last.
    """
    fields = _fields(schedule)
    if fields[2] not in "*?" or fields[3] != "*":
        raise Undecided("schedule")
    first = 1 if len(fields) == 6 else 0  # noqa: PLR2004 - AWS counts Sunday as 1 in six fields
    return sorted(
        day * DAY + hour * 60 + minute
        for day in _numbers(fields[4], 7, first)
        for hour in _numbers(fields[1], 24)
        for minute in _numbers(fields[0], 60)
    )


def runs(schedule: str) -> Decimal:
    """Return how often a month a `rate(...)` or `cron(...)` expression names a moment.

    Raises `Undecided` for an expression of certain years or months.
    """
    every = _RATE.fullmatch(schedule.strip())
    if every:
        return HOURS * 60 / (Decimal(every.group(1)) * _UNITS[every.group(2)])
    fields = _fields(schedule)
    if fields[2] in "*?":
        return Decimal(len(minutes(schedule))) * HOURS * 60 / WEEK
    if fields[3] != "*":
        raise Undecided("schedule")
    days = len(fields[2].split(","))
    return Decimal(days * len(_numbers(fields[1], 24)) * len(_numbers(fields[0], 60)))


def _fields(schedule: str) -> list[str]:
    found = _CRON.fullmatch(schedule.strip())
    fields = (found.group(1) if found else "").split()
    if len(fields) not in (5, 6):
        raise Undecided("schedule")
    return fields


def _numbers(field: str, size: int, first: int = 0) -> list[int]:
    found = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        low, _, high = span.partition("-")
        if low in "*?":
            start, count = 0, size
        else:
            start, end = _number(low, first), _number(high or low, first)
            count = size - start if step and not high else (end - start) % size + 1
        found |= {(start + n) % size for n in range(0, count, _number(step or "1", 0))}
    return sorted(found)


def _number(text: str, first: int) -> int:
    if text.upper() in NAMES:
        return NAMES.index(text.upper())
    if not text.isdecimal():
        raise Undecided("schedule")
    return int(text) - first
