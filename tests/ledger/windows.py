"""Windows of time: AWS takes them in UTC, people mean them in their own time."""

from __future__ import annotations

import re

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
KOREA = 9 * 60
WEEK = 7 * 24 * 60


def korean(window: str) -> str:
    """Return a UTC window, `18:00-19:00` or `sun:19:00-sun:20:00`, in Korean time."""
    start, end = window.split("-")
    return f"{_later(start)}-{_later(end)}"


def _later(time: str) -> str:
    found = re.fullmatch(r"(?:(\w{3}):)?(\d\d):(\d\d)", time)
    assert found, f"{time!r} is no time"
    day, hour, minute = found.groups()
    days = DAYS.index(day) * 24 * 60 if day else 0
    then = (days + int(hour) * 60 + int(minute) + KOREA) % WEEK
    clock = f"{then // 60 % 24:02}:{then % 60:02}"
    return f"{DAYS[then // (24 * 60)]}:{clock}" if day else clock
