"""`giban permissions`: policies on stdout, advice on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from giban.cli.main import main
from giban.permissions import LIMIT

EXAMPLE = str(Path(__file__).parents[2] / "examples/hospital-erp/giban.yaml")
Capture = pytest.CaptureFixture[str]


def test_json_is_ready_to_be_made(capsys: Capture) -> None:
    """Documents by name, each within IAM's limit, with nothing else on stdout."""
    assert 0 == main(["permissions", "production", "platform", "-f", EXAMPLE, "-o", "json"])
    documents = json.loads(capsys.readouterr().out)
    assert [f"hospital-erp-production-platform-deploy-{n}" for n in (1, 2, 3, 4, 5)] == [*documents]
    for document in documents.values():
        assert "2012-10-17" == document["Version"]
        assert len(json.dumps(document, separators=(",", ":"))) <= LIMIT


def test_one_role_for_an_environment(capsys: Capture) -> None:
    """Without a stack: a role for the environment's own, and one for what all share."""
    assert 0 == main(["permissions", "dev", "-f", EXAMPLE, "-o", "json", "--plan"])
    documents = json.loads(capsys.readouterr().out)
    stems = {name.rpartition("-plan")[0] for name in documents}
    assert {"hospital-erp-shared", "hospital-erp-dev"} == stems


def test_the_same_twice(capsys: Capture) -> None:
    """No order of sets shows."""
    for _ in range(2):
        main(["permissions", "dev", "-f", EXAMPLE, "-o", "json"])
    out = capsys.readouterr().out
    assert out[: len(out) // 2] == out[len(out) // 2 :]


def test_a_plan_role_only_reads(capsys: Capture) -> None:
    """It may not take the lock, and what it reads of secrets is said (D-HY-31)."""
    assert 0 == main(["permissions", "production", "platform", "--plan", "-f", EXAMPLE])
    heard = capsys.readouterr()
    assert "hospital-erp-production-platform-plan-1" in heard.out
    assert "ec2:DescribeVpcs" in heard.out
    assert "ec2:CreateVpc" not in heard.out
    assert "plan with -lock=false" in heard.err
    assert "planning reads hospital-erp-production/databases/main" in heard.err


def test_a_boundary_is_advised_and_printed(capsys: Capture) -> None:
    """Whoever writes the policies of roles has what they may do (D-HY-32)."""
    main(["permissions", "production", "platform", "-f", EXAMPLE])
    assert "4 roles may do anything through them" in " ".join(capsys.readouterr().err.split())
    main(["permissions", "production", "platform", "--boundary", "-f", EXAMPLE, "-o", "json"])
    (document,) = json.loads(capsys.readouterr().out).values()
    (statement,) = document["Statement"]
    assert "secretsmanager:GetSecretValue" in statement["Action"]
    assert not [one for one in statement["Action"] if one.startswith("iam:")]


def test_an_account_is_named(capsys: Capture) -> None:
    """Twelve digits, in every ARN that has room for them."""
    account = ["--account", "123456789012"]
    assert 0 == main(["permissions", "dev", "-f", EXAMPLE, *account])
    heard = capsys.readouterr()
    assert "arn:aws:ecs:ap-northeast-2:123456789012:cluster/" in heard.out
    assert "PrincipalAccount" not in heard.out
    assert "fit any account" not in heard.err
    assert 2 == main(["permissions", "dev", "-f", EXAMPLE, "--account", "1234"])
    assert "twelve digits" in capsys.readouterr().err


def test_a_stack_that_is_not_there(capsys: Capture) -> None:
    """The stacks that are there are named."""
    assert 2 == main(["permissions", "dev", "plattform", "-f", EXAMPLE])
    heard = capsys.readouterr()
    assert "" == heard.out
    assert "dev has no stack plattform." in heard.err
    assert "It has: bootstrap, platform." in heard.err
