"""A bill as CSV and as Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from giban.pricing.bill import Bill
from giban.pricing.report.figures import assumed, counted, money, percent, rate
from giban.pricing.report.remarks import remarks
from giban.pricing.report.table import basis
from giban.pricing.sections import EXTERNAL, Row, Section, sections

COLUMNS = (
    "environments",
    "stack",
    "address",
    "key",
    "service",
    "line",
    "quantity",
    "unit",
    "price_usd",
    "monthly_usd",
    "share",
    "free_quantity",
    "assumptions",
    "note",
    "price_key",
    "price_date",
    "price_confidence",
    "price_source",
)


def as_csv(bill: Bill) -> str:
    """Return a row for each line; an unknown cost is an empty cell and its reason the note."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in bill.lines:
        price = line.price
        source = (price.key, price.as_of, price.confidence, price.source) if price else ("",) * 4
        place = line.place
        writer.writerow(
            [
                " ".join(bill.environments if len(bill.environments) == 1 else place.environments),
                place.stack,
                place.address,
                place.origin.path,
                line.group,
                line.name,
                f"{line.quantity.normalize():f}",
                line.unit,
                rate(line.rate),
                "" if line.cost is None else line.cost,
                f"{line.share:.4f}",
                f"{line.free.normalize():f}",
                "; ".join(map(assumed, line.rests_on)),
                line.unknown or line.note,
                *source,
            ]
        )
    for one in bill.externals:
        row = [one.environment, "", "", f"costs.{one.name}", EXTERNAL, one.name, 1, "month"]
        writer.writerow([*row, one.monthly, one.monthly, 1, 0, "", one.note, "", "", "", ""])
    for aside in bill.uncovered:
        place = aside.place
        row = [" ".join(place.environments), place.stack, place.address, place.origin.path]
        writer.writerow([*row, *[""] * 9, aside.reason, "", "", "", ""])
    return out.getvalue()


def as_markdown(bill: Bill, parts: Sequence[Section] | None = None, *, months: int = 1) -> str:
    """Return a bill for a pull request: the total and sections, every line folded below."""
    parts = sections(bill) if parts is None else parts
    word = "at least " if bill.at_least else ""
    span = "a month" if months == 1 else f"in {months} months"
    whole = f"{word}{money(bill.total * months)} USD {span}"
    lines = [
        f"### {bill.project} {' + '.join(bill.environments)}: {whole}",
        "",
        "| | USD | share |",
        "|---|--:|--:|",
    ]
    for part in parts:
        share = percent(part.total, bill.total)
        lines.append(f"| {_cell(part.name)} | {money(part.total * months)} | {share} |")
    lines += ["", "<details><summary>Every line</summary>", "", *_rows(bill, parts, months)]
    lines += ["", "</details>", "", f"{basis(months)}.", ""]
    lines += [f"- {_cell(one)}" for one in remarks(bill)]
    return "\n".join(lines) + "\n"


def _rows(bill: Bill, parts: Sequence[Section], months: int) -> Iterator[str]:
    yield "| line | quantity and price | USD | rests on |"
    yield "|---|---|--:|---|"
    for part in parts:
        yield f"| **{_cell(part.name)}** | | **{money(part.total * months)}** | |"
        for row in part.rows:
            yield _row(row, months)
        if part.name == EXTERNAL:
            for one in bill.externals:
                yield f"| {_cell(one.name)} | | {money(one.monthly * months)} | {_cell(one.note)} |"


def _row(row: Row, months: int) -> str:
    words = counted(row.quantity, row.unit, row.rate) if row.unit else ""
    cost = money(None if row.cost is None else row.cost * months)
    rests = "; ".join([*map(assumed, row.assumed), *row.notes])
    return f"| {_cell(row.name)} | {_cell(words)} | {cost} | {_cell(rests)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
