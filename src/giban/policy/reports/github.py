"""GitHub's workflow commands: a finding beside the line it is about.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Mapping

from giban.policy.judging import Finding, Report
from giban.policy.rule import Severity

COMMANDS: Mapping[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "notice",
}


def github(report: Report) -> str:
    """Return a command for each finding."""
    return "\n".join(map(_command, report.findings))


def _command(one: Finding) -> str:
    properties = {"title": f"{one.rule.id} {one.rule.title}"}
    if one.where is not None:
        place = {"file": one.where.file, "line": str(one.where.line), "col": str(one.where.column)}
        properties = {**place, **properties}
    shown = ",".join(f"{key}={_escaped(text, ',:')}" for key, text in properties.items())
    words = f"{one.address} in {one.stack}: {one.what}\n{one.rule.why}\nFix: {one.fix}"
    return f"::{COMMANDS[one.rule.severity]} {shown}::{_escaped(words)}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
