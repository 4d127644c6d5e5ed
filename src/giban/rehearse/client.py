"""The resident process as commands see it: start it, find it, stop it, point Terraform at it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from giban.errors import WorldError
from giban.rehearse.stamp import stamp

PROVIDERS = ("registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws")
LOG = "resident.log"
CARD = "resident.json"
LOCK = "resident.lock"
EVIDENCE = "evidence.json"
REGION = "ap-northeast-2"
TIMEOUT = 120.0  # a busy machine is slow; one that died is noticed at once
STEP = 0.02
LOOPBACK = "http://127.0.0.1:"


class Resident(Struct, frozen=True):
    """A running rehearsal; `world` changes whenever its AWS begins from nothing."""

    folder: Path
    pid: int
    port: int
    endpoint: str
    world: str

    def terraform_environment(self, region: str) -> dict[str, str]:
        """Return the variables that keep Terraform in the rehearsal.

        Start from an environment without the author's AWS_* and TF_* variables: see `clean`.
        """
        return {
            "TF_REATTACH_PROVIDERS": _reattach(self.port, self.pid),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": region,
            "AWS_ACCESS_KEY_ID": "rehearsal",
            "AWS_SECRET_ACCESS_KEY": "rehearsal",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "TF_CLI_CONFIG_FILE": os.devnull,
            "CHECKPOINT_DISABLE": "1",
        }

    def evidence(self) -> dict[str, Any]:
        """Return what was and was not checked so far, type by type (see `evidence.py`)."""
        try:
            found: dict[str, Any] = json.loads((self.folder / EVIDENCE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found


def clean(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment without anything that could lead Terraform to AWS or astray."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith(("AWS_", "TF_", "OTEL_")) or name == "TF_PLUGIN_CACHE_DIR"
    }


def ensure(folder: Path, *, region: str = REGION, timeout: float = TIMEOUT) -> Resident:
    """Return the running resident of a folder; if there is none, starts one for a region."""
    folder.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(folder):
        if outdated(folder):
            stop(folder)
        found = running(folder)
        if found is not None:
            return found
        if _is_held(folder / LOCK):  # a command that was interrupted had started it
            return _wait(folder, None, timeout)
        (folder / CARD).unlink(missing_ok=True)
        (folder / EVIDENCE).unlink(missing_ok=True)
        return _wait(folder, _start(folder, region), timeout)


def outdated(folder: Path) -> str:
    """Return why a living resident is of no use any more; empty if it is, or if there is none."""
    card = _card(folder)
    if card is None:
        return ""
    if card.get("folder") != str(folder.resolve()):
        return "The project has moved"
    return "" if card.get("code") == stamp() else "giban itself has changed"


def running(folder: Path) -> Resident | None:
    """Return the resident of a folder if it lives."""
    card = _card(folder)
    if card is None:
        return None
    if not card["endpoint"].startswith(LOOPBACK):
        raise WorldError(
            "the rehearsal's AWS is not on this machine",
            why=f"{folder / CARD} names {card['endpoint']}",
            fix=f"Remove {folder} and run the command again.",
        )
    return Resident(folder, card["pid"], card["port"], card["endpoint"], card["world"])


def stop(folder: Path, *, timeout: float = 10.0) -> bool:
    """End the resident of a folder and its world; tells whether there was one."""
    if not _is_held(folder / LOCK):
        return False
    pid = _pid(folder)
    deadline = time.monotonic() + timeout
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        while _is_held(folder / LOCK):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
                deadline = time.monotonic() + timeout
            time.sleep(STEP)
    return True


def _pid(folder: Path) -> int:
    """Return the process that holds a resident's lock; its card has it too, as older ones do."""
    written = (folder / LOCK).read_text(encoding="utf-8")
    if not written:
        card = _card(folder) or {}
        written = str(card.get("pid", ""))
    if not written.isdigit():
        raise WorldError(
            "the rehearsal's process cannot be ended",
            why=f"it holds {folder / LOCK}, which does not say who it is",
            fix=f"Remove {folder}: then it ends by itself, and the next run starts afresh.",
        )
    return int(written)


def answers(resident: Resident) -> bool:
    """Tell whether a resident and its AWS live."""
    if running(resident.folder) != resident:
        return False
    try:
        with socket.create_connection(("127.0.0.1", urlsplit(resident.endpoint).port or 0), 2):
            return True
    except OSError:
        return False


def _card(folder: Path) -> dict[str, Any] | None:
    """Return what a living resident says of itself; None while it starts, or if there is none."""
    if not _is_held(folder / LOCK):
        return None
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return card


def _start(folder: Path, region: str) -> subprocess.Popen[bytes]:
    environment = clean(dict(os.environ))
    with (folder / LOG).open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "giban.rehearse.resident", str(folder), region],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**environment, "AWS_CONFIG_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"},
            start_new_session=True,
        )


def _wait(folder: Path, process: subprocess.Popen[bytes] | None, timeout: float) -> Resident:
    """Wait until a resident is ready that we have started, or, without a process, another did."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        found = running(folder)
        if found is not None:
            if process:  # It outlives us, or is waited for here if it does not.
                threading.Thread(target=process.wait, daemon=True).start()
            return found
        if process and process.poll() is not None:
            raise _did_not_start(folder, f"it ended with code {process.returncode}")
        time.sleep(STEP)
    stop(folder)
    raise _did_not_start(folder, f"it was not ready after {timeout:.0f} seconds")


def _did_not_start(folder: Path, why: str) -> WorldError:
    log = folder / LOG
    last: list[str] = []
    with suppress(OSError):
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-1:]
    return WorldError(
        "the rehearsal did not start",
        why=": ".join((why, *last)),
        fix=f"Free the disk if it is full, and run the command again; {log} says more.",
    )


def _is_held(lock: Path) -> bool:
    """Tell whether a living process holds a lock file; the system frees it when that dies."""
    try:
        with lock.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "start.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _reattach(port: int, pid: int) -> str:
    entry = {
        "Protocol": "grpc",
        "ProtocolVersion": 6,
        "Pid": pid,
        "Test": True,  # keeps Terraform from ending the process when it is done
        "Addr": {"Network": "tcp", "String": f"127.0.0.1:{port}"},
    }
    return json.dumps(dict.fromkeys(PROVIDERS, entry))
