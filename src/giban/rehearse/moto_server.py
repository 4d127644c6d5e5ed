"""The process that answers in AWS's place: moto, on a free port of loopback.

    python -m giban.rehearse.moto_server

It writes its port to standard output when it answers, and ends when its standard input closes:
then whoever started it has gone, however that came about.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from typing import Any


def main() -> None:
    """Serve until the parent has gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415  # slow, so watched over already
        DomainDispatcherApplication,
    )
    from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: PLC0415

    from giban.rehearse.moto_repairs import create_repaired  # noqa: PLC0415

    class Handler(WSGIRequestHandler):
        """Keeps connections open, and keeps quiet."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Do not log: requests hold secrets."""

    class InTurn(DomainDispatcherApplication):
        """Answers one call after the other.

        moto is not made for threads: whoever looks at all there is crashes when another call
        adds to it meanwhile. Python would run them one at a time anyway.
        """

        turn = threading.Lock()

        def __call__(self, environ: Any, start_response: Any) -> Any:
            """Wait for the turn, and answer."""
            with self.turn:
                return super().__call__(environ, start_response)

    app = InTurn(create_repaired)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
