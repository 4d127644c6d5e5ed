"""What is known of instance classes."""

import pytest

from giban.system.facts import class_memory, connections


@pytest.mark.parametrize(
    ("name", "gib"),
    [
        ("db.t3.micro", 1),
        ("db.t3.medium", 4),
        ("db.t4g.xlarge", 16),
        ("db.m6g.large", 8),
        ("db.r6g.2xlarge", 64),
        ("db.r7g.16xlarge", 512),
    ],
)
def test_memory_of_a_class(name: str, gib: float) -> None:
    """By family and size, as AWS's table has them."""
    assert class_memory(name) == gib


def test_connections_follow_the_memory() -> None:
    """RDS reckons by memory, up to a limit."""
    assert 80 <= connections("postgres", 1) <= 90
    assert connections("postgres", 512) == 5000
    assert connections("mysql", 4) < connections("postgres", 4)
