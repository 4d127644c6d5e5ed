"""Every rule names exactly the objects it must, and there is a case for every rule."""

from __future__ import annotations

from collections import Counter

import pytest

from giban.policy import RULES, Violation
from giban.policy.rules import RETIRED
from tests.policy.cases import data, network, people, stores, work
from tests.policy.cases.case import Case

CASES: tuple[Case, ...] = (*data.CASES, *network.CASES, *people.CASES, *stores.CASES, *work.CASES)
BY_ID = {rule.id: rule for rule in RULES}
OTHERWISE = {"TF-01", "TF-02", "TF-03"}
"""Rules about the root and not its objects; `test_judging.py` has them."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_finds_what_it_must_and_nothing_else(case: Case) -> None:
    """The addresses found are those of `bad`, all of them."""
    verdicts = list(BY_ID[case.rule].check(case.scene()))

    found = Counter(
        str(v.object.terraform_address) for v in verdicts if isinstance(v, Violation) and v.object
    )

    assert {str(thing.terraform_address) for thing in case.bad} == set(found)
    assert all(isinstance(verdict, Violation) for verdict in verdicts)


def test_every_rule_has_a_case() -> None:
    """No rule is added without somebody having shown what it finds and what it lets be."""
    assert {rule.id for rule in RULES} == {case.rule for case in CASES} | OTHERWISE
    assert all(case.bad and case.good for case in CASES)


def test_rules_are_listed_once_and_in_order() -> None:
    """Ids are sorted, unique, and not of a rule that is no more."""
    ids = [rule.id for rule in RULES]

    assert sorted(set(ids)) == ids
    assert set(ids) & set(RETIRED) == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_words(rule: object) -> None:
    """A title demands, a reason and a remedy are sentences."""
    one = BY_ID[rule.id]  # type: ignore[attr-defined]

    assert not one.title.endswith(".")
    assert one.why.endswith(".")
    assert one.fix.endswith(".")
