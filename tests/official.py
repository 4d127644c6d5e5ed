"""The official AWS provider, where this machine has it; loud where it does not.

Its program is named outright, as those who develop a provider do: then nothing is installed, and
its 700 MB are not read again before every command.
https://developer.hashicorp.com/terraform/cli/config/config-file#development-overrides-for-provider-developers
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from giban.blueprint import Stack
from giban.hcl import write
from giban.rehearse import official
from giban.rehearse.client import clean
from giban.rehearse.terraform import find

ABSENT = "THE OFFICIAL AWS PROVIDER IS NOT ON THIS MACHINE: nothing was compared with it"


@cache
def terraform() -> str | None:
    """Return the Terraform or OpenTofu on PATH."""
    return shutil.which("terraform") or shutil.which("tofu")


@cache
def provider() -> Path | None:
    """Return the folder of the newest official provider for this machine, unpacked."""
    program, mirror = terraform(), official.mirror()
    if program is None or mirror is None:
        return None
    said = subprocess.run([program, "version", "-json"], check=True, capture_output=True).stdout
    found = (mirror / official.ADDRESS).glob(f"*/{json.loads(said)['platform']}")
    return max(found, key=_version, default=None)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in folder.parent.name.split("."))


def needs_official() -> None:
    """Skip the test, and say so, unless the official provider and a Terraform are here."""
    if provider() is None:
        pytest.skip(ABSENT)


def environment(inside: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the variables for Terraform with the official provider, and no other, at once.

    `inside` are those of a rehearsal, or none.
    """
    config = folder / "overrides.tfrc"
    config.write_text(
        "provider_installation {\n  dev_overrides {\n"
        f'    "hashicorp/aws" = "{provider()}"\n  }}\n  direct {{}}\n}}\n'
    )
    asked = official.environment(inside, folder)
    return {**clean(dict(os.environ)), **asked, "TF_CLI_CONFIG_FILE": str(config)}


def planned(stack: Stack, folder: Path, inside: Mapping[str, str]) -> Any:
    """Return the official provider's first plan of a stack's files, in Terraform's JSON."""
    folder.mkdir(parents=True)
    for name, text in write(stack, backend=False).items():
        (folder / name).write_text(text, encoding="utf-8")
    program = find(folder, environment(inside, folder))
    outcome = program.plan(folder / "plan")
    assert not outcome.failed, (stack.path, outcome.diagnostics, outcome.errors)
    return program.show(folder / "plan")


@cache
def official_schema() -> Any:
    """Return the schema of the provider that is installed here, in Terraform's JSON."""
    needs_official()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "main.tf").write_text(
            'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
        )
        answer = subprocess.run(
            [terraform() or "terraform", "providers", "schema", "-json"],
            cwd=folder,
            env=environment({}, folder),
            check=True,
            capture_output=True,
        ).stdout
    (only,) = json.loads(answer)["provider_schemas"].values()
    return only
