"""One file as it was at a commit, branch or tag."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from giban.errors import UsageError, WorldError

_QUIET = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def file_at(path: Path, ref: str) -> str:
    """Return a file's text at a git ref.

    Raises `UsageError` for a ref or file that git does not know there, `WorldError` without git.
    """
    folder = path.resolve().parent
    if _git(folder, "rev-parse", "--is-inside-work-tree") is None:
        raise UsageError(
            f"{path.as_posix()} is in no git repository.",
            fix="Name a saved bill instead, one that `giban cost -o json` wrote.",
        )
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
    )
    if commit is None:
        raise UsageError(
            f"git knows no `{ref}`.",
            fix="Name a commit, branch or tag, such as `HEAD~1` or `origin/main`; "
            "`git fetch` brings those of others.",
        )
    text = _git(folder, "show", f"{commit.strip()}:./{path.name}")
    if text is None:
        raise UsageError(
            f"At {ref} there was no {path.as_posix()}.",
            fix="Name a later commit; `git log -- FILE` lists those that changed it.",
        )
    return text


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git answers, None when it refuses."""
    program = shutil.which("git")
    if program is None:
        raise WorldError(
            "git is not installed, or not on the PATH",
            fix="Install it, or compare with a saved bill that `giban cost -o json` wrote.",
        )
    done = subprocess.run(  # noqa: S603 - no shell, and a ref cannot become an option
        [program, "-C", str(folder), *arguments],
        check=False,
        capture_output=True,
        env={**os.environ, **_QUIET},
    )
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
