"""Rules in Rego: the documents' three agree with ours, and what cannot be read is said."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import giban.policy
from giban.blueprint import Blueprint, Object
from giban.catalogue import ecs, elasticache, rds, sqs
from giban.errors import UsageError
from giban.policy import RULES, Question, Rule, judge
from giban.policy.rego import rego_rules
from tests.policy.cases.case import bucket, cache, case, db

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("regopy") is None, reason="NOT CHECKED: regopy is not installed"
)
SHIPPED = Path(giban.policy.__file__).parent / "examples"
ALL = {"Environment": "production", "ManagedBy": "x", "Owner": "x", "Project": "x"}
MIXED: list[Object] = [
    bucket("tagged", tags=ALL),
    bucket("untagged", tags={"Owner": "x"}),
    bucket("Loud", tags=ALL),
    db("open", tags=ALL),
    db("closed", tags=ALL, storage_encrypted=True, identifier="Main_DB"),
    db("copy", tags=ALL, replicate_source_db="x"),
    cache("open", tags=ALL),
    cache("closed", each="a", tags=ALL, at_rest_encryption_enabled="true"),
    sqs.Queue("open", tags=ALL, sqs_managed_sse_enabled=False, name="Orders.fifo"),
    sqs.Queue("closed", tags=ALL, name="orders.fifo"),
    ecs.Cluster("bad", each="x", name="App_Cluster", tags={}),
]
TYPES = (rds.Instance, elasticache.ReplicationGroup, sqs.Queue)


def found(rules: Iterator[Rule] | list[Rule], blueprint: Blueprint) -> list[str]:
    """Return the addresses that rules find, sorted."""
    report = judge([blueprint], Question(today=date(2026, 1, 1), rules=list(rules)))
    return sorted(finding.address for finding in report.findings)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("required-tags", {"TAG-01"}),
        ("encryption", {"ENC-01", "ENC-02", "ENC-05"}),
        ("naming", {"NAME-01"}),
    ],
)
def test_the_documents_policies_agree_with_ours(name: str, ours: set[str]) -> None:
    """The same addresses, of a stack that offends in every way (ledger HY-GOV-09)."""
    blueprint = case("X", MIXED, []).scene().blueprint
    rego = [rule for rule in rego_rules(SHIPPED) if rule.id.startswith(f"REGO-{name}")]

    mine = found([rule for rule in RULES if rule.id in ours], blueprint)

    assert mine
    assert mine == found(rego, blueprint)


def test_a_text_is_a_message_too(tmp_path: Path) -> None:
    """An address in it says whom it means; without one it means the root."""
    (tmp_path / "ours.rego").write_text(
        "package main\n\nimport rego.v1\n\n"
        'deny contains sprintf("%s is a bucket", [change.address]) if {\n'
        '\tsome change in input.resource_changes\n\tchange.type == "aws_s3_bucket"\n}\n\n'
        'warn contains "nobody in particular" if input.format_version\n'
    )
    blueprint = case("X", [bucket("a", each='k"e'), bucket("b")], []).scene().blueprint

    report = judge([blueprint], Question(today=date(2026, 1, 1), rules=rego_rules(tmp_path)))

    assert [
        ("REGO-ours", "aws_s3_bucket.b"),
        ("REGO-ours", 'aws_s3_bucket.a["k\\"e"]'),
        ("REGO-ours.warn", ""),
    ] == sorted(((f.rule.id, f.address) for f in report.findings), key=lambda p: (p[0], len(p[1])))


def test_files_share_packages(tmp_path: Path) -> None:
    """What is not of package main is there for those that are."""
    (tmp_path / "lib.rego").write_text(
        'package lib\n\nimport rego.v1\n\nbad := {"aws_s3_bucket"}\n'
    )
    (tmp_path / "ours.rego").write_text(
        "package main\n\nimport rego.v1\nimport data.lib\n\n"
        'deny contains {"msg": "no", "address": c.address} if {\n'
        "\tsome c in input.resource_changes\n\tc.type in lib.bad\n}\n"
    )

    assert ["aws_s3_bucket.a"] == found(
        list(rego_rules(tmp_path)), case("X", [bucket("a")], []).scene().blueprint
    )


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """The file, the reason, and what to try."""
    (tmp_path / "wrong.rego").write_text("package main\n\ndeny contains msg if {{{\n")

    with pytest.raises(UsageError) as refused:
        rego_rules(tmp_path)

    assert "wrong.rego cannot be read as Rego" in refused.value.what
    assert refused.value.why
