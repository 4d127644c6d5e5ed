"""The font that drawings are set in: Giban Sans, cut from Pretendard by tools/fonts.py."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from giban.errors import GibanError, UsageError


def path(weight: str) -> Path:
    """Return the TrueType file of a weight: `regular` or `bold`."""
    with as_file(files(__package__).joinpath(f"giban-sans-{weight}.ttf")) as found:
        return found


def missing(form: str) -> GibanError:
    """Return the error of a form whose library is not installed."""
    return UsageError(
        f"{form} needs a library that is not installed.",
        fix='Install it with `pip install "giban[draw]"`, or draw an SVG.',
    )
