"""`giban contract`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fixtures/foundations"
GIBAN = str(Path(sys.executable).with_name("giban"))


def contract(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command among the fixtures."""
    return subprocess.run(
        [GIBAN, "contract", *arguments], cwd=FOLDER, capture_output=True, text=True, check=False
    )


def test_an_application_brings_its_foundation() -> None:
    """One manifest is enough where it names the other."""
    answer = contract("application.yaml")

    assert 0 == answer.returncode
    assert "each has one who hands it out" in answer.stderr
    line = next(x for x in answer.stdout.splitlines() if x.startswith("/shared/dev/network/vpc-id"))
    assert ["shared:dev/network", "shared:dev/rds,", "fileflow:dev/platform"] == line.split()[1:]


def test_what_is_missing_is_told_with_its_line() -> None:
    """Exit 1, the line of the reader, what there is, and what to do."""
    answer = contract("unchecked.yaml", "small.yaml")

    assert answer.returncode == 1
    assert "unchecked.yaml:3:1  foundation" in answer.stderr
    assert "fileflow reads /shared/dev/kms/sqs-key-arn in dev/platform" in answer.stderr
    assert "/shared/dev/kms/s3-key-arn" in answer.stderr


def test_as_json() -> None:
    """Both sides of each parameter, and the verdict, for programs."""
    answer = contract("unchecked.yaml", "small.yaml", "-o", "json", "-e", "dev")
    found = json.loads(answer.stdout)

    assert answer.returncode == 1
    assert found["ok"] is False
    assert "/shared/dev/kms/sqs-key-arn" in found["missing"]
    assert {"name", "type", "what", "producers", "readers"} == set(found["parameters"][0])


def test_a_prefix_alone_is_an_assumption() -> None:
    """Nothing is checked, and that is said."""
    answer = contract("unchecked.yaml")

    assert answer.returncode == 0
    assert "are assumed: no manifest of a foundation" in answer.stderr


def test_what_a_change_would_do() -> None:
    """The readers of one parameter, and what they would make anew (HY-SSM-21)."""
    answer = contract("application.yaml", "--changed", "/shared/dev/network/vpc-id")

    assert "fileflow:dev/platform  aws_security_group.app  vpc_id  replaced" in answer.stdout
    assert "Plan every one of these roots" in answer.stderr


def test_a_change_of_nothing() -> None:
    """An unknown name is a usage error with the nearest known one."""
    answer = contract("application.yaml", "--changed", "/shared/dev/network/vpc")

    assert answer.returncode == 2
    assert "Did you mean `/shared/dev/network/vpc-id`?" in answer.stderr
