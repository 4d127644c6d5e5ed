"""One rehearsal of each system for all tests that look at it: they run in one worker."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.rehearsed import Rehearsals

os.environ |= {"GOGC": "off", "GOMEMLIMIT": "1GiB"}
"""A fifth of what Terraform and the official provider do is to look for memory to free."""


settings.register_profile("gate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gate")
"""How long an example takes is the machine's affair: a busy one fails no test by that."""


@pytest.fixture(scope="session")
def rehearsals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsals]:
    """Rehearse a system when a test first asks for it; its world stays up for every test."""
    with Rehearsals(tmp_path_factory.mktemp("rehearsals")) as opened:
        yield opened
