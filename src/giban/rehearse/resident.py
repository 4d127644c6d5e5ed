"""The resident process: the stand-in provider and the AWS it talks to, kept between commands.

    python -m giban.rehearse.resident DIR REGION

It writes DIR/resident.json when it is ready and holds a lock on DIR/resident.lock while it lives,
so that nobody takes a dead one for a living one; its process id is in there. It ends when it is
told to, when DIR goes, and when moto ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
import signal
import sys
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from giban.rehearse.stamp import stamp
from giban.rehearse.world import World

LOCK = "resident.lock"
CARD = "resident.json"
DEFAULT_REGION = "ap-northeast-2"
WATCH_SECONDS = 1.0
LOOKS = 50
LOOK_SECONDS = 0.01
"""Others look at the lock by taking it for a moment; to be refused once means nothing."""


def main(folder: Path, region: str = DEFAULT_REGION) -> int:
    """Serve until told to end."""
    code = stamp()
    with (folder / LOCK).open("a+") as lock:
        if not _taken(lock):
            return 0
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        return _serving(folder, region, code)


def _taken(lock: Any) -> bool:
    for _ in range(LOOKS):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _serving(folder: Path, region: str, code: str) -> int:
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    world = World.start()
    from giban.rehearse.warmup import warm  # noqa: PLC0415  # loaded while moto loads

    try:
        server, port, clients = _serve(world, folder)
        _write_card(folder, port, world.endpoint(), code)
        threading.Thread(target=warm, args=(clients, region), daemon=True).start()
        while not ended.wait(WATCH_SECONDS) and folder.is_dir() and world.alive():
            pass
        server.stop(grace=None)
    finally:
        world.stop()
        with suppress(FileNotFoundError):
            (folder / CARD).unlink()
    return 0


def _serve(world: World, folder: Path) -> tuple[Any, int, Any]:
    """Load the provider while moto starts, and serve it."""
    from giban.rehearse.aws import Clients  # noqa: PLC0415  # loaded while moto loads
    from giban.rehearse.connection import Connections  # noqa: PLC0415
    from giban.rehearse.engine import Engine  # noqa: PLC0415
    from giban.rehearse.evidence import Evidence  # noqa: PLC0415
    from giban.rehearse.handlers.kinds import (  # noqa: PLC0415
        DATA_SOURCES,
        EPHEMERALS,
        RESOURCES,
    )
    from giban.rehearse.lifecycle import Lifecycle  # noqa: PLC0415
    from giban.rehearse.schema import provider_schema  # noqa: PLC0415
    from giban.rehearse.wire import serve  # noqa: PLC0415

    provider_schema()
    clients = Clients(world.endpoint())
    lifecycle = Lifecycle(clients, Evidence(folder), RESOURCES)
    engine = Engine(lifecycle, Connections(), DATA_SOURCES, EPHEMERALS)
    server, port = serve(engine)
    return server, port, clients


def _write_card(folder: Path, port: int, endpoint: str, code: str) -> None:
    card = {
        "folder": str(folder.resolve()),
        "pid": os.getpid(),
        "port": port,
        "endpoint": endpoint,
        "world": uuid.uuid4().hex,
        "python": platform.python_version(),
        "code": code,
    }
    fresh = folder / f"{CARD}.new"
    fresh.write_text(json.dumps(card), encoding="utf-8")
    fresh.replace(folder / CARD)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3]))
