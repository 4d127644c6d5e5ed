"""The stand-in plans what the official provider plans."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from giban.rehearse import client, official
from giban.rehearse.terraform import find
from tests.official import needs_official

REGION = "ap-northeast-2"
ROOT = Path(__file__).parent / "root"
VERSIONS = {"region", "odb_network_arn"}
"""Arguments that the official provider has only since 6.0."""


def plan(folder: Path, variables: dict[str, str]) -> dict[str, Any]:
    """Return the planned changes of the root, by address."""
    shutil.copytree(ROOT, folder)
    inherited = client.clean(dict(os.environ))
    terraform = find(folder, {**inherited, **variables, "TF_VAR_secret": "x"})
    assert terraform.init().code == 0
    outcome = terraform.plan(folder / "plan")
    assert outcome.changes, outcome.diagnostics
    changes = terraform.show(folder / "plan")["resource_changes"]
    return {one["address"]: one["change"] for one in changes}


def differences(ours: Any, theirs: Any, path: str) -> Iterator[str]:
    """Yield what both know and disagree about."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted({*ours, *theirs} - VERSIONS):
            if name in ours and name in theirs:
                yield from differences(ours[name], theirs[name], f"{path}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(*pair, f"{path}.{index}")
    elif ours != theirs:
        yield f"{path}: ours {ours}, official {theirs}"


@pytest.mark.terraform
def test_plans_agree(tmp_path: Path) -> None:
    """What is planned, and what is left unknown, is the same for every resource."""
    needs_official()
    resident = client.ensure(tmp_path / "resident")
    inside = resident.terraform_environment(REGION)
    try:
        ours = plan(tmp_path / "ours", inside)
        theirs = plan(tmp_path / "theirs", official.environment(inside, tmp_path))
    finally:
        client.stop(tmp_path / "resident")

    assert ours.keys() == theirs.keys()
    assert [] == [
        difference
        for address, change in ours.items()
        for part in ("after", "after_unknown")
        for difference in differences(change[part], theirs[address][part], f"{address} {part}")
    ]
