"""Daily copies of databases, and where a second copy goes."""

from __future__ import annotations

from giban.system.facts import ZONES
from giban.system.model import Backups
from giban.system.reading import Reader, listed, nearest


def backups(root: Reader) -> Backups | None:
    """Return what is copied each day; mistakes are left with the reader."""
    if root.maybe("backup") is None:
        return None
    reader, region = root.below("backup"), root.maybe("region")
    if not root.layers.names("databases"):
        reader.wrong(
            "no-database",
            "",
            "There is no database that could be backed up.",
            why="Buckets keep old versions, and caches make snapshots by themselves.",
            fix="Remove `backup`.",
        )
    _check_region(reader, region)
    hour, _, minute = reader.text("at").partition(":")
    return Backups(
        cron=f"cron({int(minute or 0)} {int(hour or 0)} * * ? *)",
        days=reader.number("days"),
        copy_to=reader.maybe("copy_to"),
        copy_days=reader.number("copy_days"),
    )


def _check_region(reader: Reader, region: str | None) -> None:
    there = reader.maybe("copy_to")
    if there is None:
        return
    if there not in ZONES:
        reader.wrong(
            "unknown-region",
            "copy_to",
            f"AWS has no region `{there}` that giban knows.",
            fix=f"{nearest(there, list(ZONES))}There are: {listed(sorted(ZONES))}.",
        )
    elif there == region:
        reader.wrong(
            "same-region",
            "copy_to",
            f"The first copy is in {there} already.",
            why="The second is for the day that this region is lost.",
            fix="Choose another region, such as ap-northeast-1, or remove `copy_to`.",
        )
