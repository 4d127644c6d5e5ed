"""Scheduled actions over a week."""

from decimal import Decimal

import pytest

from giban.pricing.reading import Undecided
from giban.pricing.weekly import Change, average, minutes, runs

TWO, FOUR, NONE = Decimal(2), Decimal(4), Decimal(0)


def test_nights_off() -> None:
    """Off from 20:00 to 08:00 every day halves the week."""
    changes = [
        Change("cron(0 20 * * ? *)", NONE, NONE),
        Change("cron(0 8 * * ? *)", TWO, FOUR),
    ]
    assert (Decimal(1), Decimal(2)) == average(TWO, FOUR, changes)


def test_weekdays_only() -> None:
    """Working hours from Monday to Friday are 60 of 168 hours."""
    changes = [
        Change("cron(0 20 ? * MON-FRI *)", NONE, None),
        Change("cron(0 8 ? * MON-FRI *)", TWO, None),
    ]
    low, high = average(TWO, FOUR, changes)
    assert (Decimal(120), Decimal(4)) == (round(low * 168, 6), high)


def test_both_ways_to_count_days() -> None:
    """Six fields count Sunday as 1, five fields as 0; both mean Monday 03:00."""
    monday = 24 * 60 + 3 * 60
    assert (
        [monday] == minutes("cron(0 3 ? * 2 *)") == minutes("0 3 * * 1") == minutes("0 3 * * MON")
    )


def test_without_actions() -> None:
    """Nothing scheduled, nothing changed."""
    assert (TWO, FOUR) == average(TWO, FOUR, [])


@pytest.mark.parametrize("schedule", ["rate(1 hour)", "cron(0 3 1 * ? *)", "cron(0 3 * 2 ? *)"])
def test_what_is_not_weekly(schedule: str) -> None:
    """A schedule that is not of a week is not guessed."""
    with pytest.raises(Undecided):
        minutes(schedule)


@pytest.mark.parametrize(
    ("schedule", "often"),
    [
        ("rate(1 hour)", 730),
        ("rate(30 minutes)", 1460),
        ("cron(0 3 1,15 * ? *)", 2),
        ("cron(0 3 L * ? *)", 1),
        ("cron(0/15 * * * ? *)", 2920),
        ("cron(*/15 9-17 1 * ? *)", 36),
    ],
)
def test_runs_a_month(schedule: str, often: int) -> None:
    """What runs by the hour, by the week and by the day of the month."""
    assert often == round(runs(schedule), 6)
