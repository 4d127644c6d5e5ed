"""Expressions for times, as EventBridge and what is built on it write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

RATE = re.compile(r"rate\((?P<count>[1-9]\d*) (?P<unit>minute|hour|day)(?P<many>s?)\)")
CRON = re.compile(r"cron\((?P<fields>[^()]+)\)")
ONCE = re.compile(r"at\((?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
FIELDS = (
    (0, 59, (), ""),
    (0, 23, (), ""),
    (1, 31, (), "?LW"),
    (1, 12, MONTHS, ""),
    (1, 7, DAYS, "?L#"),
    (1970, 2199, (), ""),
)
"""Minute, hour, day of the month, month, day of the week, year: bounds, names, more signs."""
DAY_OF_MONTH, DAY_OF_WEEK = 2, 4


def is_rate(text: str) -> bool:
    """Tell whether it is a rate: `rate(1 minute)`, but `rate(5 minutes)`."""
    found = RATE.fullmatch(text)
    return found is not None and (found["count"] == "1") == (not found["many"])


def is_once(text: str) -> bool:
    """Tell whether it is one time: `at(2026-01-31T03:00:00)`."""
    found = ONCE.fullmatch(text)
    if found is None:
        return False
    try:
        datetime.fromisoformat(found["time"])
    except ValueError:
        return False
    return True


def is_cron(text: str) -> bool:
    """Tell whether it is a cron expression of AWS's: six fields, `?` for one of the two days."""
    found = CRON.fullmatch(text)
    fields = found["fields"].split() if found else []
    if len(fields) != len(FIELDS):
        return False
    if [fields[DAY_OF_MONTH], fields[DAY_OF_WEEK]].count("?") != 1:
        return False
    return all(_is_field(field, *of) for field, of in zip(fields, FIELDS, strict=True))


def _is_field(field: str, low: int, high: int, names: Sequence[str], more: str) -> bool:
    def is_one(part: str) -> bool:
        if part.upper() in names:
            return True
        return part.isdigit() and low <= int(part) <= high

    def is_part(part: str) -> bool:
        if "L" in more and re.fullmatch(r"L|LW|L-\d+|\d+L|\d+W", part):
            return "W" not in part or "W" in more
        if "#" in more and re.fullmatch(r"[\dA-Z]+#[1-5]", part, re.IGNORECASE):
            return is_one(part.partition("#")[0])
        span, _, step = part.partition("/")
        if "/" in part and not (step.isdigit() and int(step)):
            return False
        return span == "*" or all(is_one(end) for end in span.split("-", 1))

    return field == "*" or ("?" in more and field == "?") or all(map(is_part, field.split(",")))
