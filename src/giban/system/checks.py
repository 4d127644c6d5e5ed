"""Checks that several nouns share."""

from __future__ import annotations

from giban.system.facts import BURSTABLE, LARGER, LOG_DAYS, RETIRED, SHORTEST_WINDOW, VERSIONS
from giban.system.model import Window
from giban.system.reading import Reader, listed, nearest
from giban.system.windows import Hours


def check_days(reader: Reader, key: str, *, zero: bool = False) -> int:
    """Read days that CloudWatch Logs accepts as a retention."""
    days = reader.number(key)
    if days in LOG_DAYS or (zero and days == 0) or reader.maybe(key) is None:
        return days
    near = min(LOG_DAYS, key=lambda known: (abs(known - days), known))
    if _inherited(reader, key):
        reader, key = Reader(reader.layers, (), reader.mistakes), "log_days"
    reader.wrong(
        "log-days",
        key,
        f"CloudWatch cannot keep logs for {days} days.",
        why=f"It takes {listed(LOG_DAYS)}.",
        fix=f"Write {near}, the nearest of them.",
    )
    return days


def _inherited(reader: Reader, key: str) -> bool:
    """Tell whether days are those of the whole manifest, written nowhere nearer."""
    top = reader.layers.value(("log_days",))
    path, _ = reader.layers.place((*reader.path, *key.split(".")))
    return top == reader.maybe(key) and not path.endswith(key)


def check_size(reader: Reader, key: str, prefix: str) -> None:
    """Note a size in which AWS makes no instance; a family that is not known may be a new one."""
    kind = reader.maybe(key) or ""
    family, _, size = kind.removeprefix(prefix).partition(".")
    small = BURSTABLE[prefix] if family.startswith("t") else ()
    if not kind or size in small or (not small and LARGER.fullmatch(size)):
        return
    kinds = [f"{prefix}{family}.{one}" for one in small]
    reader.wrong(
        "unknown-size",
        key,
        f"There is no {kind}.",
        why="" if small else "Its size is neither large, nor xlarge, 2xlarge and so on.",
        fix=f"{nearest(kind, kinds)}Choose one of: {listed(kinds)}."
        if small
        else f"Write one like {prefix}t4g.small.",
    )


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
