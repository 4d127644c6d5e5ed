"""What the rules of `giban check` find in a plan, as `giban check --plan` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from giban.policy import REQUIRED, RULES, Question, Report, Rule, Wishes, judge
from tests.ledger.blueprints import blueprint
from tests.ledger.plan import Plan

DAY = date(2026, 1, 1)


def violations(plan: Plan, rules: Iterable[str]) -> set[tuple[str, str]]:
    """Return what rules find, by rule and address; fails for a rule that nobody has written."""
    return {(one.rule.id, one.address) for one in report(plan, named(rules)).findings}


def named(rules: Iterable[str]) -> list[Rule]:
    """Return the rules of these ids."""
    known = {rule.id: rule for rule in RULES}
    wanted = list(rules)
    assert set(wanted) <= known.keys(), f"no rule is called {set(wanted) - known.keys()}"
    return [known[one] for one in wanted]


def report(plan: Plan, rules: Iterable[Rule], tags: Iterable[str] = REQUIRED) -> Report:
    """Return everything that rules find in a plan; nothing in it is left undecided."""
    wishes = Wishes(tags=dict.fromkeys(tags, ()))
    found = judge([blueprint(plan)], Question(today=DAY, rules=list(rules), wishes=wishes))
    assert plan.resources, f"{plan.path} has nothing to judge"
    assert not found.undecided, found.undecided
    return found
