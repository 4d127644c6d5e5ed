"""An AWS for scripts that call the command line interface: moto, and ECS's tasks as they end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer

REGION = "ap-northeast-2"
LOGIN = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing"}
LOOPBACK = "127.0.0.1"


@dataclass
class Tasks:
    """ECS as far as running a task takes: moto's tasks have no containers, and no exit code."""

    definition: dict[str, Any]
    tags: list[dict[str, str]]
    exit_code: int | None = 0
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def answer(self, operation: str, told: dict[str, Any]) -> dict[str, Any]:
        """Return what ECS answers to one operation."""
        self.asked.append((operation, told))
        definition = {"taskDefinitionArn": "arn:new:2"}
        task: dict[str, Any] = {"taskArn": "arn:task", "lastStatus": "STOPPED", "containers": []}
        if self.exit_code is not None:
            task["containers"] = [{"name": "migrate", "exitCode": self.exit_code}]
        described = {"taskDefinition": self.definition}
        tags = {"tags": self.tags} if "TAGS" in told.get("include", ()) else {}
        answers: dict[str, dict[str, Any]] = {
            "DescribeTaskDefinition": described | tags,
            "RegisterTaskDefinition": {"taskDefinition": definition},
            "RunTask": {"tasks": [task], "failures": []},
            "DescribeTasks": {"tasks": [task], "failures": []},
        }
        return answers[operation]


@contextmanager
def ecs(tasks: Tasks) -> Iterator[str]:
    """Answer for ECS on loopback; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            body = json.dumps(tasks.answer(operation, told)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def moto() -> Iterator[str]:
    """Answer for everything else on loopback, with nothing there yet; yields the address."""
    server = ThreadedMotoServer(LOOPBACK, 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        urlopen(Request(f"{address}/moto-api/reset", method="POST")).close()  # noqa: S310 - ours
        yield address
    finally:
        server.stop()


def client(service: str, address: str) -> Any:
    """Return a client of a service at an address."""
    return boto3.client(
        service,
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id=LOGIN["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=LOGIN["AWS_SECRET_ACCESS_KEY"],
    )
