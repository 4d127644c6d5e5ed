"""The ids of a system, read from ids/<system>.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.ledger.assertions import assertions

IDS = Path(__file__).parent / "ids"
WORDS = {"says", "corrected", "partly", "open"}


@dataclass(frozen=True)
class Entry:
    """One id: what must hold."""

    id: str
    system: str
    area: str
    says: str
    corrected: tuple[str, ...]
    """Defects of the source that change what must hold."""
    partly: str
    """What of it is not asserted, and where it will be; empty if all of it is."""
    open: str
    """Why nothing of it is asserted yet; empty if it is."""


@dataclass(frozen=True)
class Ledger:
    """All ids of a system."""

    system: str
    source: str
    """The document it comes from: two systems may share one, each with its own ids."""
    prefix: str
    environments: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def areas(self) -> list[str]:
        """Return the areas in the order of the file."""
        return list(dict.fromkeys(entry.area for entry in self.entries))

    def asserted(self) -> set[str]:
        """Return the ids that have an assertion."""
        return {id for assertion in assertions(self.system) for id in assertion.ids}


def systems() -> list[str]:
    """Return the systems that have a ledger."""
    return sorted(path.stem for path in IDS.glob("*.yaml"))


@cache
def ledger(system: str) -> Ledger:
    """Read the ledger of a system."""
    read = yaml.safe_load((IDS / f"{system}.yaml").read_text())
    entries = tuple(
        _entry(system, area, id, written)
        for area, ids in read["areas"].items()
        for id, written in ids.items()
    )
    source = read.get("source", read["system"])
    return Ledger(read["system"], source, read["prefix"], tuple(read["environments"]), entries)


def _entry(system: str, area: str, id: str, written: dict[str, Any]) -> Entry:
    assert written.keys() <= WORDS, f"{id} has words nobody knows: {written.keys() - WORDS}"
    return Entry(
        id,
        system,
        area,
        written["says"],
        tuple(written.get("corrected", ())),
        written.get("partly", ""),
        written.get("open", ""),
    )
