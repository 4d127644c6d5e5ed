"""`dr:` - what stands ready in another region."""

from __future__ import annotations

from typing import ClassVar

from giban.manifest.nouns.network import Subnets, Zone
from giban.manifest.part import CIDR, Part, key


class DisasterRecovery(Part):
    """Another region that takes over when this one is lost."""

    noun: ClassVar[str] = "`dr`"
    region: str | None = key("The other region; must be written.", "ap-northeast-1")
    cidr: str | None = key(
        "Address range of the network there, apart from that of `network`; must be written.",
        "10.1.0.0/16",
        pattern=CIDR,
    )
    zones: list[Zone] | None = key(
        "Availability zones there by letter; without it the region's first two.",
        ["a", "c"],
        min_length=1,
    )
    subnets: Subnets | None = key(
        "Address ranges of the tiers there; without it numbered as those of `network`.",
        {"public": 1, "app": 10, "data": 20},
    )
    class_: str | None = key(
        "Instance class of the database's replica; without it that of the database.",
        "db.t3.large",
        alias="class",
        pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$",
    )
    rpo: int | None = key(
        "Minutes of work that may be lost; an alarm says when a copy is further behind. "
        "Without it 15, which is what S3 promises.",
        15,
        ge=1,
    )
    rto: int | None = key(
        "Minutes until the other region answers; the order of steps says so. Without it 120.",
        120,
        ge=1,
    )
