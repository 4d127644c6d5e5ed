"""The ledger has every requirement, and none of its own, where the requirements are at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ledger.facts import ledger, systems

SOURCE = Path(os.environ.get("GIBAN_REQUIREMENTS", "/work/shared"))


@pytest.fixture(scope="module")
def requirements() -> list[dict[str, Any]]:
    """Return the collected requirements of all systems."""
    path = SOURCE / "requirements.yaml"
    if not path.exists():
        pytest.skip(f"{path} IS NOT HERE: the ledger was not compared with it")
    read: list[dict[str, Any]] = yaml.safe_load(path.read_text())
    return read


@pytest.mark.parametrize("system", systems())
def test_same_ids_in_the_same_areas(requirements: list[dict[str, Any]], system: str) -> None:
    """None missing, none invented."""
    wanted = {one["id"]: one["area"] for one in requirements if one["system"] == system}

    assert wanted == {entry.id: entry.area for entry in ledger(system).entries}


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


@pytest.mark.parametrize("system", systems())
def test_every_defect_corrects_something(system: str) -> None:
    """Each known defect of a system's source is named by an id, and only known ones are."""
    path = SOURCE / "defects.md"
    if not path.exists():
        pytest.skip(f"{path} IS NOT HERE: the ledger was not compared with it")
    own = ledger(system)
    known = set(re.findall(rf"^### (D-{own.prefix}-\d+)", path.read_text(), re.MULTILINE))

    assert known == {defect for entry in own.entries for defect in entry.corrected}
