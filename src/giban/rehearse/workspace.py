"""Where a rehearsal keeps everything it has: `.giban/` beside the manifest, ignored by git.

.giban/rehearsal/
roots/<environment>/<stack>/   the written Terraform, with a local state backend
state/<environment>/<stack>.tfstate
plans/<environment>/<stack>.tfplan
world                          the id of the world that the state files speak of
working                        present while Terraform may be changing the world
lock                           held by the one giban that works here
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from giban.errors import CutOff, CutShort, WorldError

KEPT = {".terraform", ".terraform.lock.hcl"}


class Workspace(Struct, frozen=True):
    """The folder of one project's rehearsal."""

    folder: Path

    @classmethod
    def beside(cls, manifest: Path) -> Workspace:
        """Return the workspace of a manifest; makes the folder and hides it from git."""
        home = manifest.resolve().parent / ".giban"
        home.mkdir(exist_ok=True)
        ignore = home / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        folder = home / "rehearsal"
        folder.mkdir(exist_ok=True)
        return cls(folder)

    def root(self, path: str) -> Path:
        """Return the folder of a stack's Terraform."""
        return self.folder / "roots" / path

    def state(self, path: str) -> Path:
        """Return the state file of a stack; it need not exist."""
        return self.folder / "state" / f"{path}.tfstate"

    def plan(self, path: str) -> Path:
        """Return where a stack's plan is kept between planning and applying."""
        return self.folder / "plans" / f"{path}.tfplan"

    def applied(self, path: str) -> bool:
        """Tell whether a stack's state file holds a resource."""
        try:
            return bool(json.loads(self.state(path).read_text(encoding="utf-8")).get("resources"))
        except (FileNotFoundError, json.JSONDecodeError):
            return False

    def stacks(self) -> list[str]:
        """Return the paths of all stacks that have a state file, in the order of their names."""
        states = self.folder / "state"
        return sorted(
            str(path.relative_to(states).with_suffix("")) for path in states.rglob("*.tfstate")
        )

    def write(self, path: str, files: Mapping[str, str]) -> Path:
        """Write a stack's files, and its local backend, so that nothing old is left among them."""
        root = self.root(path)
        root.mkdir(parents=True, exist_ok=True)
        for folder in (self.state(path).parent, self.plan(path).parent):
            folder.mkdir(parents=True, exist_ok=True)
        wanted = {**files, "backend.tf": _local_backend(root, self.state(path))}
        for old in root.iterdir():
            if old.name not in wanted and old.name not in KEPT:
                old.unlink()
        for name, text in wanted.items():
            _replace(root / name, text)
        return root

    def forget(self) -> None:
        """Drop every state and plan: the world they speak of is gone."""
        for name in ("state", "plans"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in ("world", "working"):
            (self.folder / name).unlink(missing_ok=True)

    def world(self) -> str | None:
        """Return the id of the world the state files speak of."""
        try:
            return (self.folder / "world").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def belongs_to(self, world: str) -> None:
        """Remember the world the state files speak of."""
        _replace(self.folder / "world", world)

    def was_interrupted(self) -> bool:
        """Tell whether the last change of the world was cut off."""
        return (self.folder / "working").exists()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Mark the time in which Terraform changes the world.

        The mark goes when Terraform has ended by itself, with success, an error or an interrupt
        it answered: then the state file knows everything that exists. It stays when giban is
        killed, and when the block ends in `CutOff` or `CutShort`: then Terraform was.
        """
        mark = self.folder / "working"
        mark.write_text(str(os.getpid()))
        try:
            yield
        except (CutOff, CutShort):
            raise
        except BaseException:
            mark.unlink(missing_ok=True)
            raise
        mark.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the workspace; raises `WorldError` when another giban has it."""
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WorldError(
                    "another giban is at work in this rehearsal",
                    why=f"it holds {lock.name}",
                    fix="Wait until it has finished, or stop it.",
                ) from None
            yield


def _local_backend(root: Path, state: Path) -> str:
    """Name the state from its root, so that the project may move, and be called `${what}` it is."""
    path = Path(os.path.relpath(state, root)).as_posix()
    return (
        "# Rehearsal: a local state file stands in for the S3 backend.\n\n"
        f'terraform {{\n  backend "local" {{\n    path = "{path}"\n  }}\n}}\n'
    )


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all, and not when it is the same."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return
    except FileNotFoundError:
        pass
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
