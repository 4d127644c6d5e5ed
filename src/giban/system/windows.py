"""Windows of local time → the UTC spelling AWS wants, and whether two of them meet."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
WEEK = 7 * DAY
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Hours(Struct, frozen=True):
    """A stretch of time: minutes since Monday 00:00, and its length; daily without a `day`."""

    start: int
    length: int
    weekly: bool

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Read `03:00-04:00` or `Mon 04:00-05:00`; an end before the start is the next day.

        Raises `ValueError` for anything else.
        """
        day, _, hours = text.rpartition(" ")
        begin, _, end = hours.partition("-")
        first = _minutes(begin)
        length = (_minutes(end) - first) % DAY
        if not length:
            msg = "a window must not end when it begins"
            raise ValueError(msg)
        offset = DAYS.index(day.lower()) * DAY if day else 0
        return cls(offset + first, length, bool(day))

    def earlier(self, minutes: int) -> Hours:
        """Return the same window on a clock that is that many minutes behind."""
        around = WEEK if self.weekly else DAY
        return Hours((self.start - minutes) % around, self.length, self.weekly)

    def meets(self, other: Hours) -> bool:
        """Tell whether the two share a minute in some week."""
        return any(
            (b - a) % WEEK < self.length or (a - b) % WEEK < other.length
            for a in self._starts()
            for b in other._starts()
        )

    def _starts(self) -> list[int]:
        return [self.start] if self.weekly else [self.start + n * DAY for n in range(7)]

    def __str__(self) -> str:
        end = (self.start + self.length) % WEEK
        if not self.weekly:
            return f"{_clock(self.start)}-{_clock(end)}"
        days = DAYS[self.start // DAY], DAYS[end // DAY]
        return f"{days[0]}:{_clock(self.start)}-{days[1]}:{_clock(end)}"


def standard_offset(timezone: str) -> int:
    """Return a zone's distance from UTC in minutes, in its winter time.

    AWS keeps one UTC window all year, so that local windows move with daylight saving.
    Raises `KeyError` for a zone that does not exist (`ZoneInfoNotFoundError` is one).
    """
    moment = datetime(2026, 1, 15, tzinfo=ZoneInfo(timezone))
    offset, saving = moment.utcoffset(), moment.dst()
    minutes = (offset.total_seconds() if offset else 0) - (saving.total_seconds() if saving else 0)
    return int(minutes // 60)


def _minutes(clock: str) -> int:
    """Read a time of day; `strptime` would import a locale."""
    if not _CLOCK.fullmatch(clock):
        msg = f"{clock!r} is not a time of day"
        raise ValueError(msg)
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
