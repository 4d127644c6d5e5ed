"""What two bills do not have in common, as text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from textwrap import wrap

from giban.pricing.amount import ZERO
from giban.pricing.compare import Change, Comparison
from giban.pricing.report.figures import money, percent

NAME, COST = 44, 11
WIDTH, INDENT = NAME + 3 * COST, " " * 6


def changes(found: Comparison, title: str, causes: Sequence[str] = ()) -> str:
    """Return each line that changed with its reasons, the totals, and what was rewritten."""
    heads = f"{'':<{NAME}}{'before':>{COST}}{'now':>{COST}}{'change':>{COST}}"
    lines = [title, "US dollars a month before tax", "", heads]
    for change in found.changes:
        lines += _change(change)
    if not found.changes:
        lines[2:] = ["", "No line changed."]
    lines += ["", _row("Total", found.before, found.after)]
    if found.before:
        lines[-1] += f"  {signed_percent(found)}"
    if causes:
        lines += ["", "What was rewritten:", *(f"  {cause}" for cause in causes)]
    return "\n".join(lines) + "\n"


def _change(change: Change) -> Iterator[str]:
    was, now = (one.cost if one else ZERO for one in (change.before, change.after))
    yield f"{change.stack} {change.address}"
    yield _row(f"  {change.line}", was, now)
    yield from wrap(
        "; ".join(change.reasons), WIDTH, initial_indent=INDENT, subsequent_indent=INDENT
    )


def _row(name: str, was: Decimal | None, now: Decimal | None) -> str:
    difference = None if was is None or now is None else now - was
    room = max(NAME, len(name) + 1)
    return f"{name:<{room}}{money(was):>{COST}}{money(now):>{COST}}{signed(difference):>{COST}}"


def signed(amount: Decimal | None) -> str:
    """Write a difference with its sign."""
    return "?" if amount is None else f"{'+' if amount > 0 else ''}{money(amount)}"


def signed_percent(found: Comparison) -> str:
    """Write by how much a bill grew in percent."""
    sign = "+" if found.difference > 0 else ""
    return f"{sign}{percent(found.difference, found.before)}" if found.before else "from nothing"


def changes_markdown(found: Comparison, title: str, causes: Sequence[str] = ()) -> str:
    """Return the same for a pull request: the total first, every change folded below."""
    total = f"{money(found.before)} -> {money(found.after)} USD a month"
    lines = [
        f"### {title}: {signed(found.difference)} USD a month ({signed_percent(found)})",
        "",
        f"{total}. {len(found.changes)} lines changed.",
        "",
        "<details><summary>Every change</summary>",
        "",
        "| resource | line | before | now | change | because |",
        "|---|---|--:|--:|--:|---|",
        *map(_cells, found.changes),
        "",
        "</details>",
    ]
    if causes:
        lines += ["", "Rewritten in the manifest:", "", *(f"- {cause}" for cause in causes)]
    return "\n".join(lines) + "\n"


def _cells(change: Change) -> str:
    was, now = (one.cost if one else ZERO for one in (change.before, change.after))
    why = "; ".join(change.reasons)
    place = f"`{change.address}` in {change.stack}"
    difference = None if was is None or now is None else change.difference
    amounts = f"{money(was)} | {money(now)} | {signed(difference)}"
    return f"| {place} | {change.line} | {amounts} | {why} |"
