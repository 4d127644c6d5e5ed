"""One rehearsal of hospital-erp for all tests that look at it: they run in one worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rehearsed import EXAMPLES, Rehearsal, rehearsing


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """Rehearse all three environments once; the world stays up for every test."""
    manifest = EXAMPLES / "hospital-erp/giban.yaml"
    with rehearsing(manifest, tmp_path_factory.mktemp("erp")) as done:
        yield done
