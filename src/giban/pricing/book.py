"""The price book: what AWS asks for a thing in a region, with date, source and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from msgspec import Struct

from giban.errors import WorldError

BOOKS = Path(__file__).parent / "books"
COLUMNS = ("key", "unit", "USD", "date", "confidence", "source")


class Price(Struct, frozen=True, kw_only=True):
    """One price in US dollars before tax; `as_of` is a date or `undated`."""

    key: str
    region: str
    unit: str
    usd: Decimal
    as_of: str
    confidence: str
    source: str


class Book(Struct, frozen=True):
    """The prices of one region, a line of text each until somebody asks for it."""

    region: str
    lines: Mapping[str, str]

    def find(self, key: str) -> Price | None:
        """Return the price of that key; None when the book has none."""
        line = self.lines.get(key)
        return None if line is None else _read(self.region, line)

    def __iter__(self) -> Iterator[Price]:
        return (_read(self.region, line) for line in self.lines.values())

    @property
    def newest(self) -> str:
        """The date of the newest price, empty for an empty book."""
        return max((p.as_of for p in self if p.as_of[:1].isdigit()), default="")


_shelf = [BOOKS]


def read_from(folder: Path) -> None:
    """Take the books of this folder from now on, for the whole run of a program."""
    _shelf[0] = folder


def book(region: str, folder: Path | None = None) -> Book:
    """Return the book of a region, an empty one where there is none.

    Raises `WorldError` for two prices of one key, and for a line that is not one.
    """
    return _opened(region, folder or _shelf[0])


@cache
def _opened(region: str, folder: Path) -> Book:
    path = folder / f"{region}.tsv"
    if not path.is_file():
        return Book(region, {})
    lines: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        key = line.partition("\t")[0]
        if key in lines:
            raise _twice(path, number, key)
        if line.count("\t") != len(COLUMNS) - 1:
            raise _unreadable(path, number, f"it has {line.count(chr(9)) + 1} columns")
        lines[key] = line
    return Book(region, lines)


def regions(folder: Path = BOOKS) -> list[str]:
    """Return the regions that have a book."""
    return sorted(path.stem for path in folder.glob("*.tsv"))


def _read(region: str, line: str) -> Price:
    key, unit, usd, as_of, confidence, source = line.split("\t")
    try:
        amount = Decimal(usd)
    except InvalidOperation:
        raise WorldError(
            f"The price of {key} in {region} is not a number: {usd}",
            fix="Write it as a decimal fraction of US dollars, such as 0.059.",
        ) from None
    return Price(
        key=key,
        region=region,
        unit=unit,
        usd=amount,
        as_of=as_of,
        confidence=confidence,
        source=source,
    )


def _twice(path: Path, number: int, key: str) -> WorldError:
    return WorldError(
        f"{path.name}:{number} is a second price for {key}",
        why="Which of the two a bill takes would be chance.",
        fix="Keep the one that is right.",
    )


def _unreadable(path: Path, number: int, why: str) -> WorldError:
    return WorldError(
        f"{path.name}:{number} is not a price",
        why=f"{why}, and a price has {len(COLUMNS)}: {', '.join(COLUMNS)}.",
        fix="Put a tab between the columns.",
    )
