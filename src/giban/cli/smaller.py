"""`giban cost --smaller` and `--apply`: measures, priced; and the manifest changed by one."""

from __future__ import annotations

import difflib
import json
from decimal import Decimal
from pathlib import Path

from giban.cli.options import find_manifest, shown
from giban.cli.priced import Priced, of
from giban.cli.screen import Screen
from giban.errors import UsageError
from giban.manifest import edited, load
from giban.saving import Proposals, propose, report


def smaller(
    screen: Screen, now: Priced, *, format: str, credit: Decimal | None, profile: str | None
) -> int:
    """Show what would make the bill smaller."""
    found = _proposals(now, profile)
    project = now.bill.project
    if format == "json":
        screen.data(json.dumps(report.data(found, project), ensure_ascii=False, indent=2))
    elif format == "table":
        screen.data(report.text(found, project, credit))
        if any(one.measure.edits for one in found.savings):
            screen.next_step("`giban cost --smaller --apply N` changes the manifest by measure N.")
    else:
        raise UsageError(f"Measures cannot be written as {format}.", fix="Choose table or json.")
    return 0


def apply(screen: Screen, now: Priced, number: int, file: Path | None, profile: str | None) -> int:
    """Change the manifest by one measure, keeping its comments, and show what was changed."""
    found = _proposals(now, profile)
    if not 1 <= number <= len(found.savings):
        raise UsageError(
            f"There is no measure {number}.",
            fix="`giban cost --smaller` numbers them; give the same -e and --profile.",
        )
    measure = found.savings[number - 1].measure
    if not measure.edits:
        raise UsageError(
            f"Nothing in the manifest carries out “{measure.title}”.",
            why=measure.note,
            fix="It is bought or done in the AWS account itself.",
        )
    path = file or find_manifest(Path.cwd())
    if path.suffix == ".py":
        words = "; ".join(report.written(one.path, one.value) for one in measure.edits)
        raise UsageError("A Python manifest is changed by hand.", fix=f"Write {words}.")
    _rewrite(screen, path, [(one.path, one.value) for one in measure.edits])
    screen.next_step("`giban cost --against HEAD` shows what it does to the bill.")
    return 0


def _proposals(now: Priced, profile: str | None) -> Proposals:
    if now.manifest is None:
        raise UsageError(
            "A plan can be priced, but only a manifest can be made cheaper.",
            fix="Leave --plan out.",
        )
    return propose(now.manifest, now.systems, now.bill, lambda manifest: of(manifest, profile).bill)


def _rewrite(screen: Screen, path: Path, changes: list[tuple[tuple[str, ...], object]]) -> None:
    before = path.read_bytes().decode("utf-8-sig")
    after = edited(before, changes, shown(path))
    path.write_bytes(after.encode("utf-8"))
    load(path, shown=shown(path))  # what was written is a manifest
    name = shown(path)
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm="", n=2
    )
    screen.data("\n".join(lines))
