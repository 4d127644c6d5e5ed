"""The official AWS provider, where this machine has it; loud where it does not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from giban.rehearse import official
from giban.rehearse.client import clean

ABSENT = "THE OFFICIAL AWS PROVIDER IS NOT ON THIS MACHINE: nothing was compared with it"


@cache
def terraform() -> str | None:
    """Return the Terraform or OpenTofu on PATH."""
    return shutil.which("terraform") or shutil.which("tofu")


def needs_official() -> None:
    """Skip the test, and say so, unless the official provider and a Terraform are here."""
    if official.mirror() is None or terraform() is None:
        pytest.skip(ABSENT)


@cache
def official_schema() -> Any:
    """Return the schema of the provider that is installed here, in Terraform's JSON."""
    needs_official()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "main.tf").write_text(
            'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
        )
        environment = {**clean(dict(os.environ)), **official.environment({}, folder)}
        _run(["init"], folder, environment)
        answer = _run(["providers", "schema", "-json"], folder, environment)
    (only,) = json.loads(answer)["provider_schemas"].values()
    return only


def _run(arguments: list[str], folder: Path, environment: dict[str, str]) -> bytes:
    command = [terraform() or "terraform", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True
    ).stdout
