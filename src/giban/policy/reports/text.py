"""For the terminal: a rule, the places where it is not held, why, and what to write."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from giban.policy.judging import Finding, Report


def text(report: Report) -> str:
    """Return the findings by rule, the worst first; nothing where there are none."""
    by_rule = groupby(report.findings, key=lambda finding: finding.rule)
    return "\n".join(line for rule, found in by_rule for line in _rule(list(found)))


def _rule(found: list[Finding]) -> Iterator[str]:
    rule = found[0].rule
    yield f"{rule.id}  {rule.severity}: {rule.title}"
    fixes = list(dict.fromkeys(finding.fix for finding in found))
    for finding in found:
        yield from _place(finding, with_fix=len(fixes) > 1)
    yield f"  Why: {rule.why}"
    if len(fixes) == 1:
        yield f"  Fix: {fixes[0]}"
    if rule.reference:
        yield f"  See: {', '.join(rule.reference)}"
    yield ""


def _place(finding: Finding, *, with_fix: bool) -> Iterator[str]:
    where = f"{finding.where}  " if finding.where else ""
    stack = f" in {finding.stack}" if finding.stack else ""
    yield f"  {where}{finding.address}{stack}"
    attribute = f" [{finding.attribute}]" if finding.attribute else ""
    yield f"    {finding.what}{attribute}"
    if with_fix:
        yield f"    Fix: {finding.fix}"


def summary(report: Report) -> str:
    """Return one sentence: how many findings of which severity, and what was left out."""
    counts = [f"{number} {severity}" for severity, number in report.counts().items() if number]
    total = len(report.findings)
    found = f"{total} finding{'s' if total != 1 else ''}" if total else "no findings"
    shown = f" ({', '.join(counts)})" if counts else ""
    rest = [
        f"{len(report.waived)} waived" if report.waived else "",
        f"{len(report.known)} in the baseline" if report.known else "",
        f"{len(report.undecided)} not decided before an apply" if report.undecided else "",
    ]
    aside = "".join(f", {part}" for part in rest if part)
    return f"{found}{shown}{aside}; {len(report.rules)} rules over {report.objects} objects"


def remarks(report: Report) -> str:
    """Return what was waived, by whom and how long, and what nobody could judge."""
    lines = [
        f"waived until {one.waiver.until} by {one.waiver.owner}: {one.rule.id} "
        f"{one.address} in {one.stack}: {one.waiver.reason}"
        for one in report.waived
        if one.waiver
    ]
    lines += [f"not decided: {rule} {address} {name}" for rule, address, name in report.undecided]
    return "\n".join([*lines, *report.notes])
