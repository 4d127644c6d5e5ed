"""How figures are written: cents for money, no more digits than matter for the rest."""

from __future__ import annotations

from decimal import Decimal

from giban.pricing.amount import ONE, cents
from giban.pricing.line import Assumed

_PREFIXES = (
    ("1000 ", Decimal(1000)),
    ("10k ", Decimal(10_000)),
    ("100k ", Decimal(100_000)),
    ("million ", Decimal(1_000_000)),
)
_WORDS = {Decimal(1_000_000): "million"}
_COUNTABLE = ("hour", "month", "minute", "item", "path", "run", "day")


def money(amount: Decimal | None) -> str:
    """Write US dollars: `1,234.50`; what is not known is `?`."""
    return "?" if amount is None else f"{cents(amount):,.2f}"


def figure(amount: Decimal) -> str:
    """Write a quantity with two digits after the point, or fewer where they are zero."""
    if amount and abs(amount) < Decimal("0.01"):
        return f"{amount.normalize():.1g}" if amount > Decimal("0.0001") else "<0.0001"
    rounded = amount.quantize(Decimal("0.01"))
    return f"{rounded:,.2f}".rstrip("0").rstrip(".")


def rate(amount: Decimal | None) -> str:
    """Write a unit price with all of its digits."""
    return "" if amount is None else f"{amount.normalize():f}"


def counted(quantity: Decimal, unit: str, amount: Decimal | None) -> str:
    """Write what is multiplied: `730 instance-hours x 0.224`, `5,000 requests x 0.4 per million`.

    A price for a thousand things counts things here, so that nobody has to.
    """
    prefix, per = next((p for p in _PREFIXES if unit.startswith(p[0])), ("", ONE))
    things = quantity * per
    single = unit.removeprefix(prefix)
    plural = "s" if things != 1 and single.endswith(_COUNTABLE) else ""
    each = f" per {_WORDS.get(per, f'{per:,}')}" if prefix else ""
    return f"{figure(things)} {single}{plural} x {rate(amount)}{each}"


def percent(part: Decimal, whole: Decimal) -> str:
    """Write a share: `12.3 %`; nothing has no shares."""
    return f"{part / whole * 100:.1f} %" if whole else ""


def assumed(one: Assumed) -> str:
    """Write a figure of use and who says so: `nat_gb 50 (medium profile)`."""
    return f"{one.key} {figure(one.value)} ({one.source})"
