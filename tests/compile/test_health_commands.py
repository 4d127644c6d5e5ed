"""How containers are asked whether they are healthy: each command, run against a real server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from giban.compile.container import HEALTH_COMMANDS
from tests.programs import free_port, program


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that the path says; a redirect leads to a page that is there."""

    def do_GET(self) -> None:
        """Answer."""
        status = int(self.path.strip("/"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def ask(name: str, port: int, path: str) -> int:
    """Run a command as Docker and ECS do (`CMD-SHELL`); return its exit code."""
    program(name, f"whether `{name}` tells healthy containers was not tried")
    command = HEALTH_COMMANDS[name].format(url=f"http://127.0.0.1:{port}/{path}")
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert "" == done.stdout
    return done.returncode


each_command = pytest.mark.parametrize("name", HEALTH_COMMANDS)


@each_command
@pytest.mark.parametrize(("path", "code"), [("200", 0), ("302", 0), ("404", 1), ("503", 1)])
def test_the_answer_decides(port: int, name: str, path: str, code: int) -> None:
    """1, and nothing else, is what Docker calls unhealthy."""
    assert code == ask(name, port, path)


@each_command
def test_silence_is_unhealthy(name: str) -> None:
    """Nobody listens yet."""
    assert 1 == ask(name, free_port(), "200")
