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
from tests.policy.test_rego import SHIPPED

CHECKLIST = {
    "all secrets in Secrets Manager": ("SEC-04", "SEC-05", "SEC-06"),
    "no sensitive values in environment variables": ("SEC-01", "SEC-02", "SEC-03"),
    "RDS public access disabled": ("NET-13", "NET-20"),
    "S3 Block Public Access": ("S3-01", "S3-02", "IAM-12"),
    "CloudTrail": ("LOG-12",),
    "GuardDuty": ("LOG-14",),
    "least-privilege security groups": ("NET-01", "NET-02", "NET-03", "NET-04", "NET-05", "NET-07"),
}
"""CM-SEC-08, item by item."""
SECURITY = {
    "KMS key on secrets": ("ENC-06", "ENC-13"),
    "no hard-coded secrets": ("SEC-01", "SEC-02", "SEC-03", "SEC-06"),
    "least privilege": ("IAM-01", "IAM-02", "IAM-03", "IAM-04", "IAM-06"),
    "enable_key_rotation": ("ENC-08",),
    "deletion_window_in_days = 30 in prod": ("ENC-09",),
    "explicit principals": ("IAM-08", "IAM-12", "IAM-17"),
    "least ports": ("NET-04", "NET-05"),
    "SG references instead of CIDR": ("NET-07", "NET-09"),
    "description on each rule": ("NET-10",),
    "avoid 0.0.0.0/0": ("NET-01", "NET-02", "NET-03", "NET-04", "NET-08"),
    "conditions": ("IAM-05", "IAM-10", "IAM-11", "IAM-14"),
    "separate execution and task roles": ("IAM-16",),
}
"""HY-GOV-14, item by item; rotation is asked by SEC-07, which the examples answer in waivers."""
NINE = (
    "Environment",
    "Service",
    "Owner",
    "CostCenter",
    "Team",
    "Lifecycle",
    "DataClass",
    "ManagedBy",
    "Repository",
)
"""The tags that HY-GOV-06 asks of everything."""


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
