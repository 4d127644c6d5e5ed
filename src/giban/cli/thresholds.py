"""`--warn` and `--block`: by how much a bill may grow, in percent or US dollars a month."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import click
from msgspec import Struct

if TYPE_CHECKING:
    from giban.pricing import Comparison

_FORM = re.compile(r"(\d+(?:\.\d+)?)(%?)")


class Limit(Struct, frozen=True):
    """A growth of a bill that is too much."""

    amount: Decimal
    relative: bool

    def passed(self, found: Comparison) -> bool:
        """Tell whether a bill has grown by more; from nothing, every growth is more percent."""
        grown = found.difference
        if not self.relative:
            return grown > self.amount
        return grown > 0 and grown * 100 > self.amount * found.before

    def __str__(self) -> str:
        return f"{self.amount:f}{' %' if self.relative else ' USD'}"


class LimitType(click.ParamType[Limit]):
    """`10%` or `50`."""

    name = "LIMIT"

    def convert(
        self, value: str | Limit, param: click.Parameter | None, ctx: click.Context | None
    ) -> Limit:
        """Read one; a wrong one is a usage error."""
        del ctx
        if isinstance(value, Limit):
            return value
        found = _FORM.fullmatch(value)
        if found is None:
            self.fail(f"{value!r} is neither a percentage like 10% nor US dollars like 50.", param)
        return Limit(Decimal(found.group(1)), bool(found.group(2)))
