"""Real Terraform, from nothing to a change of everything and back, for what keeps systems going."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from giban.rehearse import client
from giban.rehearse.terraform import find
from tests.rehearse.test_terraform import REGION, Stage

ROOT = Path(__file__).parent / "operations"
STEADY = {
    "aws_backup_selection.tagged",
    "aws_cloudwatch_metric_alarm.errors",
    "aws_ecs_cluster.app",
    "aws_iam_role.all",
}
"""What stays as it is but for its tags, or is replaced with something else."""
NAMED = {
    "aws_applicationinsights_application.app",
    "aws_backup_plan.daily",
    "aws_backup_selection.tagged",
    "aws_backup_vault.main",
    "aws_cloudfront_function.app",
    "aws_cloudwatch_composite_alarm.app",
    "aws_cloudwatch_event_rule.night",
    "aws_cloudwatch_event_target.pipeline",
    "aws_cloudwatch_event_target.task",
    "aws_cloudwatch_log_metric_filter.errors",
    "aws_codebuild_project.app",
    "aws_codepipeline.app",
    "aws_codestarconnections_connection.github",
    "aws_resourcegroups_group.app",
    "aws_route53_health_check.app",
    "aws_scheduler_schedule.stop",
    "aws_wafv2_ip_set.office",
}


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

    _, changes = stage.plan(step="2")
    assert {tuple(actions) for actions in changes.values()} == {("update",)}
    managed = {one for one in _addresses(stage) if one not in STEADY}
    assert managed - set(changes) == set()
    stage.apply()
    assert _left(stage, step="2") == (0, {})

    _, changes = stage.plan(step="2", word="two")
    assert {one for one, actions in changes.items() if "delete" in actions} == NAMED
    stage.apply()
    assert _left(stage, step="2", word="two") == (0, {})

    assert stage.terraform.destroy().code == 0
    assert stage.aws("events").list_rules()["Rules"] == []
    assert stage.aws("scheduler").list_schedules()["Schedules"] == []
    assert stage.aws("codepipeline").list_pipelines()["pipelines"] == []
    assert stage.aws("route53").list_health_checks()["HealthChecks"] == []
    assert stage.aws("backup").list_backup_vaults()["BackupVaultList"] == []
    assert stage.aws("resource-groups").list_groups()["Groups"] == []


def _left(stage: Stage, **variables: str) -> tuple[int, dict[str, list[str]]]:
    outcome, changes = stage.plan(**variables)
    return outcome.code, changes


def _addresses(stage: Stage) -> set[str]:
    found = stage.terraform.show()["values"]["root_module"]["resources"]
    return {one["address"] for one in found}
