"""What users of caches may do, asked of the servers themselves."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from giban.compile.cache import ACCESS, NOBODY
from tests.programs import program

pytestmark = pytest.mark.programs
ENGINES = ("redis", "valkey")
USERS = {**ACCESS, "default": NOBODY}


class Server:
    """A server that is asked by its socket."""

    def __init__(self, path: Path) -> None:
        """Remember where it listens."""
        self.path = path

    def ask(self, *commands: str) -> str:
        """Send commands over one connection; return the beginning of the last answer."""
        with socket.socket(socket.AF_UNIX) as opened:
            opened.connect(str(self.path))
            for command in commands:
                opened.sendall(f"{command}\r\n".encode())
                answer = opened.recv(4096).decode()
        return answer.splitlines()[0]


@pytest.fixture(scope="module", params=ENGINES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of an engine, with a user for each kind of access."""
    unchecked = "what users of caches may do was not tried"
    daemon = program(f"{request.param}-server", unchecked)
    folder = tmp_path_factory.mktemp(request.param)
    made = Server(folder / "socket")
    options = ["--port", "0", "--unixsocket", str(made.path), "--save", "", "--dir", str(folder)]
    started = subprocess.Popen([daemon, *options], stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            if made.path.exists():
                break
            time.sleep(0.05)
        for name, access in ACCESS.items():
            assert "+OK" == made.ask(f"ACL SETUSER {name} reset {access} >secret")
        assert "+OK" == made.ask(f"ACL SETUSER default reset nopass {NOBODY}")
        yield made
    finally:
        started.kill()
        started.wait()


@pytest.mark.parametrize(
    ("user", "command", "answer"),
    [
        ("write", "SET a 1", "+OK"),
        ("write", "SUBSCRIBE news", "*3"),
        ("write", "EVAL return(1) 0", ":1"),
        ("write", "CLIENT SETNAME giban", "+OK"),
        ("write", "FLUSHALL", "-NOPERM"),
        ("write", "CONFIG GET requirepass", "-NOPERM"),
        ("write", "ACL LIST", "-NOPERM"),
        ("write", "KEYS *", "-NOPERM"),
        ("read", "GET a", "$"),
        ("read", "PING", "+PONG"),
        ("read", "SET a 1", "-NOPERM"),
        ("read", "DEL a", "-NOPERM"),
        ("read", "ACL SETUSER read +@all", "-NOPERM"),
    ],
)
def test_a_user_may_what_its_use_says(server: Server, user: str, command: str, answer: str) -> None:
    """`write` is everything that cannot end the cache; `read` changes nothing (WL-RED-05)."""
    assert server.ask(f"AUTH {user} secret", command).startswith(answer)


def test_nobody_gets_in_without_a_login(server: Server) -> None:
    """The user that every group must have is off."""
    assert server.ask("PING").startswith("-NOAUTH")
