"""`backup:` - copies of databases that outlive them (AWS Backup)."""

from __future__ import annotations

from typing import ClassVar

from giban.manifest.part import CLOCK, Part, key


class Backups(Part):
    """A copy of every database each day, in a vault of its own."""

    noun: ClassVar[str] = "`backup`"
    at: str | None = key(
        "When it begins, in `timezone`; without it 05:00.", "05:00", pattern=rf"^{CLOCK}$"
    )
    days: int | None = key("Days copies are kept; without it 35.", 35, ge=1, le=36500)
    copy_to: str | None = key(
        "Region that gets a second copy; without it none.",
        "ap-northeast-1",
        pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$",
    )
    copy_days: int | None = key(
        "Days the second copy is kept; without it as `days`.", 7, ge=1, le=36500
    )
