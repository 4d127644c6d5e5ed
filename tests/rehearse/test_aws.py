"""What the environment says of AWS, or of proxies, does not reach a rehearsal's clients."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from giban.rehearse.aws import Clients

AWAY = "http://127.0.0.1:9"  # nothing listens there
NONSENSE = {
    "AWS_PROFILE": "production",
    "AWS_CONFIG_FILE": __file__,
    "AWS_SHARED_CREDENTIALS_FILE": __file__,
    "AWS_CA_BUNDLE": "/nowhere",
    "AWS_DEFAULTS_MODE": "nonsense",
    "AWS_STS_REGIONAL_ENDPOINTS": "nonsense",
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": "nonsense",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_ENDPOINT_URL": AWAY,
    "AWS_ENDPOINT_URL_STS": AWAY,
    "http_proxy": AWAY,
    "HTTP_PROXY": AWAY,
    "https_proxy": AWAY,
    "all_proxy": AWAY,
    "no_proxy": "",
    "AWS_ACCESS_KEY_ID": "AKIAREAL",
    "AWS_SECRET_ACCESS_KEY": "real",
    "AWS_SESSION_TOKEN": "real",
}
ANSWER = b"<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>"


class Heard(BaseHTTPRequestHandler):
    """Answers every call, and keeps what it was signed with."""

    signatures: list[str]

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.signatures.append(self.headers["Authorization"])
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def aws() -> Iterator[tuple[str, list[str]]]:
    """Give an AWS that answers one call, and what it hears."""
    Heard.signatures = []
    with HTTPServer(("127.0.0.1", 0), Heard) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", Heard.signatures
        server.shutdown()


def test_a_busy_machine_may_be_slow() -> None:
    """No call is given up before the longest that a whole rehearsal took at a load of 35."""
    made = Clients(AWAY)("ec2", "ap-northeast-2").meta.config

    assert 200 < min(made.connect_timeout, made.read_timeout)


def test_a_client_hears_nothing_of_the_environment(
    aws: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Profiles, files, endpoints, keys and proxies of the author change nothing and go nowhere."""
    endpoint, signatures = aws
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text("this is [not a profile")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in NONSENSE.items():
        monkeypatch.setenv(name, value)

    Clients(endpoint)("sts", "ap-northeast-2").get_caller_identity()

    (signature,) = signatures
    assert "Credential=rehearsal/" in signature
    assert "/ap-northeast-2/sts/" in signature
