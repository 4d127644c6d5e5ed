"""The ledger has every requirement, and none of its own, where the requirements are at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ledger.facts import Ledger, ledger, systems

SOURCE = Path(os.environ.get("GIBAN_REQUIREMENTS", "/work/shared"))


@pytest.fixture(scope="module")
def requirements() -> list[dict[str, Any]]:
    """Return the collected requirements of all systems."""
    path = SOURCE / "requirements.yaml"
    if not path.exists():
        pytest.skip(f"{path} IS NOT HERE: the ledger was not compared with it")
    read: list[dict[str, Any]] = yaml.safe_load(path.read_text())
    return read


def sources() -> dict[str, list[Ledger]]:
    """Return the ledgers that come from each document."""
    found: dict[str, list[Ledger]] = {}
    for system in systems():
        found.setdefault(ledger(system).source, []).append(ledger(system))
    return found


HALVES = {"hybrid": {"hybrid-foundation", "hybrid-fileflow"}}
"""Documents whose ids are divided between systems."""


def whole(source: str) -> list[Ledger]:
    """Return the ledgers of a document; skips the test, and says so, while one is not written."""
    found = sources()[source]
    missing = HALVES.get(source, set()) - {own.system for own in found}
    if missing:
        pytest.skip(f"{', '.join(sorted(missing))} IS NOT HERE: {source} was not compared")
    return found


each_source = pytest.mark.parametrize("source", sources())


@each_source
def test_same_ids_in_the_same_areas(requirements: list[dict[str, Any]], source: str) -> None:
    """None missing, none invented, none twice."""
    wanted = {one["id"]: one["area"] for one in requirements if one["system"] == source}
    entries = [entry for own in whole(source) for entry in own.entries]

    assert wanted == {entry.id: entry.area for entry in entries}
    assert len(wanted) == len(entries)


@pytest.mark.parametrize("system", systems())
def test_a_defect_that_a_requirement_names_corrects_it(
    requirements: list[dict[str, Any]], system: str
) -> None:
    """A requirement that points at a defect does so in the ledger as well."""
    ours = {entry.id: set(entry.corrected) for entry in ledger(system).entries}
    theirs = {one["id"]: set(re.findall(r"\bD-[A-Z]+-\d+", repr(one))) for one in requirements}

    assert {
        id: theirs[id] - corrected for id, corrected in ours.items() if theirs[id] - corrected
    } == {}


@each_source
def test_every_defect_corrects_something(source: str) -> None:
    """Each known defect of a source is named by an id, and only known ones are."""
    path = SOURCE / "defects.md"
    if not path.exists():
        pytest.skip(f"{path} IS NOT HERE: the ledger was not compared with it")
    own = whole(source)
    known = set(re.findall(rf"^### (D-{own[0].prefix}-\d+)", path.read_text(), re.MULTILINE))

    assert known == {defect for one in own for entry in one.entries for defect in entry.corrected}
