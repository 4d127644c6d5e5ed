"""Markdown for a pull request: the counts first, a table, the rest folded; never too long."""

from __future__ import annotations

from collections.abc import Iterator

from giban.policy.judging import Finding, Report
from giban.policy.reports.text import summary

LIMIT = 60_000
"""Characters; GitHub takes 65,536 in a comment."""
MARKER = "<!-- giban check -->"


def markdown(report: Report) -> str:
    """Return the report; findings that do not fit are counted."""
    lines = [MARKER, "### giban check", "", f"{summary(report).capitalize()}.", ""]
    if report.findings:
        lines += ["| | Rule | Where | What | Fix |", "|---|---|---|---|---|"]
    lines += _fitting(report.findings, LIMIT - sum(map(len, lines)))
    if report.waived:
        lines += ["", f"<details><summary>{len(report.waived)} waived</summary>", ""]
        lines += _fitting_waived(report.waived)
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _fitting(findings: tuple[Finding, ...], room: int) -> Iterator[str]:
    for index, finding in enumerate(findings):
        row = _row(finding)
        room -= len(row) + 1
        if room < LIMIT // 4:
            yield ""
            yield f"{len(findings) - index} more: run `giban check`."
            return
        yield row


def _fitting_waived(findings: tuple[Finding, ...]) -> Iterator[str]:
    room = LIMIT // 5
    for index, one in enumerate(findings):
        waiver = one.waiver
        row = f"- {one.rule.id} `{one.address}` ({one.stack})"
        row += (
            f": {_cell(waiver.reason)} ({_cell(waiver.owner)}, until {waiver.until})"
            if waiver
            else ""
        )
        room -= len(row) + 1
        if room < 0:
            yield f"- {len(findings) - index} more"
            return
        yield row


def _row(one: Finding) -> str:
    where = f"{one.where}<br>" if one.where else ""
    cells = (
        one.rule.severity,
        f"{one.rule.id} {one.rule.title}",
        f"{where}`{one.address}` {one.stack}",
        one.what,
        one.fix,
    )
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
