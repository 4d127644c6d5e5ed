"""`giban prices`: the price book, searched; and renewed from AWS."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from giban.cli.options import format_option
from giban.cli.screen import Screen
from giban.errors import UsageError

if TYPE_CHECKING:
    from giban.pricing import Book, Price

REFRESH = "refresh"
DEFAULT = "ap-northeast-2"


@click.command()
@click.argument("words", nargs=-1)
@click.option("--region", default=DEFAULT, show_default=True, help="Whose prices.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("prices"),
    show_default=True,
    help="Where `refresh` writes; `giban cost --prices` reads it there.",
)
@format_option("table", "json", "csv")
@click.pass_obj
def command(screen: Screen, words: tuple[str, ...], region: str, to: Path, format: str) -> None:
    """List the prices whose key, unit or source has all WORDS.

    `giban prices refresh` asks the AWS Price List for those it knows how to ask for, with the
    account's credentials, and writes a book with them; it says which it kept, and why.
    """
    screen.format = format
    from giban.pricing import book, regions  # noqa: PLC0415 - few commands price

    if region not in regions():
        raise UsageError(
            f"There is no price book of {region}.", fix=f"Choose one of: {', '.join(regions())}."
        )
    if words == (REFRESH,):
        _refresh(screen, book(region), to)
        return
    found = [price for price in book(region) if _matches(price, words)]
    screen.data(_shown(found, format))
    screen.talk(f"{len(found)} prices of {region}.")


def _matches(price: Price, words: Sequence[str]) -> bool:
    text = f"{price.key} {price.unit} {price.source} {price.confidence}".lower()
    return all(word.lower() in text for word in words)


def _shown(found: Sequence[Price], format: str) -> str:
    rows = [_row(price) for price in found]
    if format == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2)
    if format == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["key"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()
    width = max((len(price.key) for price in found), default=0)
    return "\n".join(f"{one.key:<{width}}  {one.usd:>12f}  {_words(one)}" for one in found)


def _words(one: Price) -> str:
    return f"{one.unit}; {one.as_of}, {one.confidence}: {one.source}"


def _row(price: Price) -> dict[str, Any]:
    return {
        "key": price.key,
        "region": price.region,
        "unit": price.unit,
        "usd": f"{price.usd:f}",
        "as_of": price.as_of,
        "confidence": price.confidence,
        "source": price.source,
    }


def _refresh(screen: Screen, book: Book, to: Path) -> None:
    from giban.operate.aws import price_list  # noqa: PLC0415 - boto3 is heavy
    from giban.operate.prices import renew  # noqa: PLC0415 - the same

    screen.talk(f"Asking the AWS Price List for {book.region} …")
    renewed = list(renew(book, price_list()))
    path = to / f"{book.region}.tsv"
    to.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_lines(book, [one.price for one in renewed])), encoding="utf-8")
    for one in renewed:
        if one.price.usd != one.before:
            screen.data(f"{one.price.key}: {one.before:f} -> {one.price.usd:f}")
    kept = [one for one in renewed if one.kept]
    for one in kept:
        screen.talk(f"Kept {one.price.key} of {one.price.as_of}: {one.kept}.")
    screen.talk(f"{len(renewed) - len(kept)} prices renewed, {len(kept)} kept, in {path}.")
    screen.next_step(f"`giban cost --prices {to}` prices with them.")


def _lines(book: Book, prices: Sequence[Price]) -> Iterator[str]:
    yield f"# Prices of AWS in {book.region}, US dollars before tax, by `giban prices refresh`."
    for one in prices:
        yield "\t".join((one.key, one.unit, f"{one.usd:f}", one.as_of, one.confidence, one.source))
    yield ""
