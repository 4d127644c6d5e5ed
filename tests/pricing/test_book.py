"""The price book: complete lines, exact figures, one price a key."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from giban.errors import WorldError
from giban.pricing import book, regions
from giban.pricing.tariffs import TARIFFS

ROW = "{key}\tGB\t0.10\t2026-10-05\thigh\tAWS Price List\n"


def test_regions() -> None:
    """Seoul, Tokyo and N. Virginia come with giban."""
    assert ["ap-northeast-1", "ap-northeast-2", "us-east-1"] == regions()


@pytest.mark.parametrize("region", regions())
def test_every_line(region: str) -> None:
    """Each price has a unit, an exact figure, a date or `undated`, a confidence and a source."""
    prices = list(book(region))
    assert len(prices) > 400
    for price in prices:
        assert price.usd >= 0
        assert price.unit
        assert price.source
        assert re.fullmatch(r"\d{4}-\d\d-\d\d|undated", price.as_of)
        assert price.confidence in ("high", "medium", "low")


def test_known_prices() -> None:
    """Seoul's figures are those of the public list, to the last digit."""
    seoul = book("ap-northeast-2")
    known = {
        "fargate.linux.x86.vcpu_hour": "0.04656",
        "nat_gateway.hour": "0.059",
        "rds.postgresql.db.t3.medium.multi_az": "0.224",
        "lambda.x86.gb_second": "0.0000166667",
    }
    found = {key: price.usd for key in known if (price := seoul.find(key))}
    assert {key: Decimal(usd) for key, usd in known.items()} == found


def test_seoul_has_every_step_of_every_tariff() -> None:
    """A tariff asks for no price that Seoul does not have."""
    keys = {key for tariff in TARIFFS.values() for _, key in tariff.steps}
    assert set() == {key for key in keys if book("ap-northeast-2").find(key) is None}


def test_a_region_without_a_book() -> None:
    """A region nobody wrote prices for has none, and that is no error."""
    assert book("eu-central-1").find("nat_gateway.hour") is None


def test_two_prices_of_one_thing(tmp_path: Path) -> None:
    """A second price for a key is refused with its line."""
    (tmp_path / "x.tsv").write_text(ROW.format(key="a") + "# note\n" + ROW.format(key="a"))
    with pytest.raises(WorldError, match=r"x\.tsv:3 is a second price for a"):
        book("x", tmp_path)


def test_a_line_that_is_no_price(tmp_path: Path) -> None:
    """A line with too few columns is refused with its place."""
    (tmp_path / "x.tsv").write_text("a\tGB\t0.10\n")
    with pytest.raises(WorldError, match=r"x\.tsv:1 is not a price"):
        book("x", tmp_path)


def test_a_price_that_is_no_number(tmp_path: Path) -> None:
    """A figure that is none is refused when it is asked for."""
    (tmp_path / "x.tsv").write_text(ROW.format(key="a").replace("0.10", "ten"))
    with pytest.raises(WorldError, match="not a number: ten"):
        book("x", tmp_path).find("a")
