"""Everything AWS can be asked for has a price, is free, or is said not to be covered."""

from giban.catalogue.kinds import RESOURCES
from giban.pricing import kinds

TYPES = {cls.terraform_type for cls in RESOURCES}
PRICED = {cls.terraform_type for cls in kinds.PRICED}


def test_every_type_is_decided() -> None:
    """A type of the catalogue is in one of the three tables of pricing/kinds.py."""
    open = sorted(TYPES - PRICED - set(kinds.FREE) - set(kinds.NOT_COVERED))
    assert not open, (
        f"What do these cost? {', '.join(open)}\n"
        "In src/giban/pricing/kinds.py: free of charge -> a line in FREE with the reason; "
        "charged -> a function in pricing/charges/ and a line in PRICED; "
        "not known how -> a line in NOT_COVERED with the reason, which every bill then prints."
    )


def test_every_type_is_decided_once() -> None:
    """No type is in two tables, where the first would win without a word."""
    tables = (PRICED, set(kinds.FREE), set(kinds.NOT_COVERED))
    assert set() == (tables[0] & tables[1]) | (tables[0] & tables[2]) | (tables[1] & tables[2])


def test_no_table_has_a_type_that_is_gone() -> None:
    """A type that leaves the catalogue leaves the tables."""
    assert set() == (PRICED | set(kinds.FREE) | set(kinds.NOT_COVERED)) - TYPES


def test_every_reason_says_something() -> None:
    """Free and not covered are claims, and each has its reason."""
    reasons = [*kinds.FREE.values(), *kinds.NOT_COVERED.values()]
    assert [] == [reason for reason in reasons if len(reason.split()) < 3]


def test_tables_are_sorted() -> None:
    """A table is read by eye; types stand where one looks for them."""
    names = list(kinds.FREE)
    assert sorted(names) == names
