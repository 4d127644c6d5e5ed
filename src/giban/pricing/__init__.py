"""What a Blueprint costs a month: offline, exact, every line with its price, date and source.

Promises: `bill` prices every resource or says why not; a missing price makes its line unknown and
the total "at least", never zero; the same Blueprint and usage give the same bill. Knows neither
manifest nor System: what they say of usage is handed in. Touches nothing but its own data files.
"""

from giban.pricing.amount import cents
from giban.pricing.bill import Bill, bill
from giban.pricing.book import Book, Price, book, read_from, regions
from giban.pricing.compare import Change, Comparison, Entry, compare, entries
from giban.pricing.counting import Aside
from giban.pricing.line import Assumed, Charge, External, Line, Place
from giban.pricing.usage import Usage

__all__ = [
    "Aside",
    "Assumed",
    "Bill",
    "Book",
    "Change",
    "Charge",
    "Comparison",
    "Entry",
    "External",
    "Line",
    "Place",
    "Price",
    "Usage",
    "bill",
    "book",
    "cents",
    "compare",
    "entries",
    "read_from",
    "regions",
]
