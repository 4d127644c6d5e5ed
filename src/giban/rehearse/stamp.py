"""Which code a resident process runs: it outlives commands, and must not outlive its own code."""

from __future__ import annotations

import hashlib
from pathlib import Path

import giban

PACKAGE = Path(giban.__file__).parent
LOADED = ("rehearse", "catalogue", "blueprint", "values")
"""The packages that the resident process lives by."""


def stamp() -> str:
    """Return what changes whenever a file of the resident's packages does: sizes and times."""
    digest = hashlib.sha256(str(PACKAGE).encode())
    for package in LOADED:
        for path in sorted((PACKAGE / package).rglob("*.py")):
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
