"""Whole roots as a reader of the repository sees them: `golden/` is to be read as prose.

After a change that is meant: `python -m tests.hcl.test_golden` writes them anew, for review.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from giban import hcl
from giban.blueprint import Blueprint, Stack
from tests.hcl.application import application
from tests.hcl.stacks import network

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES: tuple[Callable[[], Stack], ...] = (network, application)


def test_public_names() -> None:
    """The package shows what it says, sorted."""
    assert sorted(hcl.__all__) == hcl.__all__
    assert [*hcl.__all__] == ["UnprintableError", "carried", "write", "write_blueprint"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_roots_read_as_reviewed(example: Callable[[], Stack]) -> None:
    """Every file is there, and each is as it was reviewed."""
    reviewed = {path.name: path.read_text() for path in (GOLDEN / example.__name__).iterdir()}

    assert reviewed == hcl.write(example())


def test_a_blueprint_is_its_roots_in_their_folders() -> None:
    """Paths are environment, stack, file; the text is that of the root alone."""
    stacks = (network(), application())
    blueprint = Blueprint(project="p", environment="production", region="r", stacks=stacks)

    expected = {f"{s.path}/{name}": text for s in stacks for name, text in hcl.write(s).items()}
    assert expected == hcl.write_blueprint(blueprint)
    assert "production/platform/network.tf" in expected


def test_without_backend_only_that_file_is_missing() -> None:
    """A rehearsal keeps its state elsewhere and gets everything else unchanged."""
    files = hcl.write(network())
    del files["backend.tf"]

    assert files == hcl.write(network(), backend=False)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    """The same stack gives the same bytes in any process."""
    program = (
        "from giban import hcl; from tests.hcl.stacks import network;"
        "from tests.hcl.application import application;"
        "print(hcl.write(network()), hcl.write(application()))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(printed) == 1


def review() -> None:
    """Write the golden files anew."""
    for example in EXAMPLES:
        folder = GOLDEN / example.__name__
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in hcl.write(example()).items():
            folder.joinpath(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    review()
