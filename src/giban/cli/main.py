"""Where the program begins, and the one place where errors are shown.

Exit codes: 0 fine, 1 findings or failed, 2 the command made no sense, 130 interrupted.
`giban --version` answers before anything is imported.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

from giban import __version__

INTERRUPTED = 130
ALLOCATIONS = 100_000
"""Objects made between two collections: what a command imports lives as long as it does."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _open_streams()
    if arguments in (["--version"], ["-V"]):
        sys.stdout.write(f"giban {__version__}\n")
        return 0
    gc.set_threshold(ALLOCATIONS)
    # What is left at the end goes with the process; Python would look through all of it once more.
    atexit.register(gc.freeze)
    try:
        from giban.cli.run import run  # noqa: PLC0415 - the point of the lines above

        return run(arguments)
    except KeyboardInterrupt:  # before there was anything to end, or for the second time
        return INTERRUPTED


def _open_streams() -> None:
    """Put nothing in the place of a standard stream that was closed: others would take its number.

    A file opened later would get it, and be written to by whoever believes in standard streams.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is not None:
            continue
        opened = os.open(os.devnull, os.O_RDWR)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        setattr(sys, name, os.fdopen(number, mode))
