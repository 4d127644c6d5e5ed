"""Spending limits."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Play

TYPE = "aws_budgets_budget"
ACCOUNT = "123456789012"
MONTHLY: dict[str, Any] = {
    "budget_type": "COST",
    "time_unit": "MONTHLY",
    "limit_amount": "150",
    "limit_unit": "USD",
}


def notification(kind: str, threshold: float, *mails: str) -> dict[str, Any]:
    """Return who hears of what."""
    return {
        "notification_type": kind,
        "comparison_operator": "GREATER_THAN",
        "threshold": threshold,
        "threshold_type": "PERCENTAGE",
        "subscriber_email_addresses": list(mails),
    }


def test_budget(play: Play) -> None:
    """A budget is made, changed in its place, drifts, is imported, and goes."""
    both = [notification("ACTUAL", 100, "a@example.com"), notification("FORECASTED", 80, "b@c.de")]
    cost = [{"name": "TagKeyValue", "values": ["user:Environment$dev"]}]
    state = play.make(TYPE, name="life", **MONTHLY, notification=both, cost_filter=cost)
    budgets = play.aws("budgets")

    assert state["id"] == f"{ACCOUNT}:life"
    assert state["arn"] == f"arn:aws:budgets::{ACCOUNT}:budget/life"
    assert state["time_period_start"].endswith("-01_00:00")
    assert state["time_period_end"] == "2087-06-15_00:00"
    given = {**MONTHLY, "limit_amount": "200"}
    types = [{"include_tax": False}]
    tags = {"Name": "a"}
    state = play.change(TYPE, state, name="life", **given, cost_types=types, tags=tags)
    assert state["notification"] == []
    found = budgets.describe_budget(AccountId=ACCOUNT, BudgetName="life")["Budget"]
    assert found["BudgetLimit"] == {"Amount": "200", "Unit": "USD"}
    assert found["CostTypes"]["IncludeTax"] is False
    stranger = {
        "NotificationType": "ACTUAL",
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": 5,
    }
    budgets.create_notification(
        AccountId=ACCOUNT, BudgetName="life", Notification=stranger, Subscribers=[]
    )
    watched = play.change(TYPE, state, name="life", **given, notification=both)
    budgets.delete_notification(
        AccountId=ACCOUNT,
        BudgetName="life",
        Notification={
            "NotificationType": "ACTUAL",
            "ComparisonOperator": "GREATER_THAN",
            "Threshold": 100.0,
            "ThresholdType": "PERCENTAGE",
        },
    )
    drifted = play.read(TYPE, watched)
    assert drifted is not None
    assert [one["notification_type"] for one in drifted["notification"]] == ["FORECASTED"]
    assert play.adopt(TYPE, f"{ACCOUNT}:life")["limit_amount"] == "200"
    with pytest.raises(Exception, match="DuplicateRecord"):
        play.make(TYPE, name="life", **MONTHLY)
    play.drop(TYPE, state)


def test_planned_limits(play: Play) -> None:
    """Each month may have a limit of its own."""
    limits = [
        {"start_time": f"2030-{month:02}-01_00:00", "amount": str(month), "unit": "USD"}
        for month in (1, 2)
    ]
    given = {"name": "planned", "budget_type": "COST", "time_unit": "MONTHLY"}
    state = play.make(TYPE, **given, planned_limit=limits, time_period_start="2030-01-01_00:00")
    play.drop(TYPE, state)


def test_adjusts_itself(play: Play) -> None:
    """A budget may follow what was spent."""
    past = [{"auto_adjust_type": "HISTORICAL"}]
    past[0]["historical_options"] = [{"budget_adjustment_period": 3}]  # type: ignore[assignment]
    given = {"name": "adjusting", "budget_type": "COST", "time_unit": "MONTHLY"}
    state = play.make(TYPE, **given, auto_adjust_data=past)
    assert state["limit_amount"] == "0.0"
    play.drop(TYPE, state)


@pytest.mark.parametrize("unit", ["DAILY", "QUARTERLY", "ANNUALLY"])
def test_periods(play: Play, unit: str) -> None:
    """A budget begins with the period under way."""
    state = play.make(TYPE, name=f"each-{unit}", **{**MONTHLY, "time_unit": unit})
    assert state["time_period_start"].endswith("_00:00")
    play.drop(TYPE, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "a:b"}, "budgetName"),
    ({"limit_amount": "0"}, "greater than 0"),
    ({"limit_amount": None}, "greater than 0"),
    ({"notification": [notification("ACTUAL", 80)]}, "at least one subscriber"),
    ({"notification": [notification("ACTUAL", 80, *"abcdefghijk")]}, "at most 10"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(play: Play, given: dict[str, Any], words: str) -> None:
    """Budgets of nothing, for nobody, and without a name are refused."""
    with pytest.raises(Refused, match=words):
        play.make(TYPE, **{"name": "refused", **MONTHLY, **given})
