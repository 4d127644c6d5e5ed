"""The systems in examples/, one line each: what every test of whole systems runs through.

The tests of a system run in one worker, and share the one rehearsal of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

FOLDER = Path(__file__).parents[1] / "examples"


@dataclass(frozen=True)
class Example:
    """A system, and the path of every Terraform root it has."""

    name: str
    roots: tuple[str, ...]
    folder: str = ""
    """Below examples/; without it the name."""
    spared: tuple[str, ...] = ()
    """Roots that the official provider does not judge: it judges others that are built alike."""

    @property
    def judged(self) -> tuple[str, ...]:
        """Return the roots that the official provider plans as well, seconds for each."""
        return tuple(root for root in self.roots if root not in self.spared)

    @property
    def manifest(self) -> Path:
        """Return the manifest as its author wrote it."""
        return FOLDER / (self.folder or self.name) / "giban.yaml"

    @property
    def marks(self) -> list[pytest.MarkDecorator]:
        """Return the marks of a test that looks at the rehearsal."""
        return [pytest.mark.terraform, pytest.mark.xdist_group(self.name)]


def _roots(environments: Iterable[str], *stacks: str) -> tuple[str, ...]:
    paths = [f"{environment}/{stack}" for environment in environments for stack in stacks]
    return ("shared/bootstrap", *paths)


_FOUNDATION = ("network", "kms", "rds", "acm", "monitoring")
_SHARED = ("ecr/fileflow", "ecr/authhub", "ecr/crawler", "route53", "registry", "cloudtrail")
_ABROAD = ("network", "kms", "rds", "monitoring", "peering")

EXAMPLES = {
    example.name: example
    for example in (
        Example("hospital-erp", _roots(["dev", "staging", "production"], "platform")),
        Example("codemate", _roots(["dev", "prod"], "platform")),
        Example("table-order", _roots(["production"], "platform")),
        Example("wealist", _roots(["prod"], "platform")),
        Example(
            "hybrid-foundation",
            (
                *_roots(["dev", "staging", "prod"], *_FOUNDATION),
                *(f"shared/{name}" for name in _SHARED),
                *(f"prod-dr/{name}" for name in _ABROAD),
            ),
            folder="hybrid/foundation",
            spared=(
                *(f"{name}/{root}" for name in ("dev", "staging") for root in _FOUNDATION),
                *("shared/ecr/authhub", "shared/ecr/crawler", "shared/route53"),
                *("prod-dr/network", "prod-dr/kms", "prod-dr/monitoring"),
            ),
        ),
        Example(
            "hybrid-fileflow",
            (
                *_roots(["dev", "staging", "prod"], "platform"),
                *("prod-dr/standby", "prod-dr/replication"),
            ),
            folder="hybrid/fileflow",
            spared=("dev/platform", "staging/platform"),
        ),
    )
}


def rehearsed(name: str, *values: Any, id: str = "") -> ParameterSet:
    """Return a case for `parametrize` that looks at the rehearsal of a system."""
    return pytest.param(name, *values, marks=EXAMPLES[name].marks, id=id or name)


def each_system() -> list[ParameterSet]:
    """Return a case for each system."""
    return [rehearsed(name) for name in EXAMPLES]


def each_root(*, judged: bool = False) -> list[ParameterSet]:
    """Return a case for each root of each system, or of those the official provider judges."""
    return [
        rehearsed(name, root, id=f"{name}-{root}")
        for name, example in EXAMPLES.items()
        for root in (example.judged if judged else example.roots)
    ]
