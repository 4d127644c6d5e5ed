"""The real Terraform, for tests; without it they are skipped, each with its reason."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from giban.rehearse import official
from tests.official import ABSENT


def terraform(root: Path, *arguments: str, mirror: Path | None = None) -> str:
    """Run Terraform in a root and return what it printed; a failure shows all it said."""
    program = shutil.which("terraform")
    if program is None:
        pytest.skip("NOT CHECKED: there is no terraform on PATH")
    config = root / ".cli.tfrc"
    source = f'  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n' if mirror else "  direct {}\n"
    config.write_text(f"provider_installation {{\n{source}}}\ndisable_checkpoint = true\n")
    done = subprocess.run(
        [program, *arguments],
        cwd=root,
        env={**os.environ, "TF_CLI_CONFIG_FILE": str(config), "TF_IN_AUTOMATION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def place(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder and return it."""
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        root.joinpath(name).write_text(content, encoding="utf-8")
    return root


def official_provider() -> Path:
    """Return the mirror that holds the official AWS provider."""
    found = official.mirror()
    if found is None:
        pytest.skip(ABSENT)
    return found
