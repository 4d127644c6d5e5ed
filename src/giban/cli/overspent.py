"""Environments whose bill is above the budget that their manifest names."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from giban.blueprint import Blueprint
    from giban.system import System
    from giban.values import Span


class Overspent(Struct, frozen=True, kw_only=True):
    """An environment that costs more than it may, in US dollars a month."""

    environment: str
    budget: int
    total: Decimal
    at_least: bool
    where: Span | None

    def __str__(self) -> str:
        words = "at least " if self.at_least else ""
        return (
            f"{self.environment} costs {words}{self.total:,.2f} USD a month, "
            f"more than its budget of {self.budget:,}"
        )

    def data(self) -> dict[str, Any]:
        """Return the same as data."""
        return {
            "environment": self.environment,
            "budget": self.budget,
            "monthly": str(self.total),
            "what": str(self),
        }


def overspent(
    systems: Mapping[str, System], blueprints: Mapping[str, Blueprint]
) -> list[Overspent]:
    """Return the environments above their budgets; nothing is priced where there are none."""
    budgets = {name: one.budget for name, one in systems.items() if one.budget}
    if not budgets:
        return []
    from giban.cli.bills import billed  # noqa: PLC0415 - the charges are heavy

    whole = billed(systems, blueprints)
    found = []
    for name, budget in budgets.items():
        bill = whole.of(name)
        if bill.aws > budget.monthly:
            found.append(
                Overspent(
                    environment=name,
                    budget=budget.monthly,
                    total=bill.aws,
                    at_least=bill.at_least,
                    where=systems[name].layers.place("budget")[1],
                )
            )
    return found
