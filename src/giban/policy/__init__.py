"""Findings: what a security officer would not sign, in a Blueprint from whatever source.

    Blueprint ─ scene ─▶ what rules see ─ rules ─▶ Verdicts ─ judging ─▶ Report ─ reports ─▶ text

A rule (`rule`) is frozen metadata and a pure function that yields every violation. `asking`,
`documents`, `reach` and `containers` are what rules are written with. What a plan does not know
yet is undecided and counted, never passed.
"""

from giban.policy.judging import Finding, Question, Report, judge
from giban.policy.rule import SEVERITIES, Rule, Severity, Undecided, Verdict, Violation, at_least
from giban.policy.rules import RULES
from giban.policy.scene import REQUIRED, Root, Scene, Wishes
from giban.policy.waiver import Waiver

__all__ = [
    "REQUIRED",
    "RULES",
    "SEVERITIES",
    "Finding",
    "Question",
    "Report",
    "Root",
    "Rule",
    "Scene",
    "Severity",
    "Undecided",
    "Verdict",
    "Violation",
    "Waiver",
    "Wishes",
    "at_least",
    "judge",
]
