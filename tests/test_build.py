"""What `giban build` writes, judged by Terraform itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from giban.hcl import write
from tests.examples import EXAMPLES, each_root, each_system
from tests.official import needs_official, terraform
from tests.rehearsed import Rehearsals

GIBAN = str(Path(sys.executable).with_name("giban"))
Written = Callable[[str], Path]


def build(system: str, folder: Path, seed: str = "0") -> Path:
    """Write the Terraform of all environments; returns its folder."""
    subprocess.run(
        [GIBAN, "build", "-f", str(EXAMPLES[system].manifest), "-o", str(folder)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    return folder / "terraform"


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return what finds the folder of a system's written roots."""
    return cache(lambda system: build(system, tmp_path_factory.mktemp("build") / "out"))


def texts(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("system", each_system())
def test_same_input_same_bytes(tmp_path: Path, written: Written, system: str) -> None:
    """Another hash seed, and another folder, change nothing."""
    again = build(system, tmp_path / "elsewhere", seed="4711")

    assert texts(written(system)) == texts(again)


@pytest.mark.parametrize("system", each_system())
def test_every_root_is_there(written: Written, system: str) -> None:
    """One root for what is shared, and those of each environment."""
    folder = written(system)

    assert set(EXAMPLES[system].roots) == {
        str(path.parent.relative_to(folder)) for path in folder.rglob("provider.tf")
    }


@pytest.mark.parametrize("system", each_system())
def test_terraform_would_format_nothing(written: Written, system: str) -> None:
    """`terraform fmt -check` finds nothing to change."""
    if terraform() is None:
        pytest.skip("THERE IS NO TERRAFORM ON PATH: the formatting was not checked")
    answer = subprocess.run(
        [terraform() or "", "fmt", "-check", "-diff", "-recursive", str(written(system))],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (answer.returncode, answer.stdout)


@pytest.mark.parametrize(("system", "root"), each_root(judged=True))
def test_the_official_provider_finds_every_root_valid(
    written: Written, rehearsals: Rehearsals, system: str, root: str
) -> None:
    """What is written is, to the byte, what it has validated and planned; the backend comes to it.

    A backend is no provider's: `terraform validate` does not look at it, and parses it as `fmt`.
    """
    needs_official()
    found = rehearsals[system].stacks[root]
    judged = {name: text.encode() for name, text in write(found.stack, backend=False).items()}
    there = texts(written(system) / root)

    assert found.official["resource_changes"]
    assert judged == {name: text for name, text in there.items() if name != "backend.tf"}
