"""Proposals as text and as data; the words a person reads of them are here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from textwrap import wrap
from typing import Any

from giban.pricing.report.figures import money, percent
from giban.saving.measure import Measure, Proposals, Saving

WIDTH = 78
INDENT = " " * 24


def text(found: Proposals, project: str, credit: Decimal | None = None) -> str:
    """Return the measures from the one that saves most, and what they save together."""
    lines = [
        f"{project} {' + '.join(found.environments)}: what would make the bill smaller",
        "US dollars a month before tax",
        "",
        f"{'':>3}{'saves':>10}{'':>7}  risk",
    ]
    for number, one in enumerate(found.savings, 1):
        lines += _one(number, one, found)
    if not found.savings:
        lines.append("Nothing that giban knows of.")
    lines += ["", *_together(found)]
    for one in found.rejected:
        lines += ["", *_wrapped(f"Not worth it: {one.measure.title}: {one.measure.note}.", "")]
    if credit:
        lines += ["", *_credit(found, credit)]
    return "\n".join(lines) + "\n"


def _one(number: int, one: Saving, found: Proposals) -> Iterator[str]:
    measure = one.measure
    share = percent(one.monthly, found.before)
    head = f"{number:>3}{money(one.monthly):>10}{share:>7}  {measure.risk:<6}"
    name = f"{measure.environment}: {measure.title}"
    first, *rest = _wrapped(name, "", WIDTH - len(head) - 2)
    yield f"{head}  {first}"
    yield from (f"{'':{len(head) + 2}}{line}" for line in rest)
    yield from _wrapped(f"loses {measure.loses}", INDENT)
    if measure.note:
        yield from _wrapped(measure.note, INDENT)
    for edit in measure.edits:
        yield f"{INDENT}{written(edit.path, edit.value)}"


def written(path: tuple[str, ...], value: Any) -> str:
    """Write an edit as one reads it: `environments.dev.waf: false`."""
    words = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
    if isinstance(value, dict):
        words = ", ".join(value)
    return f"{'.'.join(path)}: {words}"


def _together(found: Proposals) -> Iterator[str]:
    if not found.together:
        return
    saved = found.before - found.after
    numbers = ", ".join(map(str, found.together))
    yield from _wrapped(
        f"Together: {money(found.before)} -> {money(found.after)}, "
        f"{money(saved)} less ({percent(saved, found.before)}), with {numbers}: of measures that "
        "exclude each other the one that saves most, none of high risk, everything priced anew "
        "together, commitments on what then remains.",
        "",
    )


def _credit(found: Proposals, credit: Decimal) -> Iterator[str]:
    """Say how long a credit lasts (CM-OPT-10)."""
    for words, monthly in (("as it is", found.before), ("with these measures", found.after)):
        if monthly > 0:
            yield f"A credit of {money(credit)} pays {credit / monthly:.1f} months {words}."


def _wrapped(words: str, indent: str, width: int = WIDTH) -> list[str]:
    return wrap(words, width, initial_indent=indent, subsequent_indent=indent)


def data(found: Proposals, project: str) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "project": project,
        "environments": list(found.environments),
        "before": str(found.before),
        "after": str(found.after),
        "together": list(found.together),
        "measures": [
            {"number": number, **_data(one)} for number, one in enumerate(found.savings, 1)
        ],
        "rejected": [_data(one) for one in found.rejected],
    }


def _data(one: Saving) -> dict[str, Any]:
    measure: Measure = one.measure
    return {
        "environment": measure.environment,
        "measure": measure.title,
        "monthly": str(one.monthly),
        "risk": measure.risk,
        "loses": measure.loses,
        "note": measure.note,
        "excludes": measure.group,
        "edits": {".".join(edit.path): edit.value for edit in measure.edits},
    }
