"""What is counted, what it costs, and what that rests on."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from giban.blueprint import Origin
from giban.pricing.amount import ONE, ZERO
from giban.pricing.book import Price


class Assumed(Struct, frozen=True, kw_only=True):
    """A figure that no Blueprint holds: its key in `usage:`, and who says so."""

    key: str
    value: Decimal
    unit: str
    source: str


class Charge(Struct, frozen=True, kw_only=True):
    """Something AWS counts in one month, before it has a price.

    `quantity` is single things: hours, GB, requests. `price` is a key of the book, or the name of
    a tariff. `ratio` is a key of the book whose figure the price is multiplied by. `group`, when
    given, is where the bill shows it instead of under its own service.
    """

    name: str
    quantity: Decimal
    price: str
    ratio: str = ""
    group: str = ""
    rests_on: tuple[Assumed, ...] = ()
    note: str = ""


class Place(Struct, frozen=True, kw_only=True):
    """Where a resource stands: address, stack, who answers for it, its tags."""

    address: str
    type: str
    group: str
    region: str
    stack: str
    environments: tuple[str, ...]
    origin: Origin
    tags: tuple[tuple[str, str], ...] = ()


class Line(Struct, frozen=True, kw_only=True):
    """One line of a bill.

    `quantity` is in the unit of the price. `cost` is US dollars a month in whole cents; None is
    unknown, and `unknown` says why. `share` is the part that is shown here of what several
    environments or applications pay together. `free` is how much of the quantity costs nothing.
    """

    place: Place
    name: str
    group: str
    unit: str
    quantity: Decimal
    price: Price | None
    rate: Decimal | None
    cost: Decimal | None
    unknown: str = ""
    free: Decimal = ZERO
    share: Decimal = ONE
    rests_on: tuple[Assumed, ...] = ()
    note: str = ""

    @property
    def id(self) -> tuple[str, str, str]:
        """What makes it the same line in another bill."""
        return (self.place.stack, self.place.address, self.name)

    def shared(self, cost: Decimal | None, share: Decimal) -> Line:
        """Return the same line with a part of its cost."""
        return replace(self, cost=cost, share=self.share * share)


class External(Struct, frozen=True, kw_only=True):
    """A bill of somebody else than AWS: `monthly` US dollars after `reduction` percent."""

    name: str
    environment: str
    monthly: Decimal
    reduction: Decimal = ZERO
    note: str = ""
