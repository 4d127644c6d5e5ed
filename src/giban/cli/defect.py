"""Our own defects: written to a file for a report, never thrown at the user as a traceback."""

from __future__ import annotations

import platform
import tempfile
import traceback
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from giban import __version__

ISSUES = "https://github.com/giban/giban/issues"


def report_defect(error: Exception, arguments: Sequence[str]) -> str:
    """Write what happened to a file and return what to tell the user."""
    text = "\n".join(
        (
            f"giban {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"Command: giban {' '.join(arguments)}",
            "",
            "".join(traceback.format_exception(error)),
        )
    )
    name = f"defect-{sha256(text.encode()).hexdigest()[:8]}.txt"
    path = _write(name, text)
    return (
        f"This is a defect of giban, not your mistake: {type(error).__name__}: {error}\n"
        f"Details are in {path}.\n"
        f"Fix: Report it at {ISSUES} with that file, after a look that it holds nothing secret."
    )


def _write(name: str, text: str) -> str:
    for folder in (Path(".giban"), Path(tempfile.gettempdir())):
        try:
            if folder.name != ".giban" or folder.is_dir():
                (folder / name).write_text(text, encoding="utf-8")
                return str(folder / name)
        except OSError:
            continue
    return "no file: neither .giban nor the temporary folder can be written"
