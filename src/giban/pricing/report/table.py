"""A bill as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap

from giban.pricing.bill import Bill
from giban.pricing.report.figures import assumed, counted, figure, money, percent
from giban.pricing.report.remarks import BASIS, remarks
from giban.pricing.sections import EXTERNAL, Row, Section, sections

NAME, COST, SHARE = 58, 11, 8
WIDTH, INDENT = NAME + COST + SHARE, " " * 6


def table(bill: Bill, parts: Sequence[Section] | None = None, *, months: int = 1) -> str:
    """Return one environment's bill: sections with their share, rows with what they rest on."""
    parts = sections(bill) if parts is None else parts
    lines = [f"{bill.project} {' + '.join(bill.environments)}, {bill.region}", basis(months), ""]
    for part in parts:
        lines += _section(part, bill, months)
    lines += ["", *_total(bill, months), ""]
    lines += remarks(bill)
    return "\n".join(lines) + "\n"


def basis(months: int) -> str:
    """Return what the figures are."""
    return BASIS if months == 1 else f"US dollars before tax, for {months} months of 730 hours"


def _section(part: Section, bill: Bill, months: int) -> Iterator[str]:
    share = percent(part.total, bill.total)
    yield f"{part.name:<{NAME}}{money(part.total * months):>{COST}}{share:>{SHARE}}"
    for row in part.rows:
        yield from _row(row, months)
    if part.name == EXTERNAL:
        for one in bill.externals:
            less = f", {figure(one.reduction)} % saved" if one.reduction else ""
            name = f"  {one.name}{less}{f', {one.note}' if one.note else ''}"
            yield f"{name:<{NAME}}{money(one.monthly * months):>{COST}}"


def _row(row: Row, months: int) -> Iterator[str]:
    words = counted(row.quantity, row.unit, row.rate) if row.unit else ""
    cost = None if row.cost is None else row.cost * months
    shared = f", shared by {row.shared}" if row.shared > 1 else ""
    yield from _columns(f"  {row.name}{shared}", words, money(cost))
    rests = "; ".join([*_free(row), *map(assumed, row.assumed), *row.notes])
    yield from wrap(rests, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def _free(row: Row) -> Iterator[str]:
    if row.free:
        part = percent(row.free, row.quantity)
        yield "all of it free" if row.free == row.quantity else f"{part} of it free"


def _columns(name: str, words: str, cost: str) -> Iterator[str]:
    """Yield one line, or two where name and figures do not fit beside each other."""
    room = NAME - len(words) - 1
    if len(name) < room:
        yield f"{name:<{room}}{words} {cost:>{COST}}"
    else:
        yield name
        yield f"{words:>{NAME - 1}} {cost:>{COST}}"


def _total(bill: Bill, months: int) -> Iterator[str]:
    word = "Total, at least" if bill.at_least else "Total"
    yield f"{word:<{NAME}}{money(bill.total * months):>{COST}}"


def side_by_side(
    bills: Sequence[Bill],
    whole: Bill,
    divide: Callable[[Bill], list[Section]] = sections,
    *,
    months: int = 1,
) -> str:
    """Return environments beside each other, and what they cost together."""
    columns = [{part.name: part.total for part in divide(one)} for one in bills]
    together = divide(whole)
    width = max([len(part.name) for part in together] + [len("Total, at least")]) + 2
    heads = [*(one.environments[0] for one in bills), "all"]
    lines = [f"{whole.project}, {whole.region}", basis(months), ""]
    lines.append(f"{'':<{width}}" + "".join(f"{head:>{_wide(head)}}" for head in heads))
    for part in together:
        cells = [column.get(part.name) for column in columns]
        shown = ["" if c is None else money(c * months) for c in cells]
        lines.append(_cells(part.name, [*shown, money(part.total * months)], heads, width))
    totals = [money(one.total * months) for one in (*bills, whole)]
    word = "Total, at least" if whole.at_least else "Total"
    lines += ["", _cells(word, totals, heads, width), "", *remarks(whole)]
    return "\n".join(lines) + "\n"


def _wide(head: str) -> int:
    return max(len(head) + 2, COST)


def _cells(name: str, cells: Sequence[str], heads: Sequence[str], width: int) -> str:
    shown = zip(cells, heads, strict=True)
    return f"{name:<{width}}" + "".join(f"{cell:>{_wide(head)}}" for cell, head in shown)
