"""What checkov and trivy ask, a rule of ours asks, or a reason says why not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from giban.policy import RULES

sys.path.append(str(Path(__file__).parents[2] / "tools"))

import rules_page

OURS = rules_page.asked()


@pytest.mark.parametrize("peer", ["checkov", "trivy"])
def test_every_rule_of_theirs_has_an_answer(peer: str) -> None:
    """Ours, or a reason; never both, never none."""
    theirs = set(rules_page.PEERS[peer]["rules"])

    assert set() == theirs - set(OURS) - set(rules_page.REASONS)
    assert set() == set(OURS) & set(rules_page.REASONS)


def test_reasons_are_about_rules_that_there_are() -> None:
    """A rule that they dropped takes its reason with it."""
    every = {rule for peer in rules_page.PEERS.values() for rule in peer["rules"]}

    assert set() == set(rules_page.REASONS) - every


def test_families_reach_as_far_as_the_issue_asks() -> None:
    """Fourteen families and more, each with rules."""
    families = {rule.family for rule in RULES}

    assert {
        "TAG",
        "ENC",
        "TLS",
        "NAME",
        "NET",
        "IAM",
        "SEC",
        "AVL",
        "BAK",
        "LOG",
        "CON",
    } <= families
    assert {"S3", "DB", "COST", "TF"} <= families
