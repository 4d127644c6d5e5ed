"""The buckets of a system: what becomes of objects as they age, and who may call."""

from __future__ import annotations

from itertools import pairwise

from giban.system.model import Bucket, Cors, LogArchive
from giban.system.reading import Reader, listed

_AGES = (
    "infrequent_after",
    "glacier_after",
    "glacier_flexible_after",
    "deep_archive_after",
    "expire_after",
)
# Days an object has to lie in one place before the next, and why.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
_GAPS = {
    ("infrequent_after", "glacier_after"): 30,
    ("infrequent_after", "glacier_flexible_after"): 30,
    ("infrequent_after", "deep_archive_after"): 30,
    ("glacier_after", "glacier_flexible_after"): 90,
    ("glacier_flexible_after", "deep_archive_after"): 90,
    ("glacier_after", "deep_archive_after"): 90,
}
_WHY = "S3 wants 30 days in Infrequent Access before Glacier, and expiry last."
ARCHIVE_DAYS = 90
_PAID = "What lies in Glacier is paid for 90 days in any case."


def bucket(reader: Reader) -> Bucket:
    """Return one bucket; mistakes are left with the reader."""
    ages = {name: reader.maybe(name) for name in _AGES}
    tagged = reader.maybe("expire_tag")
    moving = {name: days for name, days in ages.items() if not tagged or name != "expire_after"}
    _check_order(reader, moving)
    _check_tiering(reader, ages)
    if tagged and ages["expire_after"] is None:
        reader.wrong(
            "expire-tag",
            "expire_tag",
            "Nothing says when objects with this tag expire.",
            fix="Add `expire_after: 30`, or remove `expire_tag`.",
        )
    return Bucket(
        name=reader.name,
        versioning=reader.flag("versioning"),
        **ages,
        tiering=reader.maybe("tiering"),
        expire_tag=tagged,
        old_versions_expire_after=reader.maybe("old_versions_expire_after"),
        replica=_replica(reader),
        log_exports=reader.flag("log_exports"),
        encryption=reader.maybe("encryption") or "aws",
        cors=_cors(reader),
    )


def log_archive(reader: Reader) -> LogArchive:
    """Return how long access logs are kept; mistakes are left with the reader."""
    ages = {name: reader.maybe(name) for name in ("glacier_after", "expire_after")}
    _check_order(reader, ages)
    return LogArchive(**ages, log_exports=reader.flag("log_exports"))


def _check_order(reader: Reader, ages: dict[str, int | None]) -> None:
    present = [(name, days) for name, days in ages.items() if days is not None]
    for (first, early), (second, late) in pairwise(present):
        gap = _GAPS.get((first, second), 1)
        if late < early + gap:
            reader.wrong(
                "bucket-days",
                second,
                f"`{second}` is {late} and `{first}` is {early}.",
                why=_PAID if first.startswith("glacier") and gap > 1 else _WHY,
                fix=f"Write {early + gap} or more for `{second}`.",
            )


def _check_tiering(reader: Reader, ages: dict[str, int | None]) -> None:
    """Note objects that would move by age and by themselves, and archives S3 does not have."""
    days = reader.maybe("tiering")
    if days is None:
        return
    moved = [name for name in _AGES[:-1] if ages[name] is not None]
    if moved:
        reader.wrong(
            "tiering-and-days",
            "tiering",
            f"With `tiering` S3 moves objects by itself, with {listed(moved)} they move by age.",
            why="An object can be in one storage class only.",
            fix="Keep one of the two.",
        )
    if 0 < days < ARCHIVE_DAYS:
        reader.wrong(
            "tiering-days",
            "tiering",
            f"Intelligent-Tiering does not archive after {days} days.",
            why="Its archive takes what nobody has read for 90 to 730 days.",
            fix=f"Write {ARCHIVE_DAYS} or more, or 0 for no archive.",
        )


def _replica(reader: Reader) -> str | None:
    """Read the storage class of the copy in the region of `dr`, where there is one."""
    replica = reader.maybe("replica")
    if replica is None or reader.layers.value("dr") is None:
        return None
    if not reader.flag("versioning"):
        reader.wrong(
            "replica-versioning",
            "replica",
            f"`{reader.name}` is copied to another region, and keeps no versions.",
            why="S3 copies versions, and refuses buckets without them.",
            fix="Write `versioning: true` beside it, or remove `replica`.",
        )
    return str(replica)


def _cors(reader: Reader) -> Cors | None:
    if reader.maybe("cors") is None:
        return None
    cors = reader.below("cors")
    return Cors(
        origins=cors.texts("origins") if cors.maybe("origins") else _nowhere(cors),
        methods=cors.texts("methods"),
        headers=cors.texts("headers"),
        max_age=cors.number("max_age"),
    )


def _nowhere(cors: Reader) -> tuple[str, ...]:
    cors.wrong(
        "no-origin",
        "",
        "`cors` names no `origins`, and there is no `domain` they could be.",
        fix="Add `origins: [https://…]`, or `domain: …` at the top.",
    )
    return ()
