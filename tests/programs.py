"""Other people's programs that judge what we write, and why a test goes without one."""

from __future__ import annotations

import shutil
import socket
import sys
from pathlib import Path

import pytest

FETCHED = Path(__file__).parents[1] / ".programs/debian/usr"
"""Where `make programs` puts what Debian has."""
OURS = Path(sys.executable).parent
"""Where wheels put their programs."""


def found(name: str) -> str | None:
    """Return the path of a program: as fetched, beside our Python, or where the machine has it."""
    places = [FETCHED / "bin", FETCHED / "sbin", OURS]
    return next(
        (path for place in places if (path := shutil.which(name, path=str(place)))),
        shutil.which(name),
    )


def program(name: str, unchecked: str) -> str:
    """Return the path of a program, or skip the test and say what nobody looked at."""
    path = found(name)
    if path is None:
        pytest.skip(f"THERE IS NO {name.upper()} (try `make programs`): {unchecked}")
    return path


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def postgres_servers() -> list[Path]:
    """Return the programs of every PostgreSQL server of this machine, oldest first."""
    homes = [Path("/usr/lib/postgresql"), FETCHED / "lib/postgresql"]
    known = {path.parent.name: path for home in homes for path in home.glob("*/bin")}
    return [known[version] for version in sorted(known, key=int)]
