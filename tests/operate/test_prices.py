"""Renewing prices: one answer is taken, none and several are kept and said."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from giban.errors import WorldError
from giban.operate.prices import asked, renew
from giban.pricing import Book, book


class Answers:
    """A Price List that answers with these amounts, a page each."""

    def __init__(self, *pages: Sequence[str]) -> None:
        self.pages, self.requests = pages, list[dict[str, Any]]()

    def get_products(self, **request: Any) -> dict[str, Any]:
        """Return the next page."""
        self.requests.append(request)
        number = int(request.get("NextToken", 0))
        more = {"NextToken": str(number + 1)} if number + 1 < len(self.pages) else {}
        return {"PriceList": [product(usd) for usd in self.pages[number]], **more}


def product(usd: str) -> str:
    """Return a product as the list spells it, with a dearer first step and a free dimension."""
    dimensions = {
        "a": {"beginRange": "0", "pricePerUnit": {"USD": usd}},
        "b": {"beginRange": "10240", "pricePerUnit": {"USD": "0.01"}},
        "c": {"beginRange": "0", "pricePerUnit": {"USD": "0.0000000000"}},
    }
    terms = {"t": {"effectiveDate": "2026-11-01T00:00:00Z", "priceDimensions": dimensions}}
    return json.dumps({"product": {}, "terms": {"OnDemand": terms}})


def only(key: str) -> Book:
    """Return Seoul's book with one price."""
    seoul = book("ap-northeast-2")
    return Book(seoul.region, {key: seoul.lines[key]})


def test_one_answer_is_taken() -> None:
    """The price, its date and its source are the list's."""
    client = Answers(["0.0610000000"])
    (found,) = renew(only("nat_gateway.hour"), client)
    assert ("", Decimal("0.059"), Decimal("0.061")) == (found.kept, found.before, found.price.usd)
    assert ("2026-11-01", "high", "AWS Price List") == (
        found.price.as_of,
        found.price.confidence,
        found.price.source,
    )
    values = {one["Field"]: one["Value"] for one in client.requests[0]["Filters"]}
    assert {"regionCode": "ap-northeast-2", "usagetype": "APN2-NatGateway-Hours"} == values


@pytest.mark.parametrize(
    ("pages", "why"),
    [([[]], "the list has none"), ([["0.06"], ["0.07"]], "the list has 2 prices: 0.06, 0.07")],
)
def test_what_is_kept(pages: list[list[str]], why: str) -> None:
    """Nothing found, or two prices on two pages: the old one stays, and it is said why."""
    (found,) = renew(only("nat_gateway.hour"), Answers(*pages))
    assert (why, Decimal("0.059")) == (found.kept, found.price.usd)


def test_what_cannot_be_asked_for() -> None:
    """A ratio is in no list: it is kept, and nothing is asked."""
    client = Answers([])
    (found,) = renew(only("fargate.spot.ratio"), client)
    assert ("giban does not know how to ask", []) == (found.kept, client.requests)


def test_questions() -> None:
    """Instances, databases, caches and disks are asked for by their attributes."""
    keys = (
        "ec2.linux.t3.small",
        "rds.mysql.db.t3.large.multi_az",
        "elasticache.redis.cache.t3.micro",
    )
    questions = [asked(key, "us-east-1") for key in (*keys, "ebs.gp3.gb_month")]
    assert ["AmazonEC2", "AmazonRDS", "AmazonElastiCache", "AmazonEC2"] == [
        question[0] for question in questions if question
    ]
    assert asked("nat_gateway.hour", "mars-1") is None


def test_most_of_a_book_can_be_asked_for() -> None:
    """Instances, databases, caches and what every system has are among what is renewed."""
    keys = [price.key for price in book("ap-northeast-2") if "reserved_ratio" not in price.key]
    known = [key for key in keys if asked(key, "ap-northeast-2")]
    assert len(known) > len(keys) / 3


class Silent:
    """A Price List that refuses."""

    def get_products(self, **request: Any) -> dict[str, Any]:
        """Refuse."""
        del request
        raise RuntimeError("AccessDenied")


def test_without_permission() -> None:
    """What AWS answers is said, with what to look at."""
    with pytest.raises(WorldError, match="did not answer") as told:
        list(renew(only("nat_gateway.hour"), Silent()))
    assert "pricing:GetProducts" in told.value.fix
