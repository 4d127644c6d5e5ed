"""Where in the author's files a value was written."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
