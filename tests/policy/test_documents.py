"""What the five documents ask of governance, and which rules ask it of what we build for them.

The ids are the ledger's: CM-SEC-08 is codemate's security checklist, HY-GOV-06, -08, -09 and -14
are the hybrid system's tags, names, validators and security rules.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from giban.compile import compile_project
from giban.manifest import load
from giban.policy import RULES, Question, Report, Wishes, judge
from giban.policy.rego import rego_rules
from giban.system import resolve_all
from tests.examples import FOLDER
from tests.policy.asked import CHECKLIST, NINE, SECURITY
from tests.policy.test_rego import SHIPPED


@cache
def report(name: str, wishes: tuple[str, ...] = ()) -> Report:
    """Return what is found in an example when nothing is waived."""
    systems = resolve_all(load(FOLDER / name / "giban.yaml"))
    blueprints = compile_project(list(systems.values()))
    tags = Wishes(tags=dict.fromkeys(wishes, ())) if wishes else Wishes()
    return judge(blueprints.values(), Question(today=date(2026, 11, 26), wishes=tags))


def found(name: str, rules: tuple[str, ...]) -> list[str]:
    """Return what some rules find in an example."""
    return [f"{one.rule.id} {one.address}" for one in report(name).findings if one.rule.id in rules]


@pytest.mark.parametrize("item", CHECKLIST)
def test_codemate_passes_its_checklist(item: str) -> None:
    """CM-SEC-08: each item is asked by rules, and codemate passes without a waiver."""
    assert set(CHECKLIST[item]) <= {rule.id for rule in RULES}
    assert [] == found("codemate", CHECKLIST[item])


@pytest.mark.parametrize("item", SECURITY)
@pytest.mark.parametrize("name", ["hybrid/foundation", "hybrid/fileflow"])
def test_hybrid_keeps_its_rules(name: str, item: str) -> None:
    """HY-GOV-14: each rule of the document is asked, and both halves keep it without a waiver."""
    assert set(SECURITY[item]) <= {rule.id for rule in RULES}
    assert [] == found(name, SECURITY[item])


@pytest.mark.parametrize("name", ["hybrid/foundation", "hybrid/fileflow"])
def test_hybrid_names_are_kebab_case(name: str) -> None:
    """HY-GOV-08: no name out of line, none twice, each with its environment."""
    assert [] == found(name, ("NAME-01", "NAME-02", "NAME-03"))


def test_the_validators_are_here_and_the_policies_export() -> None:
    """HY-GOV-09: tags, encryption, naming as rules of ours and as the three files in Rego."""
    families = {rule.family for rule in RULES}

    assert {"TAG", "ENC", "NAME"} <= families
    assert {"REGO-required-tags", "REGO-encryption", "REGO-naming"} <= {
        rule.id for rule in rego_rules(SHIPPED)
    }


@pytest.mark.parametrize("name", ["hybrid/foundation", "hybrid/fileflow"])
def test_hybrid_has_its_nine_tags(name: str) -> None:
    """HY-GOV-06: everything that can be tagged has the nine."""
    lacking = [one for one in report(name, NINE).findings if one.rule.id == "TAG-01"]

    assert [] == [f"{one.address}: {one.what}" for one in lacking]
