"""Real Terraform, from nothing to a change of everything and back, for the small services."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from giban.rehearse import client
from giban.rehearse.aws import Clients
from giban.rehearse.terraform import find
from tests.rehearse.test_terraform import REGION, Stage

ROOT = Path(__file__).parent / "services"
NAMED = (
    "aws_budgets_budget.a",
    "aws_cloudwatch_dashboard.a",
    "aws_cloudwatch_metric_alarm.a",
    "aws_dynamodb_table.a",
    "aws_iam_role.app",
    "aws_kms_alias.named",
    "aws_sns_topic.a",
    "aws_ssm_parameter.plain",
    "aws_xray_group.a",
    "aws_xray_sampling_rule.a",
)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Give a rehearsal of its own, and stop it afterwards."""
    if shutil.which("terraform") is None:
        pytest.skip("there is no terraform on this machine")
    folder = tmp_path / "root"
    shutil.copytree(ROOT, folder)
    resident = client.ensure(tmp_path / "resident")
    environment = {**client.clean(dict(os.environ)), **resident.terraform_environment(REGION)}
    terraform = find(folder, environment, wanted="terraform")
    assert terraform.init().code == 0
    yield Stage(terraform, resident, tmp_path)
    client.stop(tmp_path / "resident")


@pytest.mark.terraform
def test_a_whole_life(stage: Stage) -> None:
    """Made, changed in place, replaced by name, deleted; after each, there is nothing to do."""
    stage.plan()
    stage.apply()
    assert _left(stage) == (0, {})
    hidden = _secret(stage)

    _, changes = stage.plan(step="2")
    assert {tuple(actions) for actions in changes.values()} == {("update",)}
    stage.apply()
    assert _left(stage, step="2") == (0, {})
    assert _secret(stage) != hidden

    _, changes = stage.plan(step="2", word="two")
    assert {changes[address][0] for address in NAMED} == {"delete"}
    assert changes["aws_kms_key.main"] == ["update"]
    stage.apply()
    assert _left(stage, step="2", word="two") == (0, {})
    _nowhere(stage, hidden, _secret(stage))

    assert stage.terraform.destroy().code == 0
    aws = stage.aws
    assert aws("iam").list_roles()["Roles"] == []
    assert aws("sns").list_topics()["Topics"] == []
    assert aws("ssm").describe_parameters()["Parameters"] == []
    assert aws("logs").describe_log_groups()["logGroups"] == []
    for region in (REGION, "us-east-1"):
        there = Clients(stage.resident.endpoint)("cloudwatch", region)
        assert there.describe_alarms()["MetricAlarms"] == []


def _left(stage: Stage, **variables: str) -> tuple[int, dict[str, list[str]]]:
    outcome, changes = stage.plan(**variables)
    return outcome.code, changes


def _secret(stage: Stage) -> str:
    found = stage.aws("ssm").get_parameter(Name="/my/secret", WithDecryption=True)
    return str(found["Parameter"]["Value"])


def _nowhere(stage: Stage, *values: str) -> None:
    for path in stage.folder.rglob("*"):
        if path.is_file() and ".terraform" not in path.parts:
            held = path.read_bytes()
            assert not [value for value in values if value.encode() in held], path
