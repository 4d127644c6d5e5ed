"""What `giban build` writes for hospital-erp, judged by Terraform itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from giban.rehearse import official
from giban.rehearse.client import clean
from tests.official import needs_official, terraform

EXAMPLE = Path(__file__).parents[1] / "examples/hospital-erp/giban.yaml"
GIBAN = str(Path(sys.executable).with_name("giban"))
ROOTS = ["shared/bootstrap", "dev/platform", "staging/platform", "production/platform"]


def build(folder: Path, seed: str = "0") -> Path:
    """Write the Terraform of all environments; returns its folder."""
    subprocess.run(
        [GIBAN, "build", "-f", str(EXAMPLE), "-o", str(folder)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    return folder / "terraform"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the written roots."""
    return build(tmp_path_factory.mktemp("build") / "out")


def texts(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_input_same_bytes(tmp_path: Path, written: Path) -> None:
    """Another hash seed, and another folder, change nothing."""
    again = build(tmp_path / "elsewhere", seed="4711")

    assert texts(written) == texts(again)


def test_every_root_is_there(written: Path) -> None:
    """One root for what is shared, and one for each environment."""
    assert set(ROOTS) == {
        str(path.parent.relative_to(written)) for path in written.rglob("provider.tf")
    }


@pytest.mark.terraform
def test_terraform_would_format_nothing(written: Path) -> None:
    """`terraform fmt -check` finds nothing to change."""
    if terraform() is None:
        pytest.skip("THERE IS NO TERRAFORM ON PATH: the formatting was not checked")
    answer = subprocess.run(
        [terraform() or "", "fmt", "-check", "-diff", "-recursive", str(written)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (answer.returncode, answer.stdout)


@pytest.mark.terraform
@pytest.mark.parametrize("root", ROOTS)
def test_the_official_provider_finds_every_root_valid(
    written: Path, root: str, tmp_path: Path
) -> None:
    """`terraform validate` with the official provider, S3 backend and all."""
    needs_official()
    environment = {**clean(dict(os.environ)), **official.environment({}, tmp_path)}
    environment["TF_DATA_DIR"] = str(tmp_path / "data")
    for command in (["init", "-backend=false", "-input=false"], ["validate", "-no-color"]):
        answer = subprocess.run(
            [terraform() or "", *command],
            cwd=written / root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert answer.returncode == 0, answer.stdout + answer.stderr
