"""Checks that several nouns share."""

from __future__ import annotations

from giban.system.facts import LOG_DAYS, RETIRED, SHORTEST_WINDOW, VERSIONS
from giban.system.model import Window
from giban.system.reading import Reader, listed
from giban.system.windows import Hours


def check_days(reader: Reader, key: str, *, zero: bool = False) -> int:
    """Read days that CloudWatch Logs accepts as a retention."""
    days = reader.number(key)
    if days in LOG_DAYS or (zero and days == 0) or reader.maybe(key) is None:
        return days
    near = min(LOG_DAYS, key=lambda known: (abs(known - days), known))
    reader.wrong(
        "log-days",
        key,
        f"CloudWatch cannot keep logs for {days} days.",
        why=f"It takes {listed(LOG_DAYS)}.",
        fix=f"Write {near}, the nearest of them.",
    )
    return days


def check_version(reader: Reader) -> str:
    """Read an engine version that can still be created."""
    engine, version = (
        reader.text("engine"),
        reader.text("version") if reader.maybe("engine") else "",
    )
    known = VERSIONS.get(engine, ())
    if not version or not known:
        return version
    parts = version.split(".")
    if not any(parts[: known_.count(".") + 1] == known_.split(".") for known_ in known):
        reader.wrong(
            "engine-version",
            "version",
            f"There is no {engine} {version} to create.",
            fix=f"Choose one of: {listed(known)}.",
        )
    elif version in RETIRED.get(engine, ()):
        reader.wrong(
            "engine-version",
            "version",
            f"RDS no longer creates {engine} {version}.",
            why="Minor versions are retired after a year or two.",
            fix=f'Write `version: "{parts[0]}"`: RDS then takes the current minor version.',
        )
    return version


def check_windows(
    reader: Reader, offset: int, daily: str, weekly: str, what: str
) -> tuple[Window, Window]:
    """Read a daily and a weekly window that do not meet, and turn both into UTC."""
    first, second = _hours(reader, daily), _hours(reader, weekly)
    if first and second and first.meets(second):
        reader.wrong(
            "windows-overlap",
            weekly,
            f"The maintenance of `{reader.name}` meets its {what} ({reader.text(daily)}).",
            why="AWS refuses windows that share a minute.",
            fix="Move one of them by an hour.",
        )
    return (
        Window(utc=str(first.earlier(offset)) if first else ""),
        Window(utc=str(second.earlier(offset)) if second else ""),
    )


def _hours(reader: Reader, key: str) -> Hours | None:
    text = reader.text(key)
    shortest = SHORTEST_WINDOW[reader.path[0]]
    try:
        hours = Hours.parse(text)
    except ValueError as error:
        if text:
            reader.wrong(
                "bad-window",
                key,
                f"`{text}` is not a window.",
                why=f"{error}.",
                fix='Write one like "03:00-04:00".',
            )
        return None
    if hours.length < shortest:
        reader.wrong(
            "short-window",
            key,
            f"The window {text} is shorter than {shortest} minutes.",
            why="AWS refuses shorter ones.",
            fix=f"Let it last {shortest} minutes or more.",
        )
    return hours


def check_zones(reader: Reader, zones: int, what: str, why: str) -> None:
    """Note that something needs a second zone."""
    if zones != 1:
        return
    reader.wrong(
        "one-zone",
        "",
        f"{what} needs two zones, and `network.zones` has one.",
        why=why,
        fix="Add a zone to `network.zones`; a second zone of subnets costs nothing.",
    )
