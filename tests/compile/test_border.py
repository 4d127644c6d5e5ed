"""What crosses from one stack to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from giban.compile.border import parameter
from giban.manifest import load, loads
from giban.system import System, resolve

FOLDER = Path(__file__).parents[1] / "fixtures/foundations"


def system(name: str) -> System:
    """Return the development of a manifest among the fixtures."""
    return resolve(load(FOLDER / f"{name}.yaml"), "dev")


@pytest.mark.parametrize(
    ("topic", "name", "expected"),
    [
        ("network", "vpc-id", "/shared/dev/network/vpc-id"),
        ("kms", "s3-key-arn", "/shared/dev/kms/s3-key-arn"),
        ("rds", "endpoint", "/shared/rds/dev/endpoint"),
        ("ecr", "fileflow-repository-url", "/shared/ecr/fileflow-repository-url"),
        ("github", "provider-arn", "/shared/github/provider-arn"),
    ],
)
def test_both_sides_say_the_same(topic: str, name: str, expected: str) -> None:
    """The foundation and the application make one name (decision 0012)."""
    for side in ("whole", "application"):
        assert expected == parameter(system(side), topic, name)  # type: ignore[arg-type]


def test_without_a_border_nothing_crosses() -> None:
    """A system that stands alone has no names for others."""
    alone = resolve(loads("project: a\nregion: ap-northeast-2\nenvironments: {dev: {}}\n"), "dev")

    with pytest.raises(ValueError, match="no border"):
        parameter(alone, "network", "vpc-id")
