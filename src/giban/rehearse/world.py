"""The AWS of a rehearsal: moto as a child process, which dies with the one that started it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from msgspec import Struct

from giban.errors import WorldError

SETTINGS = {
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_ECS_SERVICE_RUNNING": "100",
    "MOTO_ACM_VALIDATION_WAIT": "1",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
}
KEPT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "PYTHONPATH",
    "SYSTEMROOT",
    "COVERAGE_PROCESS_START",
)


class World(Struct):
    """A running moto; its standard input is the thread its life hangs by."""

    process: subprocess.Popen[bytes]
    _endpoint: str = ""

    @classmethod
    def start(cls) -> World:
        """Start moto and do not wait for it."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-m", "giban.rehearse.moto_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**kept, **SETTINGS},
        )
        return cls(process)

    def endpoint(self) -> str:
        """Return moto's address; waits until it answers, raises `WorldError` if it has ended."""
        if not self._endpoint:
            out: Any = self.process.stdout
            port = out.readline().decode().strip()
            if not port.isdigit():
                raise WorldError(
                    "the rehearsal's AWS did not start",
                    why=f"moto ended with code {self.process.wait()}",
                    fix="Install the rehearsal parts again: pip install 'giban[rehearsal]'.",
                )
            self._endpoint = f"http://127.0.0.1:{port}"
        return self._endpoint

    def alive(self) -> bool:
        """Tell whether moto still runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End moto."""
        self.process.kill()
        self.process.wait()
