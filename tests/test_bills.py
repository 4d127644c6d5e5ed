"""docs/explain/bills.md is what tools/bills.py writes, and answers every id of cost."""

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared/requirements.yaml"
sys.path.insert(0, str(ROOT / "tools"))

import bills  # noqa: E402 - a script, found by the line above


@pytest.fixture(scope="module")
def tables() -> list[Any]:
    """Compute every table once."""
    return list(bills.tables())


def test_the_page_is_current() -> None:
    """`make docs` has been run since an example, a price or a table changed."""
    assert bills.PAGE.read_text(encoding="utf-8") == bills.page()


def test_rows_and_rest_are_the_whole_bill(tables: list[Any]) -> None:
    """Nothing of ours is left out, and nothing is counted twice."""
    for one in tables:
        rows = sum(row.ours for row in one.rows)
        assert one.ours == rows + sum(one.rest.values())


def test_documents_add_up(tables: list[Any]) -> None:
    """The rows we read are all rows of each document: they add up to its total."""
    for one in tables:
        if one.theirs is not None:
            assert one.theirs == sum(row.theirs for row in one.rows), one.title


def test_every_difference_has_a_reason(tables: list[Any]) -> None:
    """A row more than 5 % away says why, and everything has a price."""
    for one in tables:
        assert [] == [row.name for row in one.rows if row.differs and not row.because]
        assert () == one.unknown


def test_divided_among_tenants(tables: list[Any]) -> None:
    """HY-COST-04: shared infrastructure is divided among three tenants, to the cent."""
    (shared,) = [one for one in tables if one.divided]
    assert 3 == len(shared.divided)
    assert shared.ours == sum(shared.divided.values())


@pytest.mark.skipif(not SHARED.exists(), reason="the ledger of the sources is not here")
def test_every_id_is_answered() -> None:
    """Each id of the areas cost and optimisation stands on the page, or is asserted of a plan."""
    read = yaml.safe_load(SHARED.read_text(encoding="utf-8"))
    ids = {one["id"] for one in read if one["area"] in ("cost", "optimisation")}
    page = bills.PAGE.read_text(encoding="utf-8")
    assert {"ERP-OPT-01"} >= {id for id in ids if id not in page}
