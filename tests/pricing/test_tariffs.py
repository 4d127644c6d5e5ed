"""Steps and free allocations, computed by hand and compared."""

from decimal import Decimal

from giban.pricing.amount import cents, divided, multiple
from giban.pricing.tariffs import TARIFFS


def test_steps_of_internet_transfer() -> None:
    """60 TB are 10 at the first price, 40 at the second and 10 at the third."""
    steps = list(TARIFFS["internet_out"].split(Decimal(60 * 1024)))
    assert [10240, 40960, 10240] == [quantity for quantity, _ in steps]
    assert ["first_10tb", "next_40tb", "next_100tb"] == [k.rpartition(".")[2] for _, k in steps]


def test_nothing_has_no_steps() -> None:
    """What is free altogether falls on no step."""
    assert [] == list(TARIFFS["cdn_out"].split(Decimal(0)))


def test_multiples() -> None:
    """A key says for how many of a thing its price is."""
    keys = ("s3.standard.get.per_1000", "kms.requests.per_10k", "sqs.fifo.per_million", "alb.hour")
    assert [1000, 10_000, 1_000_000, 1] == [multiple(key) for key in keys]


def test_divided_adds_up() -> None:
    """Parts in whole cents add up to the whole, however uneven."""
    parts = divided(Decimal("10.00"), [Decimal(1)] * 3)
    assert Decimal("10.00") == sum(parts)
    assert {Decimal("3.33"), Decimal("3.34")} == set(parts)


def test_divided_by_nothing() -> None:
    """Without weights nobody gets anything."""
    assert [0, 0] == divided(Decimal(5), [Decimal(0), Decimal(0)])


def test_cents_round_half_up() -> None:
    """Half a cent is a cent."""
    assert Decimal("0.13") == cents(Decimal("0.125"))
