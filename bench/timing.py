"""Whole-process times: a command from start to exit, several times, median quoted.

On a busy machine the median says how busy it is; compare the least processor time there.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Time:
    """Wall seconds of several runs of one command, its least processor time, its memory in MiB."""

    name: str
    runs: tuple[float, ...]
    processor: float
    memory: float

    @property
    def median(self) -> float:
        """Return the figure to quote."""
        return statistics.median(self.runs)

    def row(self, floor: Time | None = None) -> str:
        """Return one line of a table; with a floor, how many times as long it takes."""
        spread = f"{min(self.runs):.3f}–{max(self.runs):.3f}"
        ratio = f"  {self.median / floor.median:6.2f} × {floor.name}" if floor else ""
        used = f"{self.processor:.3f} s of processor  {self.memory:5.0f} MiB"
        return f"{self.name:<46} {self.median:8.3f} s  ({spread})  {used}{ratio}"


def _surroundings() -> dict[str, str]:
    """Return our environment, in which Python may keep its bytecode as it does for users."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def measure(
    name: str,
    command: Sequence[str],
    *,
    runs: int = 5,
    warm: int = 1,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], object] = lambda: None,
) -> Time:
    """Time a command; `before` runs ahead of each run and does not count.

    Raises `RuntimeError` with the command's words when it fails: a failure is not a time.
    """
    times, processor, memory = [], [], 0.0
    for number in range(warm + runs):
        before()
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**_surroundings(), **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        words = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - started
        if os.waitstatus_to_exitcode(status):
            raise RuntimeError(f"{' '.join(command)} failed: {words.decode()[-2000:]}")
        if number >= warm:
            times.append(elapsed)
            processor.append(usage.ru_utime + usage.ru_stime)
            memory = max(memory, usage.ru_maxrss / 1024)
    return Time(name, tuple(times), min(processor), memory)
