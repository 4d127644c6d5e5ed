"""Exact amounts: nothing in a bill is a binary fraction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

HOURS = Decimal(730)
"""Hours of a month, as AWS's own calculator counts them: 8760 / 12."""

DAYS = Decimal(365) / 12
"""Days of a month."""

ZERO, ONE = Decimal(0), Decimal(1)
CENT = Decimal("0.01")

_MULTIPLES = {"1000": 1000, "10k": 10_000, "100k": 100_000, "million": 1_000_000}
_PER = re.compile(r"\bper_(1000|10k|100k|million)")


def multiple(key: str) -> Decimal:
    """Return how many of a thing one price is for: 1000 for `s3.standard.get.per_1000`."""
    found = _PER.search(key)
    return Decimal(_MULTIPLES[found.group(1)]) if found else ONE


def cents(amount: Decimal) -> Decimal:
    """Return an amount in whole cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def divided(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount by weights into whole cents that add up to its own whole cents.

    What no weight asks for is nobody's: with weights that are all zero every part is zero.
    """
    total = sum(weights, ZERO)
    if not total:
        return [ZERO for _ in weights]
    parts, seen, given = [], ZERO, ZERO
    for weight in weights:
        seen += weight
        upto = cents(amount * seen / total)
        parts.append(upto - given)
        given = upto
    return parts
