"""One rehearsal of each system for all tests that look at it: they run in one worker."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.rehearsed import Rehearsals

os.environ |= {"GOGC": "off", "GOMEMLIMIT": "1GiB"}
"""A fifth of what Terraform and the official provider do is to look for memory to free."""


@pytest.fixture(scope="session")
def rehearsals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsals]:
    """Rehearse a system when a test first asks for it; its world stays up for every test."""
    with Rehearsals(tmp_path_factory.mktemp("rehearsals")) as opened:
        yield opened
