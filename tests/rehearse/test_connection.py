"""What a provider block says is kept for its connection."""

from giban.rehearse.connection import KEPT, Connections


def test_the_oldest_is_forgotten_first() -> None:
    """A port that is used again belongs to the newest, whoever had it before."""
    connections = Connections()
    for number in range(KEPT):
        connections.configure(f"ipv4:127.0.0.1:{number}", {"region": "ap-northeast-2"})

    connections.configure("ipv4:127.0.0.1:0", {"region": "ap-northeast-1"})
    connections.configure("ipv4:127.0.0.1:another", {"region": "ap-northeast-2"})

    assert "ap-northeast-1" == connections.of("ipv4:127.0.0.1:0").region
    assert "us-east-1" == connections.of("ipv4:127.0.0.1:1").region
