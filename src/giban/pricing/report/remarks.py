"""What has to be said beside the figures of a bill: what is missing, shared, assumed, uncertain."""

from __future__ import annotations

from collections.abc import Iterator

from giban.pricing.bill import Bill
from giban.pricing.book import Price
from giban.pricing.report.figures import rate

BASIS = "US dollars before tax, for a month of 730 hours"
LOW = "low"


def remarks(bill: Bill) -> list[str]:
    """Return full sentences, what matters most first."""
    return [*_unknown(bill), *_uncovered(bill), *_shared(bill), *_prices(bill)]


def _unknown(bill: Bill) -> Iterator[str]:
    for line in bill.unknown:
        place = line.place
        yield f"Not in the total: {place.stack} {place.address}, {line.name}: {line.unknown}."


def _uncovered(bill: Bill) -> Iterator[str]:
    stacks: dict[tuple[str, str], list[str]] = {}
    for one in bill.uncovered:
        stacks.setdefault((one.place.address, one.reason), []).append(one.place.stack)
    for (address, reason), where in stacks.items():
        yield f"Not in the total: {address} in {', '.join(where)}: {reason}."


def _shared(bill: Bill) -> Iterator[str]:
    if len(bill.environments) != 1:
        return
    stacks = {line.place.stack: line.place.environments for line in bill.lines if line.share != 1}
    for stack, sharing in stacks.items():
        yield f"Of {stack}, which {_listed(sharing)} share, one part in {len(sharing)} is here."


def _prices(bill: Bill) -> Iterator[str]:
    prices = {line.price.key: line.price for line in bill.lines if line.price}
    dates = sorted(p.as_of for p in prices.values() if p.as_of != "undated")
    regions = sorted({p.region for p in prices.values()})
    if dates:
        yield f"Prices of {', '.join(regions)}, read between {dates[0]} and {dates[-1]}."
    doubtful = [p for p in prices.values() if p.confidence == LOW]
    if doubtful:
        yield f"Estimates, to be confirmed: {', '.join(map(_price, doubtful))}."


def _price(price: Price) -> str:
    return f"{price.key} {rate(price.usd)}"


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
