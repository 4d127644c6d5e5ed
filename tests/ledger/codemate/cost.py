"""Budgets."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.plan import Plans

LIMITS = {"dev": "200", "prod": "700"}


@holds_across("CM-COST-09", "CM-OBS-10")
def budgets(plans: Plans) -> None:
    """Before it is too late, and when it is."""
    made = {one.key: one for one in plans.shared.all("aws_budgets_budget")}
    assert {key: one["limit_amount"].removesuffix(".0") for key, one in made.items()} == LIMITS
    for one in made.values():
        told = {(n["notification_type"], n["threshold"]): n for n in one["notification"]}
        assert told.keys() == {("FORECASTED", 80), ("ACTUAL", 100)}
        assert told["FORECASTED", 80]["subscriber_email_addresses"] == ["team@code1398.io"]
        spent = set(told["ACTUAL", 100]["subscriber_email_addresses"])
        assert spent == {"team@code1398.io", "oncall@code1398.io"}
