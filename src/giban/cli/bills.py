"""Systems → what `pricing` wants to know of them; the bill of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from giban.blueprint import Blueprint
    from giban.pricing import Bill, External, Usage
    from giban.system import System


def billed(
    systems: Mapping[str, System],
    blueprints: Mapping[str, Blueprint],
    profile: str | None = None,
) -> Bill:
    """Return the bill of all environments of a project; `profile` stands for what theirs say."""
    from giban.pricing import bill  # noqa: PLC0415 - the charges are heavy

    return bill(
        list(blueprints.values()),
        {name: _usage(system, profile) for name, system in systems.items()},
        externals=[one for system in systems.values() for one in _externals(system)],
    )


def _usage(system: System, profile: str | None) -> Usage:
    from giban.pricing import Usage  # noqa: PLC0415 - the charges are heavy

    return Usage(
        profile=profile or system.usage.profile,
        written=system.usage.figures,
        each=system.usage.each,
        free_allocations=system.usage.free_allocations,
    )


def _externals(system: System) -> Iterator[External]:
    from giban.pricing import External, cents  # noqa: PLC0415 - the charges are heavy

    for cost in system.costs.values():
        kept = (Decimal(100) - cost.reduction) / 100
        yield External(
            name=cost.name,
            environment=system.environment,
            monthly=cents(cost.monthly * kept),
            reduction=cost.reduction,
            note=cost.note,
        )
