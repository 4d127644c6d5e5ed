"""A bill beside the one of a git ref or a saved one: what changed, why, and whether too much."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from giban.cli.against import past
from giban.cli.bills import billed
from giban.cli.options import shown
from giban.cli.priced import Priced
from giban.cli.screen import Screen
from giban.cli.thresholds import Limit
from giban.errors import UsageError
from giban.pricing import Comparison, Entry, compare, entries
from giban.pricing.report.changes import changes, changes_markdown, signed, signed_percent
from giban.pricing.report.document import as_json, saved
from giban.system import System, explain

if TYPE_CHECKING:
    from giban.cli.cost import View

BLOCKED, WARNED, INCOMPLETE = 1, 3, 4


class Limits(Struct, frozen=True):
    """By how much a bill may grow."""

    warn: Limit | None
    block: Limit | None


def compared(
    screen: Screen, now: Priced, against: str, file: Path | None, view: View, limits: Limits
) -> int:
    """Show what changed and return the exit code."""
    if now.manifest is None and not _is_file(against):
        raise UsageError(
            "A plan is not in git.", fix="Compare it with a bill saved by `-o json > bill.json`."
        )
    before, causes = _before(now, against, file)
    found = compare(before, entries(now.bill))
    title = f"{now.bill.project} {' + '.join(now.bill.environments)}, against {against}"
    match view.format:
        case "json":
            written = {**as_json(now.bill, found), "changes": _changes(found), "causes": causes}
            screen.data(json.dumps(written, ensure_ascii=False, indent=2))
        case "markdown":
            screen.data(changes_markdown(found, title, causes))
        case "table":
            screen.data(changes(found, title, causes))
        case other:
            raise UsageError(
                f"A comparison cannot be written as {other}.",
                fix="Choose table, json or markdown.",
            )
    return _judged(screen, found, limits) or (INCOMPLETE if now.incomplete else 0)


def _is_file(against: str) -> bool:
    return Path(against).is_file()


def _before(now: Priced, against: str, file: Path | None) -> tuple[list[Entry], list[str]]:
    """Return the older bill's lines, and the keys of the manifest that have changed since."""
    if _is_file(against):
        return _saved(Path(against)), []
    then = past(against, file)
    bill = billed(then.systems, then.blueprints)
    wanted = now.bill.environments
    if len(wanted) == 1 and len(now.systems) > 1:
        if wanted[0] not in then.systems:
            return [], [f"environments.{wanted[0]}: new"]
        bill = bill.of(wanted[0])
    return entries(bill), list(_causes(then.systems, now.systems, wanted))


def _saved(path: Path) -> list[Entry]:
    try:
        return saved(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{shown(path)} is no saved bill.",
            why=f"{type(error).__name__}: {error}",
            fix="Save one with `giban cost -o json > bill.json`.",
        ) from None


def _causes(then: dict[str, System], now: Any, environments: Sequence[str]) -> Iterator[str]:
    """Yield each key whose value differs, with both values and where the new one is written."""
    for name in environments:
        old = {one.path: one for one in explain(then[name].layers, "")} if name in then else {}
        new = {one.path: one for one in explain(now[name].layers, "")}
        for path in dict.fromkeys([*old, *new]):
            was, becomes = old.get(path), new.get(path)
            if (was and was.value) == (becomes and becomes.value):
                continue
            where = f"  ({becomes.won.source})" if becomes else ""
            yield f"{name} {path}: {_value(was)} -> {_value(becomes)}{where}"


def _value(found: Any) -> str:
    return "nothing" if found is None else json.dumps(found.value, ensure_ascii=False)


def _changes(found: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "stack": one.stack,
            "address": one.address,
            "key": one.key,
            "line": one.line,
            "before": str(one.before.cost) if one.before else None,
            "now": str(one.after.cost) if one.after else None,
            "difference": str(one.difference),
            "reasons": list(one.reasons),
        }
        for one in found.changes
    ]


def _judged(screen: Screen, found: Comparison, limits: Limits) -> int:
    grown = f"The bill grew by {signed(found.difference)} USD ({signed_percent(found)})"
    if limits.block and limits.block.passed(found):
        screen.problem(f"{grown}, which is more than --block {limits.block}.")
        return BLOCKED
    if limits.warn and limits.warn.passed(found):
        screen.talk(f"{screen.style('Warning:', fg='yellow')} {grown}: more than {limits.warn}.")
        return WARNED
    return 0
