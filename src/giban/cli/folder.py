"""An output folder is written whole or not at all, and only giban's own is ever replaced."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from giban.errors import UsageError, WorldError

MARKER = ".giban-build"
_MARKER_TEXT = "Written by `giban build`, which replaces this folder as a whole.\n"


def write_folder(target: Path, files: Mapping[str, str]) -> None:
    """Replace a folder by these files.

    Written beside it first and then renamed: a failure leaves the old folder as it was. Raises
    `UsageError` for a folder that holds something and was not made by giban. What Terraform
    keeps in a root (`.terraform`, lock file, local state) moves along.
    """
    refuse_foreign(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            _fill(fresh, files)
            _swap(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        what = f"{target} cannot be written."
        raise WorldError(
            what, fix="Free the disk or choose another folder with -o DIR.", detail=str(error)
        ) from error


def refuse_foreign(target: Path) -> None:
    """Raise `UsageError` unless a folder may be replaced."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        what = f"{target} is not a folder."
        raise UsageError(what, fix="Choose another one with -o DIR.")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        what = f"{target} holds files that giban did not write."
        raise UsageError(
            what,
            why=f"`giban build` replaces its folder as a whole; its own have a file {MARKER}.",
            fix="Choose another folder with -o DIR, or empty that one.",
        )


def _fill(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in {**files, MARKER: _MARKER_TEXT}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    umask = os.umask(0)
    os.umask(umask)
    folder.chmod(0o777 & ~umask)


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    _keep(target, fresh)
    old = target.with_name(f"{fresh.name}-old")
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _keep(old: Path, fresh: Path) -> None:
    """Take along what Terraform itself keeps beside the files."""
    for kept in (*old.rglob(".terraform.lock.hcl"), *old.rglob("terraform.tfstate*")):
        place = fresh / kept.relative_to(old)
        if ".terraform" not in kept.relative_to(old).parts[:-1] and place.parent.is_dir():
            shutil.copy2(kept, place)
    for cache in old.rglob(".terraform"):
        place = fresh / cache.relative_to(old)
        if cache.is_dir() and place.parent.is_dir() and not place.exists():
            shutil.copytree(cache, place, symlinks=True)
